"""Rooms above may know a file: they register a lookup here, and whoever verifies asks them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from coachpractice.documents.verifying import Verdict
from coachpractice.registry.evidence import State
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


@dataclass(frozen=True)
class Copy:
    """What anyone who has its code may learn of the sealed copy of something signed elsewhere:
    never a name. `facts` are pairs of a label and its words."""

    code: str
    label: str | Promise
    state: State
    words: str | Promise
    sentence: str | Promise
    facts: Sequence[tuple[str | Promise, str]]
    sealed_sha256: str
    specimen: bool = False


Told = Callable[[str], Copy | None]
COPIES: Register[Told] = Register("copy")


def known_copy(name: str) -> Callable[[Told], Told]:
    """Register a function that takes the code of a paper and says what its room knows of the copy
    that bears it, or None if nothing."""

    def keep(told: Told) -> Told:
        return COPIES.add(name, told)

    return keep


def copy_with(code: str) -> Copy | None:
    """The copy of something signed elsewhere that bears this code."""
    return next((copy for told in COPIES if (copy := told(code))), None)


def answers(verdict: Verdict) -> list[Answer]:
    """What is known of the file behind this verdict."""
    return [answer for lookup in LOOKUPS if (answer := lookup(verdict))]
