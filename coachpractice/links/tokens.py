"""Tokens of links: id.HMAC-SHA-256(link key, purpose ‖ holder ‖ id ‖ generation). No Django models.

The same link raised to a new generation has a new token; the old one still shows that it was ours.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

REMEMBERED = 20  # generations back; an older token is unknown


def make(purpose: str, holder: UUID, link: UUID, generation: int) -> str:
    """The token that opens this generation of the link, URL-safe."""
    return f"{_text(link.bytes)}.{_text(_mac(purpose, holder, link, generation))}"


def link_id(token: str) -> UUID | None:
    """The link a token claims to open; None when it is no token at all."""
    part = token.partition(".")[0]
    try:
        raw = base64.urlsafe_b64decode(part + "==")
        return UUID(bytes=raw) if _text(raw) == part else None
    except (ValueError, TypeError):
        return None


def generation(token: str, purpose: str, holder: UUID, link: UUID, newest: int) -> int | None:
    """Which generation of the link this token opens, newest first; None when none."""
    given = token.partition(".")[2].encode()
    for candidate in range(newest, max(newest - REMEMBERED, 0), -1):
        wanted = _text(_mac(purpose, holder, link, candidate)).encode()
        if hmac.compare_digest(given, wanted):
            return candidate
    return None


def _mac(purpose: str, holder: UUID, link: UUID, generation: int) -> bytes:
    parts = (purpose.encode(), holder.bytes, link.bytes, str(generation).encode())
    message = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    return hmac.new(settings.LINK_KEY, message, hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
