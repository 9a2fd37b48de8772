"""What we write is never evaluated, and comes back as it was."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachpractice.tables import reading, writing
from coachpractice.tables.guard import shield, unshield

DANGEROUS = [
    "=1+1", "+33 6 12", "-2", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example")', "＝1", "\n=1",
]  # fmt: skip
HARMLESS = ["Odette", "'t Hooft", "O’Brien", "''", "a=b", "1-2", "", "_x0041_", "x_x005F_x000A_"]


@pytest.mark.parametrize("value", DANGEROUS)
def test_no_cell_of_a_csv_begins_like_a_formula(value):
    content = writing.csv_file(["a", "b"], [[value, "x"]])
    [_, (first, _second)] = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert first[0] == "'"


def test_no_cell_of_an_xlsx_is_a_formula_or_a_number():
    content = writing.xlsx_file(["a"], [[value] for value in [*DANGEROUS, "0612", "TRUE"]])
    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert set(re.findall(r'<c [^>]*t="(\w+)"', xml)) == {"inlineStr"}
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize("kind", [writing.CSV, writing.XLSX])
def test_what_we_wrote_comes_back_as_it_was(kind):
    values = [*DANGEROUS, *HARMLESS, *(f"'{each}" for each in DANGEROUS), "\x07bell", "two\nlines"]
    rows = [[f"row{n}", value, "end"] for n, value in enumerate(values)]
    content = writing.table_file(kind, ["n", "v", "e"], rows)
    assert [list(line.cells) for line in reading.read(content)][1:] == rows


SIGNS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\r\n='+")
TEXTS = st.text(SIGNS, max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_whatever_was_written_comes_back(pairs):
    rows = [["mark", one, other, "end"] for one, other in pairs]
    for kind in (writing.CSV, writing.XLSX):
        content = writing.table_file(kind, ["m", "a", "b", "e"], rows)
        assert [list(line.cells) for line in reading.read(content)][1:] == rows


@given(TEXTS)
def test_the_shield_comes_off_again(text):
    assert unshield(shield(text)) == text


def test_the_csv_opens_in_a_french_excel():
    content = writing.csv_file(["Nom", "Ville"], [["Zoë", "a;b"]])
    assert content == '\ufeffNom;Ville\r\nZoë;"a;b"\r\n'.encode()
