"""The example's stories happen on working days, in one order, and leave slow jobs to the worker."""

from datetime import UTC, datetime, timedelta

import pytest

from coachpractice import clock
from coachpractice.jobs.actions import enqueue
from coachpractice.jobs.models import Job
from coachpractice.practices.stories import Ago, tell

SUNDAY = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize("days", range(14))
def test_nothing_happens_on_a_weekend(days):
    with clock.at(SUNDAY):
        moment = Ago(days, "9:12").moment
    assert moment.weekday() < 5
    assert (moment.hour, moment.minute) == (9, 12)
    assert timedelta() <= SUNDAY.date() - moment.date() - timedelta(days=days) <= timedelta(days=2)


def test_two_stories_are_told_in_one_order(db):
    told = []

    def story(name, *moments):
        for each in moments:
            yield each
            told.append((name, clock.now()))

    with clock.at(SUNDAY):
        tell(
            story("one", Ago(9, "9:00"), Ago(3, "9:00"), Ago(3, "8:00")),
            story("other", Ago(5, "9:00"), Ago(3, "9:01")),
        )
    assert [name for name, _at in told] == ["one", "other", "one", "other", "one"]
    moments = [at for _name, at in told]
    assert moments == sorted(set(moments))


def test_slow_jobs_wait_for_the_worker(db):
    def story():
        yield Ago(9, "9:00")
        enqueue("signing.seal", envelope="00000000-0000-0000-0000-000000000000")

    with clock.at(SUNDAY):
        tell(story(), later=["signing.seal"])
    job = Job.objects.get()
    assert job.attempts == 0
    assert job.run_after == SUNDAY
