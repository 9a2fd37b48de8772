from datetime import UTC, date, datetime

import pytest

from coachpractice.ui import formats

NOON = datetime(2026, 11, 23, 13, 32, tzinfo=UTC)
FIRST, LATER = date(2026, 11, 1), date(2026, 8, 23)


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        (LATER, "fr", "23\xa0août\xa02026"),
        (FIRST, "fr", "1er\xa0novembre\xa02026"),
        (LATER, "en", "23\xa0August\xa02026"),
        (FIRST, "en", "1\xa0November\xa02026"),
        (LATER, "fr-ca", "23\xa0août\xa02026"),
        (LATER, "en-gb", "23\xa0August\xa02026"),
        (LATER, "de", "23\xa0août\xa02026"),
    ],
)
def test_a_day_in_words(day, language, words):
    assert formats.day_text(day, language) == words


def test_a_day_in_a_narrow_column_and_with_its_weekday():
    assert formats.short_day_text(FIRST, "fr") == "1er\xa0nov."
    assert formats.short_day_text(FIRST, "en") == "1\xa0Nov"
    assert formats.long_day_text(FIRST, "fr") == "dimanche 1er\xa0novembre\xa02026"
    assert formats.long_day_text(FIRST, "en") == "Sunday 1\xa0November\xa02026"


def test_a_moment_is_told_in_the_zone_asked_for():
    assert formats.moment_text(NOON, "Europe/Paris", "fr") == (
        "23\xa0novembre\xa02026 à\xa014\xa0h\xa032"
    )
    assert formats.moment_text(NOON, "America/Montreal", "en") == (
        "23\xa0November\xa02026 at\xa08:32"
    )
    assert formats.moment_text(NOON, "Pacific/Auckland", "fr") == (
        "24\xa0novembre\xa02026 à\xa02\xa0h\xa032"
    )


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (96000, "960\xa0€", "€960"),
        (123450, "1\xa0234,50\xa0€", "€1,234.50"),
        (5, "0,05\xa0€", "€0.05"),
        (0, "0\xa0€", "€0"),
        (-1250, "−12,50\xa0€", "−€12.50"),
        (123456789000, "1\xa0234\xa0567\xa0890\xa0€", "€1,234,567,890"),
    ],
)
def test_an_amount_in_euros(cents, french, english):
    assert formats.money_text(cents, "fr") == french
    assert formats.money_text(cents, "en") == english


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (45, "45\xa0min", "45\xa0min"),
        (60, "1\xa0h", "1\xa0h"),
        (15450, "257\xa0h\xa030", "257\xa0h\xa030\xa0min"),
        (65, "1\xa0h\xa005", "1\xa0h\xa005\xa0min"),
    ],
)
def test_a_total_of_minutes(minutes, french, english):
    assert formats.hours_text(minutes, "fr") == french
    assert formats.hours_text(minutes, "en") == english


def test_the_length_of_a_session_stays_in_minutes():
    assert formats.minutes_text(90, "fr") == "90\xa0min"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Hélène Aubépine", "HA"),
        ("Jean-Marc de la Tour", "JT"),
        ("Cher", "C"),
        ("", ""),
        ("- ’", ""),
    ],
)
def test_initials_are_those_of_the_first_and_last_word(name, letters):
    assert formats.initials(name) == letters
