"""quotes.py of an app: what may a document quote of you, and until when does it hold?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Quote:
    """One placeholder. `read(subject, language)` returns its text or "" when there is none;
    `mend` names the URL where the coach fills it in."""

    key: str
    label: str | Promise
    read: Callable[[Any, str], str]
    mend: str = ""
    until: Callable[[Any], date | None] | None = None


QUOTES: Register[Quote] = Register("quote")


def quote(
    key: str,
    label: str | Promise,
    *,
    mend: str = "",
    until: Callable[[Any], date | None] | None = None,
) -> Callable:
    """Register a function as what a document may quote under `{key}`."""

    def keep(read: Callable[[Any, str], str]) -> Callable[[Any, str], str]:
        QUOTES.add(key, Quote(key, label, read, mend, until))
        return read

    return keep
