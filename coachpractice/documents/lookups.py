"""Rooms above may know a file: they register a lookup here, and whoever verifies asks them all."""

from collections.abc import Callable
from dataclasses import dataclass

from coachpractice.documents.verifying import Verdict
from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Answer:
    """What a room knows of a file. `ok` False means that the file must not be trusted, whatever
    its seal says; `sealed` False, that it is known and was never meant to carry one."""

    ok: bool
    sentence: str
    sealed: bool = True


Lookup = Callable[[Verdict], Answer | None]
LOOKUPS: Register[Lookup] = Register("lookup")


def known_document(name: str) -> Callable[[Lookup], Lookup]:
    """Register a function that takes a verdict (its `sha256`, its `code`) and says what its room
    knows of that file, or None if nothing."""

    def keep(lookup: Lookup) -> Lookup:
        return LOOKUPS.add(name, lookup)

    return keep


def answers(verdict: Verdict) -> list[Answer]:
    """What is known of the file behind this verdict."""
    return [answer for lookup in LOOKUPS if (answer := lookup(verdict))]
