"""The chain itself: digests anyone can recompute, with no key and no Django.

    digest(n) = SHA-256( "coachpractice chain 1" LF digest(n-1) LF canonical(entry n) )

where canonical is the entry as JSON with sorted keys, no spaces, UTF-8, and moments in UTC with
microseconds. The first entry follows the stream's own name, `origin(stream)`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

VERSION = "coachpractice chain 1"
SALT = 16  # bytes


@dataclass(frozen=True)
class Place:
    """One entry with the place it claims in the chain. Without its content it is withheld: only
    that it stands between its neighbours can be checked."""

    seq: int
    previous: str
    digest: str
    content: Mapping[str, Any] | None


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and how: changed, missing, moved, cut."""

    seq: int
    kind: str


def moment(at: datetime) -> str:
    """A moment as it is hashed: UTC, microseconds, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def origin(stream: UUID) -> str:
    """What the first entry of a stream follows."""
    return hashlib.sha256(f"{VERSION}\n{stream}".encode()).hexdigest()


def digest(previous: str, content: Mapping[str, Any]) -> str:
    return hashlib.sha256(f"{VERSION}\n{previous}\n".encode() + canonical(content)).hexdigest()


def commitment(salt: bytes, value: str) -> str:
    """What stands in an entry for a personal value: nobody learns the value from it, and whoever
    is given salt and value can check it.

    SHA-256( salt ‖ value ). The salt has one length, so that no other pair opens to the same.
    """
    if len(salt) != SALT:
        raise ValueError(f"The salt of a commitment has {SALT} bytes")
    return hashlib.sha256(salt + value.encode()).hexdigest()


def breaks(
    stream: UUID, places: Iterable[Place], printed: Mapping[int, str] | None = None
) -> list[Break]:
    """Every place where the chain does not hold.

    `places` in order of seq. `printed` holds heads that were printed in documents or mails
    (seq → digest): a chain cut before one of them, or rebuilt, shows against it.
    """
    found, previous, expected, seen = [], origin(stream), 1, {}
    for place in places:
        if place.seq != expected:
            found.append(Break(expected, "missing"))
        elif place.previous != previous:
            found.append(Break(place.seq, "moved"))
        held = place.content
        if held is not None and digest(place.previous, held) != place.digest:
            found.append(Break(place.seq, "changed"))
        seen[place.seq] = place.digest
        previous, expected = place.digest, place.seq + 1
    for seq, head in (printed or {}).items():
        if seen.get(seq) != head:
            found.append(Break(seq, "cut" if seq not in seen else "rewritten"))
    return found
