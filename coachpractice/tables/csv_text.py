"""CSV as programs write it: UTF-8 with or without its mark, UTF-16, Windows' own; semicolons,
commas or tabs; quotes; any line ends."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused
from coachpractice.tables.guard import unshield
from coachpractice.tables.reading import Line, collect

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_SEPARATORS = ";,\t|"
_SAMPLE = 20  # lines that say which sign separates
_CONTROL = frozenset(map(chr, range(32))) - set("\t\r\n")


def read(content: bytes) -> list[Line]:
    text = decode(content)
    separator, text, skipped = _separator(text)
    return collect((n, map(unshield, cells)) for n, cells in _records(text, separator, skipped))


def decode(content: bytes) -> str:
    """The text, whatever it was written in; refused when it is none."""
    text = _decoded(content)
    if "\x00" in text or sum(map(text.count, _CONTROL)) > len(text) // 50:
        raise Refused(_("This is no text. Save the table as XLSX or CSV."))
    return text


def _decoded(content: bytes) -> str:
    for mark, name in _MARKS.items():
        if content.startswith(mark):
            return _strictly(content[len(mark) :], name)
    half = content[:2000]
    # Latin letters in UTF-16 have a NUL beside each; in which place says which order it is.
    if half[1::2].count(0) > len(half) // 3:
        return _strictly(content, "utf-16-le")
    if half[0::2].count(0) > len(half) // 3:
        return _strictly(content, "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "cp1252")


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        raise Refused(_("This is no text. Save the table as XLSX or CSV.")) from None


def _separator(text: str) -> tuple[str, str, int]:
    """The sign between cells, the text that follows a first line which names it, and how many
    lines that took."""
    first, _end, rest = text.partition("\n")
    said = first.strip().casefold()
    if said.startswith("sep=") and len(said) <= 5:
        return said[4:] or "\t", rest, 1
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]
    wide = {each: _width(lines, each) for each in _SEPARATORS}
    return max(_SEPARATORS, key=lambda each: wide[each]), text, 0


def _width(lines: list[str], separator: str) -> tuple[int, int]:
    """Cells of the first line, then of the lines below: the headings say it, the rest confirms."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        return 0, 0
    return (widths[0], sum(widths)) if widths else (0, 0)


def _records(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=separator, strict=True)
    number = skipped
    try:
        for number, cells in enumerate(reader, 1 + skipped):
            yield number, cells
    except csv.Error:
        words = _("Line %(line)s: a quotation mark is not where it should be.")
        raise Refused(words % {"line": number + 1}) from None
