"""evidence.py of an app: which clauses does this prove, or break?

A rule answers for one clause, for one coach, on one day, with a finding: a state, a sentence, and
the pages behind it. Nobody types a state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from coachpractice.registry.register import Register


class State(StrEnum):
    KEPT = "kept"
    DUE = "due"
    MISSING = "missing"
    DECLARED = "declared"
    NOT_CONCERNED = "not-concerned"


@dataclass(frozen=True)
class Proof:
    """A record behind a finding: its words, and the page that shows it."""

    label: str | Promise
    url: str


@dataclass(frozen=True)
class Finding:
    """What the records show of one clause. `due` is the day a `DUE` one falls due;
    `mend` is the page that closes a gap."""

    state: State
    why: str | Promise
    proofs: Sequence[Proof] = ()
    due: date | None = None
    mend: Proof | None = None


@dataclass(frozen=True)
class Rule:
    clause: str
    find: Callable[[Any, date], Finding]


RULES: Register[Rule] = Register("rule")


def rule(clause: str) -> Callable:
    """Register a function `find(coach, day)` as what answers for the clause of this key."""

    def keep(find: Callable[[Any, date], Finding]) -> Callable[[Any, date], Finding]:
        RULES.add(clause, Rule(clause, find))
        return find

    return keep


def kept(why: str | Promise, *proofs: Proof) -> Finding:
    return Finding(State.KEPT, why, proofs)


def due(why: str | Promise, day: date, *proofs: Proof, mend: Proof | None = None) -> Finding:
    return Finding(State.DUE, why, proofs, due=day, mend=mend)


def missing(why: str | Promise, *proofs: Proof, mend: Proof | None = None) -> Finding:
    return Finding(State.MISSING, why, proofs, mend=mend)


def not_concerned(why: str | Promise) -> Finding:
    return Finding(State.NOT_CONCERNED, why)
