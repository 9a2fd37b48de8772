"""A table held against what it should be: errors by line and column."""

import pytest

from coachpractice.registry.errors import Refused
from coachpractice.tables.reading import read
from coachpractice.tables.sheets import Column, Sheet, preview


def whole(text):
    if not text.isdecimal():
        raise Refused("Write a whole number.")
    return int(text)


SHEET = Sheet(
    "rooms",
    (
        Column("name", "Nom de la pièce", "Room", also=("pièce",), required=True),
        Column("seats", "Places assises", "Seats", clean=whole, empty=0),
        Column("code", "Code", "Code", written_only=True),
    ),
)


def seen(text, **more):
    return preview(SHEET, read(text.encode()), **more)


@pytest.mark.parametrize(
    "headings",
    ["Nom de la pièce;Places assises", "PIECE ;places  ASSISES", "room;seats", "Room *;Seats :"],
)
def test_a_heading_is_known_in_either_language_whatever_its_case_and_accents(headings):
    found = seen(f"{headings}\nSalon;4\n")
    assert [row.values for row in found.good] == [{"name": "Salon", "seats": 4}]


def test_a_fault_stands_at_its_line_and_column():
    found = seen("Room;Seats;Colour\nSalon;4;red\n\n;many;blue\nCave;;\n")
    assert [(row.number, row.values) for row in found.good] == [
        (2, {"name": "Salon", "seats": 4}), (5, {"name": "Cave", "seats": 0}),
    ]  # fmt: skip
    [bad] = found.bad
    assert (bad.number, sorted(bad.faults), bad.faults["seats"]) == (
        4, ["name", "seats"], "Write a whole number.",
    )  # fmt: skip
    assert (found.columns, found.ignored) == ([("name", "Room"), ("seats", "Seats")], ["Colour"])


def test_faults_between_lines_are_found_by_whoever_asks():
    def look(rows):
        rows[1].faults["name"] = "As above."

    found = seen("Room\nA\nA\n", look=look)
    assert [row.number for row in found.bad] == [3]


def test_a_column_that_is_only_written_is_known_and_not_read():
    found = seen("Code;Room\nX1;Salon\n")
    assert (found.ignored, found.good[0].values) == ([], {"name": "Salon", "seats": 0})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Seats\n4\n", "Nom de la pièce / Room"),
        ("Salon;4\nCave;2\n", "must name the columns"),
        ("Room;Pièce\na;b\n", "Room and Pièce"),
        ("Room;Seats\n", "nothing below"),
    ],
)
def test_columns_that_cannot_be_made_out_are_refused(text, words):
    with pytest.raises(Refused, match=words):
        seen(text)
