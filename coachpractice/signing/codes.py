"""Codes asked before the door opens. None is stored: of one agreed in person only its HMAC, of one
by mail the random seed from which, with the installation's key, it is made again."""

import hashlib
import hmac
import secrets
import unicodedata
from uuid import UUID

from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused
from coachpractice.vault import box

DIGITS = 6
SHORTEST_SECRET = 4


def kept(party: UUID, secret: str) -> str:
    """What is kept of a secret agreed in person; refused when it is too short to be one."""
    said = plain(secret)
    if len(said) < SHORTEST_SECRET:
        words = _("Agree on a word or number of at least %(count)s signs.")
        raise Refused(words % {"count": SHORTEST_SECRET}, field="secret")
    return _mac("agreed", party, said).hex()


def is_agreed(party: UUID, mac: str, typed: str) -> bool:
    return hmac.compare_digest(_mac("agreed", party, plain(typed)).hex(), mac)


def new_seed() -> str:
    return secrets.token_hex(16)


def mailed(party: UUID, seed: str) -> str:
    """The six digits that go out by mail."""
    number = int.from_bytes(_mac("mail", party, seed), "big")
    return f"{number % 10**DIGITS:0{DIGITS}}"


def is_mailed(party: UUID, seed: str, typed: str) -> bool:
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    return bool(seed) and hmac.compare_digest(mailed(party, seed).encode(), digits.encode())


def plain(secret: str) -> str:
    """The letters and digits alone: a phone adds capitals, accents and spaces of its own."""
    apart = unicodedata.normalize("NFKD", secret.casefold())
    return "".join(filter(str.isalnum, apart))


def _mac(kind: str, party: UUID, words: str) -> bytes:
    message = b"\n".join((kind.encode(), party.bytes.hex().encode(), words.encode()))
    return hmac.new(box.derived("codes at the door"), message, hashlib.sha256).digest()
