"""Tokens of links: id.HMAC-SHA-256(link key, purpose ‖ holder ‖ id ‖ generation). No Django models.

The same link raised to a new generation has a new token; the old one still shows that it was ours.
"""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings


def make(purpose: str, holder: UUID, link: UUID, generation: int) -> str:
    """The token that opens this generation of the link, URL-safe."""
    return f"{_text(link.bytes)}.{_text(_mac(purpose, holder, link, generation))}"


def link_id(token: str) -> UUID | None:
    """The link a token claims to open; None when it is no token at all."""
    try:
        raw = base64.urlsafe_b64decode(token.partition(".")[0] + "==")
        return UUID(bytes=raw)
    except (ValueError, TypeError):
        return None


def generation(token: str, purpose: str, holder: UUID, link: UUID, newest: int) -> int | None:
    """Which generation of the link this token opens, newest first; None when none."""
    given = token.partition(".")[2].encode()
    found = None
    for candidate in range(newest, max(newest - 20, 0), -1):
        wanted = _text(_mac(purpose, holder, link, candidate)).encode()
        if hmac.compare_digest(given, wanted) and found is None:
            found = candidate
    return found


def _mac(purpose: str, holder: UUID, link: UUID, generation: int) -> bytes:
    parts = (purpose.encode(), holder.bytes, link.bytes, str(generation).encode())
    message = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    return hmac.new(settings.LINK_KEY, message, hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
