from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from coachpractice.ui.fields import DayField, MoneyField


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("960", 96000),
        ("960 €", 96000),
        ("€960", 96000),
        ("120,5", 12050),
        ("120.50", 12050),
        ("1 234,50", 123450),
        ("1\xa0234,50\xa0€", 123450),
        ("1\u202f234,50", 123450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1.234", 123400),
        ("0", 0),
    ],
)
def test_an_amount_is_taken_as_people_type_it(typed, cents):
    assert MoneyField().clean(typed) == cents


@pytest.mark.parametrize(
    "typed", ["x", "-5", "12,345,6", "1,2345", "12e3", "12 euros", "٣", "1000000,01", "1" * 400]
)
def test_anything_else_is_refused_in_words(typed):
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


def test_an_amount_outside_its_limits_is_told_the_limit():
    with translation.override("en"), pytest.raises(ValidationError, match="at least €1"):
        MoneyField(least=100).clean("0,99")


@pytest.mark.parametrize(("language", "shown"), [("fr", "1\xa0234,50"), ("en", "1,234.50")])
def test_an_amount_comes_back_as_one_would_type_it_and_can_be_sent_again(language, shown):
    field = MoneyField()
    with translation.override(language):
        assert field.prepare_value(123450) == shown
    assert field.clean(shown) == 123450
    assert field.prepare_value("12 euros") == "12 euros"


def test_an_optional_amount_may_be_empty():
    assert MoneyField(required=False).clean("") is None


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("typed", ["23/11/2026", "23/11/26", "23.11.2026", "2026-11-23"])
def test_a_day_is_typed_day_first_in_both_languages(language, typed):
    with translation.override(language):
        assert DayField().clean(typed) == date(2026, 11, 23)


def test_a_day_that_does_not_exist_is_refused_and_a_known_one_comes_back_as_typed():
    with pytest.raises(ValidationError):
        DayField().clean("31/02/2026")
    field = DayField()
    assert field.widget.format_value(date(2026, 11, 1)) == "01/11/2026"
