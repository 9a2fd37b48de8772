"""What changed between two editions of a code, clause by clause. No Django here.

Clauses are matched by their key, so a clause that moved keeps its history.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from coachpractice.ethics.text import Clause, Code

_WORDS = re.compile(r"\s+|[^\s]+")


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Piece:
    """Words that stayed ("same"), are gone ("old") or are new ("new")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One clause in the two editions; `old` or `new` is None where it has no place."""

    kind: Kind
    old: Clause | None
    new: Clause | None

    @property
    def clause(self) -> Clause:
        """The clause as it stands now, or as it stood last."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def renumbered(self) -> bool:
        """It stands in both, under another number."""
        return bool(self.old and self.new and self.old.number != self.new.number)

    @property
    def pieces(self) -> list[Piece]:
        """Its words, those of both editions marked."""
        before = self.old.words if self.old else ""
        return words_changed(before, self.new.words if self.new else "")


def compare(old: Code, new: Code) -> list[Change]:
    """Every clause of either edition, in the order of the new one; a removed clause stands where
    its older neighbour before it stands now."""
    placed: list[Change] = [_change(old.by_key.get(clause.key), clause) for clause in new.clauses]
    follow: str | None = None
    for clause in old.clauses:
        if clause.key not in new.by_key:
            place = next((i + 1 for i, c in enumerate(placed) if c.clause.key == follow), 0)
            placed.insert(place, Change(Kind.REMOVED, clause, None))
        follow = clause.key
    return placed


def words_changed(before: str, after: str) -> list[Piece]:
    """The two texts as one: what stayed, what is gone, what is new, word by word."""
    return list(_joined(_pieces(_WORDS.findall(before), _WORDS.findall(after))))


def _change(old: Clause | None, new: Clause) -> Change:
    if old is None:
        return Change(Kind.ADDED, None, new)
    if old.words != new.words:
        return Change(Kind.CHANGED, old, new)
    return Change(Kind.UNCHANGED if old.number == new.number else Kind.MOVED, old, new)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(before[i:j]))
            continue
        if j > i:
            yield Piece("old", "".join(before[i:j]))
        if m > k:
            yield Piece("new", "".join(after[k:m]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A lone space between two changes belongs to both, so that changes read as phrases."""
    gone, come = "", ""
    for piece in pieces:
        if piece.kind == "old":
            gone += piece.text
        elif piece.kind == "new":
            come += piece.text
        elif piece.text.isspace() and gone and come:
            gone, come = gone + piece.text, come + piece.text
        else:
            yield from _both(gone, come)
            gone, come = "", ""
            yield piece
    yield from _both(gone, come)


def _both(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece("old", gone)
    if come:
        yield Piece("new", come)
