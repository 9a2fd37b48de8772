from datetime import UTC, date, datetime

import pytest

from clients import ages
from clients.models import Client
from coachpractice import clock
from tests.clients.factories import ClientFactory


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 11, 23), date(2026, 11, 23), 18),
        (date(2011, 11, 24), date(2026, 11, 23), 14),
        (date(2011, 11, 23), date(2026, 11, 23), 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2008, 3, 1), date(2026, 2, 28), 17),
        (date(2008, 3, 1), date(2026, 3, 1), 18),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 24), date(2026, 11, 23), -1),
        (date(1, 1, 1), date(9999, 12, 31), 9998),
    ],
)
def test_an_age_is_in_full_years(born_on, day, age):
    assert ages.age_on(born_on, day) == age


@pytest.mark.parametrize(
    ("born_on", "day"),
    [
        (date(2008, 11, 23), date(2026, 11, 23)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2010, 2, 28), date(2028, 2, 28)),
        (date(2008, 12, 31), date(2026, 12, 31)),
    ],
)
def test_somebody_comes_of_age_on_a_birthday(born_on, day):
    assert ages.comes_of_age(born_on) == day


@pytest.mark.parametrize(
    ("day", "jointly"), [(date(2026, 11, 22), True), (date(2026, 11, 23), False)]
)
def test_below_15_child_and_parent_consent_together(alice, day, jointly):
    with clock.at(date(2026, 1, 5)):
        child = ClientFactory(by=alice, minor=True, born_on=date(2011, 11, 23))
    assert child.consents_jointly(day) is jointly


def test_an_adult_s_age_is_not_known(alice):
    adult = ClientFactory(by=alice)
    day = date(2026, 11, 23)
    assert (adult.age_on(day), adult.consents_jointly(day), adult.is_of_age(day)) == (
        None, False, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "of_age"),
    [
        # Midnight in Paris, a day before and after the clocks are put back
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), True),
    ],
)
def test_the_day_is_the_coach_s_own(alice, moment, of_age):
    with clock.at(date(2026, 1, 5)):
        child = ClientFactory(by=alice, minor=True, born_on=date(2008, 10, 25))
    with clock.at(moment):
        day = clock.today(alice.practice.timezone)
        assert child.is_of_age(day) is of_age
        found = Client.objects.of_coach(alice).minors_of_age(day)
        assert list(found) == ([child] if of_age else [])
