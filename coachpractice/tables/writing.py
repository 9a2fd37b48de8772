"""Make tables that open with a click in a French Excel, and in which nothing is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from coachpractice.tables.excel_text import escape
from coachpractice.tables.guard import shield, shield_apostrophe

CSV, XLSX = "csv", "xlsx"
MIMES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST_CELL = 32_767  # signs, by the format
_WIDEST = 60
_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")

Rows = Iterable[Sequence[str]]


def table_file(kind: str, headings: Sequence[str], rows: Rows) -> bytes:
    """The table as a file of that kind, `CSV` or `XLSX`."""
    return csv_file(headings, rows) if kind == CSV else xlsx_file(headings, rows)


def csv_file(headings: Sequence[str], rows: Rows) -> bytes:
    """With the mark and the semicolons by which Excel, in French, opens it right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    for row in (headings, *rows):
        writer.writerow([shield(each) for each in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_file(headings: Sequence[str], rows: Rows) -> bytes:
    """Every cell is text by its type, so that no program evaluates it and no zero is lost.

    Raises ValueError for a cell longer than the format takes.
    """
    table = [list(headings), *(list(row) for row in rows)]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    for number, column in enumerate(zip(*table, strict=True)):
        longest = max(len(line) for value in column for line in value.split("\n"))
        letter = get_column_letter(number + 1)
        sheet.column_dimensions[letter].width = min(_WIDEST, longest + 2)
    for number, row in enumerate(table):
        sheet.append([_cell(sheet, value, heading=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: str, *, heading: bool) -> Any:
    written = escape(shield_apostrophe(value))
    if len(written) > _LONGEST_CELL:
        raise ValueError("longer than a cell may be")
    cell = WriteOnlyCell(sheet, written)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = _WRAPPED
    if heading:
        cell.font = _BOLD
    return cell
