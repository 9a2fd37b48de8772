"""A wording with values put in it: for its readers, numbered, as it is frozen. No Django here.

Values go in as they are, in one pass: a brace inside a value stays a brace, and escaping is left to
whoever renders.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from contracts.pieces import (
    ALONE,
    APART,
    COACH,
    MARK,
    Block,
    Dress,
    Entry,
    Piece,
    Placeholder,
    Readers,
    Section,
    Statement,
    Wording,
    undressed,
)

_NBSP = "\u00a0"


@dataclass(frozen=True)
class Template(Wording):
    """As shipped. `flags` are what its conditions may ask beside the placeholders: true or not."""

    flags: tuple[str, ...]
    placeholders: tuple[Placeholder, ...]

    def fill(
        self,
        values: Mapping[str, str | None],
        *,
        readers: Readers = ALONE,
        dress: Dress = undressed,
    ) -> "Filled":
        """The text with these values, for these readers. None or blank is not given; undeclared
        keys are ignored; a flag stands for whatever is not blank.

        A required value that the text uses and that is not given is listed in `missing`, and its
        label stands in square brackets in the text. `dress` is for previews that show what was
        typed.
        """
        offered = {p.key: (values.get(p.key) or "").strip() or p.default for p in self.placeholders}
        offered |= {flag: (values.get(flag) or "").strip() for flag in self.flags}
        given = {key: value for key, value in offered.items() if value}
        absent = {p.key: p.label for p in self.placeholders if p.required and p.key not in given}
        shown_gaps = {key: f"[{label}]" for key, label in absent.items()}
        filler = _Filler(self.language, given, shown_gaps, readers, dress, used=set())
        wording = {f.name: filler.put(getattr(self, f.name)) for f in fields(Wording)}
        wording["sections"] = _numbered(wording["sections"])
        gaps = {key: label for key, label in absent.items() if key in filler.used}
        return Filled(**wording, missing=tuple(gaps.items()))


@dataclass(frozen=True)
class Filled(Wording):
    """A wording with its values, its sections and paragraphs numbered; `missing` is (key, label).

    What has no object is gone. Only a paragraph with a sibling has a number (1.1, 1.2).
    """

    missing: tuple[tuple[str, str], ...]

    def as_snapshot(self) -> dict[str, Any]:
        """The same, of plain JSON types: what is frozen, shown and signed."""
        whole = {f.name: _plain(getattr(self, f.name)) for f in fields(Wording)}
        whole["sections"] = [_section(section) for section in self.sections]
        del whole["statements"]
        said = {role: each.text for each in self.statements for role in each.readers}
        return whole | ({"statements": said} if said else {})


@dataclass(frozen=True)
class _Filler:
    """Puts the given values in every text of a piece, and drops what its guard does not hold."""

    language: str
    given: Mapping[str, str]
    gaps: Mapping[str, str]
    readers: Readers
    dress: Dress
    used: set[str]

    def put(self, piece: Any, within: tuple[str, ...] = ()) -> Any:
        """`within` are the roles for which the piece around this one stands; () is everybody."""
        if isinstance(piece, str):
            return MARK.sub(self._value, piece)
        if isinstance(piece, tuple):
            return tuple(self.put(part, within) for part in piece if self._stands(part, within))
        if isinstance(piece, Piece):
            roles = self._roles(piece, within)
            filled = {
                f.name: self.put(getattr(piece, f.name), roles or within)
                for f in fields(piece)
                if f.name not in ("guard", "readers")
            }
            return replace(piece, **filled, readers=roles)
        if is_dataclass(piece) and not isinstance(piece, type):
            return replace(
                piece, **{f.name: self.put(getattr(piece, f.name)) for f in fields(piece)}
            )
        return piece

    def _stands(self, piece: Any, within: tuple[str, ...]) -> bool:
        if not isinstance(piece, Piece):
            return True
        return piece.guard.holds(self.given) and bool(self._for(piece, within))

    def _for(self, piece: Piece, within: tuple[str, ...]) -> set[str]:
        """The roles, the coach's aside, whose text has this piece. A role that several readers
        have has what any of them has."""
        if within and not piece.readers:
            return set(within)
        named = piece.readers or set(self.readers) - {APART}
        roles = {role for reader, role in self.readers.items() if reader in named}
        return roles & set(within) if within else roles

    def _roles(self, piece: Piece, within: tuple[str, ...]) -> tuple[str, ...]:
        """What is marked: nothing where it is for all, or for all who have what is around it."""
        roles = self._for(piece, within)
        everybody = set(within or self.readers.values())
        if isinstance(piece, Statement):
            return tuple(sorted(roles))
        return () if roles == everybody else tuple(sorted(roles))

    def _value(self, mark: re.Match[str]) -> str:
        key, one, many, stop = mark.groups()
        self.used.add(key)
        value = self.given.get(key) or self.gaps[key]
        shown = self.dress(key, value)
        if one:
            noun = one if _is_one(value, self.language) else many
            return f"{shown}{_NBSP}{noun}{stop}"
        return shown if value.endswith((".", "!", "?", "…")) else shown + stop


def _is_one(value: str, language: str) -> bool:
    """Zero is one thing in French and several in English; what is not a number is several."""
    singular = ("0", "1") if language == "fr" else ("1",)
    return value in singular


def _numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    numbers = iter(range(1, len(sections) + 1))
    return tuple(
        section
        if not section.numbered
        else replace(section, number=str(n := next(numbers)), blocks=_paragraphs(section.blocks, n))
        for section in sections
    )


def _paragraphs(blocks: tuple[Block, ...], section: int) -> tuple[Block, ...]:
    """What is for some readers only has no number: its absence would tell the others of it."""
    counted = [block for block in blocks if block.kind == "p" and not block.readers]
    if len(counted) < 2:
        return blocks
    numbers = iter(range(1, len(counted) + 1))
    return tuple(
        replace(block, number=f"{section}.{next(numbers)}") if block in counted else block
        for block in blocks
    )


def _plain(piece: Any) -> Any:
    if isinstance(piece, tuple):
        return [_plain(part) for part in piece]
    if isinstance(piece, Piece):
        words = {f.name: _plain(getattr(piece, f.name)) for f in fields(piece)}
        del words["guard"], words["readers"]
        return words | _mark(piece)
    if is_dataclass(piece) and not isinstance(piece, type):
        return {f.name: _plain(getattr(piece, f.name)) for f in fields(piece)}
    return piece


def _mark(piece: Piece) -> dict[str, list[str]]:
    """Who else than the coach is to read it, unless it is everybody."""
    return {"for": [COACH, *piece.readers]} if piece.readers else {}


def _section(section: Section) -> dict[str, Any]:
    words = {name: getattr(section, name) for name in ("key", "number", "title", "card")}
    return (
        words
        | {"clauses": list(section.clauses), "blocks": [_block(block) for block in section.blocks]}
        | _mark(section)
    )


def _block(block: Block) -> dict[str, Any]:
    return _body(block) | _mark(block)


def _body(block: Block) -> dict[str, Any]:
    match block.kind:
        case "p":
            return {"type": "p", "number": block.number, "text": block.text}
        case "list":
            return {"type": "list", "items": [_item(entry) for entry in block.entries]}
        case "table":
            return {
                "type": "table",
                "caption": block.caption,
                "head": list(block.head),
                "rows": [_row(entry) for entry in block.entries],
            }
    return {"type": block.kind}


def _item(entry: Entry) -> Any:
    return {"text": entry.cells[0], **_mark(entry)} if entry.readers else entry.cells[0]


def _row(entry: Entry) -> Any:
    cells = list(entry.cells)
    return {"cells": cells, **_mark(entry)} if entry.readers else cells
