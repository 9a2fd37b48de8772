"""What a table is about: its columns, by whatever heading they bear, and what each may hold.

PEOPLE = Sheet("people", (Column("name", "Nom", "Name", required=True), ...))
preview(PEOPLE, reading.read(content)).bad[0].faults["email"]
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused
from coachpractice.registry.folding import folded
from coachpractice.tables.reading import Line


def as_typed(text: str) -> Any:
    return text.strip()


@dataclass(frozen=True)
class Column:
    """One column. `clean` makes a value of a cell's text or refuses it with a sentence; an empty
    cell becomes `empty`. One that is `written_only` is known and not read."""

    key: str
    french: str
    english: str
    also: tuple[str, ...] = ()
    required: bool = False
    clean: Callable[[str], Any] = as_typed
    empty: Any = ""
    examples: tuple[str, str] = ("", "")  # French, English
    written_only: bool = False

    def heading(self, language: str) -> str:
        return self.english if language.startswith("en") else self.french

    def example(self, language: str) -> str:
        return self.examples[language.startswith("en")]

    @property
    def names(self) -> set[str]:
        return {folded(each) for each in (self.french, self.english, *self.also)}


@dataclass(frozen=True)
class Sheet:
    name: str
    columns: tuple[Column, ...]

    def headings(self, language: str) -> list[str]:
        return [column.heading(language) for column in self.columns]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {name: column for column in self.columns for name in column.names}

    def of_heading(self, heading: str) -> Column | None:
        """The column a heading means, in either language, whatever its case and accents."""
        return self._by_name.get(folded(heading).rstrip(" *:"))


@dataclass
class Row:
    """One line of a table: what was typed by column, what it means, and what is wrong with it."""

    number: int
    typed: Mapping[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """What of a table could be taken in. `columns` are those it has, in its own order, as pairs
    of key and heading; `ignored` are headings nobody knows."""

    columns: Sequence[tuple[str, str]]
    good: Sequence[Row]
    bad: Sequence[Row]
    ignored: Sequence[str]


def preview(
    sheet: Sheet, lines: Sequence[Line], *, look: Callable[[Sequence[Row]], None] | None = None
) -> Preview:
    """Hold the lines of a file against a sheet; the first one names the columns.

    `look` is given the rows once each cell was looked at, to add faults that lie between lines.
    Refused when the columns themselves cannot be made out.
    """
    headings, *below = lines
    places, ignored = _places(sheet, headings.cells)
    if not below:
        raise Refused(_("There is nothing below the headings of this table."))
    rows = [_row(sheet, places, line) for line in below]
    if look:
        look(rows)
    return Preview(
        columns=[(key, headings.cells[place].strip()) for key, place in places.items()],
        good=[row for row in rows if not row.faults],
        bad=[row for row in rows if row.faults],
        ignored=ignored,
    )


def _places(sheet: Sheet, headings: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and which headings mean none."""
    places: dict[str, int] = {}
    ignored = []
    for place, heading in enumerate(headings):
        column = sheet.of_heading(heading)
        if column is None:
            ignored += [heading.strip()] if heading.strip() else []
        elif column.key in places:
            words = _("Two columns mean the same: %(one)s and %(other)s.")
            first = headings[places[column.key]].strip()
            raise Refused(words % {"one": first, "other": heading.strip()})
        elif not column.written_only:
            places[column.key] = place
    missing = [each for each in sheet.columns if each.required and each.key not in places]
    if missing:
        names = ", ".join(f"{each.french} / {each.english}" for each in missing)
        words = _("The first line must name the columns. Not found: %(names)s.")
        raise Refused(words % {"names": names})
    return places, ignored


def _row(sheet: Sheet, places: Mapping[str, int], line: Line) -> Row:
    typed = {
        key: line.cells[place] if place < len(line.cells) else "" for key, place in places.items()
    }
    row = Row(line.number, typed)
    for column in sheet.columns:
        if column.written_only:
            continue
        text = typed.get(column.key, "")
        try:
            row.values[column.key] = _value(column, text)
        except Refused as refusal:
            row.faults[column.key] = str(refusal)
    return row


def _value(column: Column, text: str) -> Any:
    if text.strip():
        return column.clean(text)
    if column.required:
        raise Refused(_("This is needed."))
    return column.empty
