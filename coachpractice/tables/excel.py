"""XLSX: values only, the first sheet, never a formula or a macro; nothing is unpacked before its
size is known."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused
from coachpractice.tables.excel_text import unescape
from coachpractice.tables.guard import unshield
from coachpractice.tables.reading import MOST_COLUMNS, Line, collect

_UNPACKED = 100_000_000  # bytes of all parts
_RATIO = 200  # times smaller packed than unpacked: no table is
_PARTS = 1_000
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}


def read(content: bytes) -> list[Line]:
    _refuse_bombs(content)
    try:
        with warnings.catch_warnings():  # about looks we do not read
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            if not book.worksheets:
                raise Refused(_broken())
            return collect(_rows(book.worksheets[0]))
    except Refused:
        raise
    except Exception:  # whatever a broken file makes the reader stumble over
        raise Refused(_broken()) from None


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what the file says of its size may be anything
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    for number, cells in enumerate(rows, 1):
        yield number, [unshield(_text(cell)) for cell in cells]


def _text(value: Any) -> str:
    """A cell as one would type it; a whole number without a point, a day as 2026-11-23."""
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return day if value.time() == time() else f"{day} {value.time().isoformat('minutes')}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _refuse_bombs(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused(_broken()) from None
    unpacked = sum(part.file_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(
            _("This file is protected by a password. Save a copy without one and choose that.")
        )
    if not {part.filename for part in parts} >= _NEEDED:
        raise Refused(_("This is a ZIP and no Excel file. Save the table as XLSX or CSV."))
    if len(parts) > _PARTS or unpacked > _UNPACKED or unpacked > _RATIO * len(content) + 1_000_000:
        raise Refused(_("This file is far larger unpacked than a table should be."))


def _broken() -> str:
    return _("This Excel file cannot be read. Open it, save it anew as XLSX and choose that.")
