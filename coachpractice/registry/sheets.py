"""sheets.py of an app: which of yours does a coach take along as a table?

The tables stand beside the complete records, for people: in words, in their language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coachpractice.registry.register import Register

Table = tuple[list[str], list[list[str]]]  # headings, rows


@dataclass(frozen=True)
class Taken:
    """One table. `rows(member, language)` asks a constant number of queries."""

    name: str
    rows: Callable[[Any, str], Table]


SHEETS: Register[Taken] = Register("sheet")


def sheet(name: str) -> Callable:
    """Register a function as what fills the table `name`, which is also the file's name."""

    def keep(rows: Callable[[Any, str], Table]) -> Callable[[Any, str], Table]:
        SHEETS.add(name, Taken(name, rows))
        return rows

    return keep
