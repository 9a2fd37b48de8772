"""dossier.py of an app: what of this belongs to a client's file?

The client page shows each app's chapter; the list of clients asks where each client stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from coachpractice.registry.register import Register


class Standing(StrEnum):
    """Where a client stands, as the list of clients is filtered."""

    RUNNING = "running"
    WAITING = "waiting"
    PREPARING = "preparing"
    ENDED = "ended"


@dataclass(frozen=True)
class Line:
    """What a list says of one client: the contract in words, and what the file asks for as a
    badge (`look`: kept, due, missing, idle)."""

    contract: str | Promise
    look: str
    label: str | Promise


class Chapter:
    """What an app keeps in a client's file.

    `template` is included in the client page with what `read` returns. `standings` gives, in
    order of precedence, conditions on a row of clients; `lines` speaks of many clients in a
    constant number of queries. With `onward`, the words of a button, whoever opens a file may go
    on to what `begin` begins there. An assistant's page shows the chapters with
    `assisted_template`, which say who, when, how much and how it stands, and nothing else.
    """

    template: str = ""
    assisted_template: str = ""
    onward: str | Promise = ""

    def begin(self, client: Any, *, by: Any) -> str:
        """Begin, and return the address of what was begun."""
        raise NotImplementedError

    def read(self, client: Any, *, by: Any) -> Mapping[str, Any]:
        return {}

    def read_assisted(self, client: Any, *, by: Any) -> Mapping[str, Any]:
        return {}

    def standings(self, day: date) -> Mapping[Standing, Any]:
        return {}

    def lines(self, clients: Sequence[Any], *, day: date) -> Mapping[UUID, Line]:
        return {}


CHAPTERS: Register[Chapter] = Register("chapter")
SPONSOR_CHAPTERS: Register[Chapter] = Register("chapter of a sponsor")


def chapter(name: str) -> Any:
    """Register a class as a chapter of every client's file."""

    def keep(cls: type[Chapter]) -> type[Chapter]:
        CHAPTERS.add(name, cls())
        return cls

    return keep


def sponsor_chapter(name: str) -> Any:
    """Register a class as a chapter of every sponsor's file, of which only `read` is asked."""

    def keep(cls: type[Chapter]) -> type[Chapter]:
        SPONSOR_CHAPTERS.add(name, cls())
        return cls

    return keep
