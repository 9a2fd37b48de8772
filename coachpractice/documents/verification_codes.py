"""The short code printed on a paper, by which anyone can look it up: K7QF-2M9X-T4HB."""

import re
import secrets

# Without 0 and O, 1, I and L, 5 and S, 8 (a B) and U (a V): 26 signs, 12 of them are 56 bits.
ALPHABET = "234679ABCDEFGHJKMNPQRTVWXY"
LENGTH = 12
PATTERN = re.compile(rf"\b[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}\b")


def new_code() -> str:
    """Return a fresh code, from the system's own randomness."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normalise(typed: str) -> str | None:
    """Return the code that was meant by what somebody typed, or None if it cannot be one.

    Case, spaces, dashes and points between the groups do not matter.
    """
    bare = re.sub(r"[\s.\-\u2010-\u2015_]", "", typed[:64]).upper()
    if len(bare) != LENGTH or set(bare) - set(ALPHABET):
        return None
    return _grouped(bare)


def find(text: str) -> str | None:
    """Return the first code that stands in `text`."""
    found = PATTERN.search(text)
    return found.group() if found else None


def _grouped(bare: str) -> str:
    return "-".join(bare[i : i + 4] for i in range(0, LENGTH, 4))
