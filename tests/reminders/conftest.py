from datetime import UTC, date, datetime

import pytest

from coachpractice import clock
from coachpractice.ethics.models import Edition
from coachpractice.practices.models import Membership
from coachpractice.reminders import actions, sending
from contracts.models import Contract
from tests.contracts.conftest import coach, edition
from tests.contracts.factories import concluded_by

__all__ = ["coach", "edition"]

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Paris


@pytest.fixture
def ending(coach: Membership, edition: Edition):
    """ending(day): a contract of Alice's that ends then, concluded long before. She has no weekly
    mail, which would come besides."""
    actions.choose(by=coach, digest_day=None)

    def make(day: date, by: Membership = coach, **facts) -> Contract:
        begin = date(day.year - 1, 1, 4)
        return concluded_by(by, on=begin, start_day=begin, end_day=day, **facts)

    return make


@pytest.fixture
def run():
    """run(moment): the hourly job, as if it were that moment; returns how many mails it posted."""

    def remind(moment: datetime = MORNING) -> int:
        with clock.at(moment):
            return sending.remind()

    return remind
