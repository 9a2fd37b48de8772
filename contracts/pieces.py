"""The pieces a contract is made of. `filling` puts values in them. No Django here.

In a text, `{key}` stands for the value of a declared placeholder, and `{key|one|many}` for a
number followed by the noun that agrees with it. Values go in as they are, in one pass: a brace
inside a value stays a brace, and escaping is left to whoever renders.

A piece may be for some readers only. What a wording calls a reader (the child, the person who
assists a client) is told apart from the role in which that reader signs: `Readers` says who reads
this contract, and in which role.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

MARK = re.compile(r"\{([a-z_]+)(?:\|([^{}|]+)\|([^{}|]+))?\}(\.?)")

# Puts something around a value where it stands in the text; takes its key and the value.
Dress = Callable[[str, str], str]


def undressed(key: str, value: str) -> str:
    return value


# Who reads a contract beside the coach, and the role in which each signs.
Readers = Mapping[str, str]
ALONE: Readers = MappingProxyType({"client": "client"})
READERS = ("client", "child", "guardian", "curator", "member", "sponsor")
# Reads a text of their own: what is not marked is not for them.
APART = "child"
COACH = "coach"


@dataclass(frozen=True)
class Placeholder:
    """What the text needs to be told. A default stands in when nothing is given."""

    key: str
    label: str
    required: bool
    source: str
    example: str
    default: str = ""


@dataclass(frozen=True)
class Guard:
    """Stands only if every placeholder or flag of `when` has a value and none of `unless` has."""

    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def holds(self, given: Mapping[str, str]) -> bool:
        return all(k in given for k in self.when) and not any(k in given for k in self.unless)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What may have a condition, and readers of its own. Filled, `readers` are the roles it is
    for beside the coach; empty, it is for everybody."""

    guard: Guard = Guard()
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line(Piece):
    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Card(Piece):
    key: str
    title: str
    intro: str


@dataclass(frozen=True)
class Limit(Piece):
    """A limit of confidentiality: `told` is a legal duty, the others are agreed one by one."""

    key: str
    text: str
    told: bool


@dataclass(frozen=True)
class Choice:
    key: str
    text: str


@dataclass(frozen=True)
class Question(Piece):
    key: str
    question: str
    choices: tuple[Choice, ...]
    right: str
    because: str


@dataclass(frozen=True)
class Consent(Piece):
    key: str
    question: str
    detail: str
    yes: str
    no: str


@dataclass(frozen=True)
class Entry(Piece):
    """An item of a list (one cell) or a row of a table."""

    cells: tuple[str, ...]


@dataclass(frozen=True)
class Block(Piece):
    """`kind` is p, list, table, limits or objectives; the last two are drawn from elsewhere."""

    kind: str
    text: str = ""
    caption: str = ""
    head: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Section(Piece):
    key: str
    title: str
    card: str
    clauses: tuple[str, ...]
    blocks: tuple[Block, ...]
    number: str = ""
    numbered: bool = True  # if not, who has it not in their text cannot tell that it is there


@dataclass(frozen=True)
class Statement(Piece):
    """What a reader says by signing, where it is not what the others say."""

    text: str


@dataclass(frozen=True)
class Wording:
    """All that is read and answered: as shipped (`Template`) or with values in place (`Filled`)."""

    template: str
    version: int
    language: str
    title: str
    subtitle: str
    summary: tuple[Line, ...]
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    limits: tuple[Limit, ...]
    comprehension: tuple[Question, ...]
    consents: tuple[Consent, ...]
    statement: str
    statements: tuple[Statement, ...]
