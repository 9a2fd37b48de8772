"""Files as programs write them, and as nobody should."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from coachpractice.registry.errors import Refused
from coachpractice.tables import reading, writing
from coachpractice.tables.reading import Line, read

ROWS = [["Nom", "Ville"], ["Zoë Églantine", "Lyon; Nord"], ["“Basile”", 'dit "Baz"']]


def cells(content, name="list.csv"):
    return [list(line.cells) for line in read(content, name)]


def book(*rows, change=None):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def parts(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


# CSV

TEXT = 'Nom{s}Ville\r\nZoë Églantine{s}"Lyon; Nord"\r\n“Basile”{s}"dit ""Baz"""\r\n'


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_csv_is_read_however_it_was_written(separator, encoding):
    text = TEXT.format(s=separator)
    if separator == ",":
        text = text.replace("Lyon; Nord", "Lyon; Nord")
    assert cells(text.encode(encoding)) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_ends_a_line(end):
    assert cells(f"a;b{end}1;2{end}{end}3;4".encode()) == [["a", "b"], ["1", "2"], ["3", "4"]]


def test_lines_bear_the_number_a_spreadsheet_shows():
    content = b'a;b\n\n"two\nlines";2\n3;4\n'
    assert read(content) == [Line(1, ("a", "b")), Line(3, ("two\nlines", "2")), Line(4, ("3", "4"))]


def test_a_first_line_may_name_the_separator():
    assert read(b"sep=,\r\na,b;c\r\n1,2\r\n") == [Line(2, ("a", "b;c")), Line(3, ("1", "2"))]


def test_one_column_needs_no_separator():
    assert cells(b"name\nOdette\n") == [["name"], ["Odette"]]


def test_a_comma_in_a_semicolon_file_is_a_comma():
    assert cells(b"Nom;Adresse\nA;1, rue, x, y\nB;2, rue, z, t\n")[1] == [
        "A",
        "1, rue, x, y",
    ]


# XLSX


def test_xlsx_gives_values_as_one_would_type_them():
    content = book(["Nom", "N", "Oui"], ["Zoë", 612345678, True], ["x", 1.5, None])
    assert cells(content, "a.xlsx") == [
        ["Nom", "N", "Oui"],
        ["Zoë", "612345678", "true"],
        ["x", "1.5"],
    ]


def test_a_formula_gives_what_was_last_computed_and_never_itself():
    content = book(["a"], ["=1+1"], ["x"])
    assert cells(content, "a.xlsx") == [["a"], ["x"]]


def test_macros_and_other_sheets_are_left_alone():
    content = book(["a"], ["1"], change=lambda made: made.create_sheet("other").append(["no"]))
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    assert cells(out.getvalue(), "a.xlsm") == [["a"], ["1"]]


def test_a_size_the_file_claims_is_not_believed():
    source = zipfile.ZipFile(io.BytesIO(book(["a"], ["1"])))
    files = {name: source.read(name) for name in source.namelist()}
    sheet = files["xl/worksheets/sheet1.xml"]
    assert b'ref="A1:A2"' in sheet
    files["xl/worksheets/sheet1.xml"] = sheet.replace(b"A1:A2", b"A1:XFD1048576")
    assert cells(parts(**files), "a.xlsx") == [["a"], ["1"]]
    files["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="2"', b'r="999999999999"')
    with pytest.raises(Refused):
        read(parts(**files), "a.xlsx")


# What is refused, in a sentence

ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
)
REFUSED = {
    "empty": (b"", "empty"),
    "blank lines": (b"\n ; \n\n", "empty"),
    "BOM alone": (b"\xef\xbb\xbf", "empty"),
    "ZIP renamed": (parts(**{"a.txt": "x"}), "ZIP"),
    "text renamed": (b"name;city\n", "whatever its name says"),
    "broken ZIP": (b"PK\x03\x04" + bytes(50), "cannot be read"),
    "hollow XLSX": (
        parts(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}),
        "cannot be read",
    ),
    "password": (ENCRYPTED, "password"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old format"),
    "PDF": (b"%PDF-1.7 ...", "whatever"),
    "too large": (b"a" * 5_000_001, "too large"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_is_refused_in_words(case):
    content, words = REFUSED[case]
    with pytest.raises(Refused, match=words):
        read(content, "" if words == "empty" else "list.xlsx")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b\nOdette\x00;c\n", "no text"),
        (b"\x81\x8d\x8f\xff", "no text"),
        (b"%PDF-1.7", "no table"),
        (b'a;b\n"never closed;c\n', "quotation mark"),
        (b"a\n" * 5_001, "too long"),
        (b"\n" * 100_001 + b"a\n", "too long"),
        (b";".join([b"a"] * 101), "too wide"),
        (b"a;b\n" + b"x" * 10_001, "more text"),
        ('a;b\n"' + "x" * 200_000, "quotation mark"),
    ],
)
def test_what_no_csv_should_be_is_refused_in_words(content, words):
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(Refused, match=words):
        read(content, "list.csv")


def test_a_bomb_is_not_unpacked():
    files = {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}
    with pytest.raises(Refused, match="unpacked"):
        read(parts(**files, **{"xl/worksheets/sheet1.xml": b"\0" * 101_000_000}), "a.xlsx")
    many = {f"p{number}": "" for number in range(1_001)}
    with pytest.raises(Refused, match="unpacked"):
        read(parts(**files, **many), "a.xlsx")


def test_a_hundred_thousand_rows_are_refused_before_they_are_all_read():
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    for number in range(100_000):
        sheet.append([number])
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(Refused, match="too long"):
        read(out.getvalue(), "a.xlsx")


def test_three_megabytes_are_read():
    rows = [["n", "t"], *([str(n), "x" * 600] for n in range(4_900))]
    content = writing.csv_file(rows[0], rows[1:])
    assert 2_900_000 < len(content) < reading.LARGEST
    assert cells(content) == rows


def test_names_written_from_right_to_left_stay_as_they_are():
    rows = [["Nom"], ["שרה ‮evil‬ مريم"]]
    for kind in (writing.CSV, writing.XLSX):
        assert cells(writing.table_file(kind, rows[0], rows[1:]), f"a.{kind}") == rows
