"""Take a table apart: CSV as any program writes it, XLSX as a spreadsheet saves it.

A file is known by its first bytes, never by its name alone. What cannot be read is refused in a
sentence for whoever chose the file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused

LARGEST = 5_000_000  # bytes
MOST_ROWS = 5_000  # lines that hold anything
MOST_COLUMNS = 100
LAST_LINE = 100_000  # beyond it nothing is looked for, not even blank lines
LONGEST_CELL = 10_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


@dataclass(frozen=True)
class Line:
    """One row that holds something, by the number a spreadsheet shows beside it."""

    number: int
    cells: tuple[str, ...]


def read(content: bytes, name: str = "") -> list[Line]:
    """The rows of a CSV or XLSX file that are not blank, as text; refused with a sentence."""
    from coachpractice.tables import csv_text, excel  # both give back this module's lines

    if len(content) > LARGEST:
        size = {"size": LARGEST // 1_000_000}
        raise Refused(_("This file is too large: %(size)s MB at most.") % size)
    if content.startswith(_OLE):
        raise Refused(_locked() if _ENCRYPTED in content else _old_excel())
    if content.startswith(_ZIP):
        return excel.read(content)
    if name.casefold().endswith((".xlsx", ".xlsm", ".xls")):
        words = _("This is no Excel file, whatever its name says. Save it as XLSX or CSV.")
        raise Refused(words)
    if content.startswith(_OTHERS):
        raise Refused(_("This is no table. Save it as XLSX or CSV."))
    return csv_text.read(content)


def collect(rows: Iterable[tuple[int, Iterable[str]]]) -> list[Line]:
    """Keep the rows that hold something, within the limits; trailing empty cells are dropped."""
    lines = list(_within_limits(rows))
    if not lines:
        raise Refused(_("This file is empty."))
    return lines


def _within_limits(rows: Iterable[tuple[int, Iterable[str]]]) -> Iterator[Line]:
    kept = 0
    for number, given in rows:
        cells = list(given)
        while cells and not cells[-1].strip():
            cells.pop()
        if number > LAST_LINE or (cells and (kept := kept + 1) > MOST_ROWS):
            raise Refused(_("This table is too long: %(most)s lines at most.") % _most(MOST_ROWS))
        if len(cells) > MOST_COLUMNS:
            words = _("This table is too wide: %(most)s columns at most.")
            raise Refused(words % _most(MOST_COLUMNS))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            words = _("Line %(line)s: a cell holds more text than a table should.")
            raise Refused(words % {"line": number})
        if cells:
            yield Line(number, tuple(cells))


def _most(number: int) -> dict[str, int]:
    return {"most": number}


def _locked() -> str:
    return _("This file is protected by a password. Save a copy without one and choose that.")


def _old_excel() -> str:
    return _("This is Excel’s old format. Save it as XLSX or CSV and choose that file.")
