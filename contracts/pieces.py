"""The pieces a contract is made of, and how values are put in them. No Django here.

In a text, `{key}` stands for the value of a declared placeholder, and `{key|one|many}` for a
number followed by the noun that agrees with it. Values go in as they are, in one pass: a brace
inside a value stays a brace, and escaping is left to whoever renders.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

MARK = re.compile(r"\{([a-z_]+)(?:\|([^{}|]+)\|([^{}|]+))?\}(\.?)")
_NBSP = "\u00a0"

# Puts something around a value where it stands in the text; takes its key and the value.
Dress = Callable[[str, str], str]


def undressed(key: str, value: str) -> str:
    return value


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
class Line:
    key: str
    label: str
    text: str


@dataclass(frozen=True)
class Card:
    key: str
    title: str
    intro: str


@dataclass(frozen=True)
class Limit:
    """A limit of confidentiality: `told` is a legal duty, the others are agreed one by one."""

    key: str
    text: str
    told: bool


@dataclass(frozen=True)
class Choice:
    key: str
    text: str


@dataclass(frozen=True)
class Question:
    key: str
    question: str
    choices: tuple[Choice, ...]
    right: str
    because: str


@dataclass(frozen=True)
class Consent:
    key: str
    question: str
    detail: str
    yes: str
    no: str


@dataclass(frozen=True)
class Guard:
    """Stands only if every placeholder of `when` has a value and none of `unless` has."""

    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def holds(self, given: Mapping[str, str]) -> bool:
        return all(k in given for k in self.when) and not any(k in given for k in self.unless)


@dataclass(frozen=True)
class Entry:
    """An item of a list (one cell) or a row of a table."""

    cells: tuple[str, ...]
    guard: Guard = Guard()


@dataclass(frozen=True)
class Block:
    """`kind` is p, list, table, limits or objectives; the last two are drawn from elsewhere."""

    kind: str
    text: str = ""
    caption: str = ""
    head: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    guard: Guard = Guard()
    number: str = ""


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    card: str
    clauses: tuple[str, ...]
    blocks: tuple[Block, ...]
    guard: Guard = Guard()
    number: str = ""


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


@dataclass(frozen=True)
class Template(Wording):
    placeholders: tuple[Placeholder, ...]

    def fill(self, values: Mapping[str, str | None], *, dress: Dress = undressed) -> "Filled":
        """The text with these values. None or blank is not given; undeclared keys are ignored.

        A required value that is not given is listed in `missing`, and its label stands in square
        brackets in the text. `dress` is for previews that show what was typed.
        """
        offered = {p.key: (values.get(p.key) or "").strip() or p.default for p in self.placeholders}
        given = {key: value for key, value in offered.items() if value}
        gaps = {p.key: p.label for p in self.placeholders if p.required and p.key not in given}
        shown_gaps = {key: f"[{label}]" for key, label in gaps.items()}
        filler = _Filler(self.language, given, shown_gaps, dress)
        wording = {f.name: filler.put(getattr(self, f.name)) for f in fields(Wording)}
        wording["sections"] = _numbered(wording["sections"])
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
        return whole | {"sections": [_section(section) for section in self.sections]}


@dataclass(frozen=True)
class _Filler:
    """Puts the given values in every text of a piece, and drops what its guard does not hold."""

    language: str
    given: Mapping[str, str]
    gaps: Mapping[str, str]
    dress: Dress = undressed

    def put(self, piece: Any) -> Any:
        if isinstance(piece, str):
            return MARK.sub(self._value, piece)
        if isinstance(piece, tuple):
            return tuple(self.put(part) for part in piece if self._stands(part))
        if is_dataclass(piece) and not isinstance(piece, (type, Guard)):
            return replace(
                piece, **{f.name: self.put(getattr(piece, f.name)) for f in fields(piece)}
            )
        return piece

    def _stands(self, piece: Any) -> bool:
        guard = getattr(piece, "guard", None)
        return guard is None or guard.holds(self.given)

    def _value(self, mark: re.Match[str]) -> str:
        key, one, many, stop = mark.groups()
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
    return tuple(
        replace(section, number=str(n), blocks=_numbered_blocks(section.blocks, n))
        for n, section in enumerate(sections, start=1)
    )


def _numbered_blocks(blocks: tuple[Block, ...], section: int) -> tuple[Block, ...]:
    paragraphs = [block for block in blocks if block.kind == "p"]
    if len(paragraphs) < 2:
        return blocks
    numbers = iter(range(1, len(paragraphs) + 1))
    return tuple(
        replace(block, number=f"{section}.{next(numbers)}") if block.kind == "p" else block
        for block in blocks
    )


def _plain(piece: Any) -> Any:
    if isinstance(piece, tuple):
        return [_plain(part) for part in piece]
    if is_dataclass(piece) and not isinstance(piece, type):
        return {f.name: _plain(getattr(piece, f.name)) for f in fields(piece)}
    return piece


def _section(section: Section) -> dict[str, Any]:
    words = {name: getattr(section, name) for name in ("key", "number", "title", "card")}
    return words | {
        "clauses": list(section.clauses),
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block.kind:
        case "p":
            return {"type": "p", "number": block.number, "text": block.text}
        case "list":
            return {"type": "list", "items": [entry.cells[0] for entry in block.entries]}
        case "table":
            rows = [list(entry.cells) for entry in block.entries]
            return {
                "type": "table",
                "caption": block.caption,
                "head": list(block.head),
                "rows": rows,
            }
    return {"type": block.kind}
