"""Thresholds are dates on a calendar, hours are on a clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coachpractice.reminders import schedule

PARIS = "Europe/Paris"
THRESHOLDS = (60, 30, 7)


@pytest.mark.parametrize(
    ("until", "today", "told"),
    [
        (date(2027, 1, 22), date(2026, 11, 22), None),  # 61 days before
        (date(2027, 1, 22), date(2026, 11, 23), 60),
        (date(2027, 1, 22), date(2026, 12, 22), 60),  # 31: the latest that was reached
        (date(2027, 1, 22), date(2026, 12, 23), 30),
        (date(2027, 1, 22), date(2027, 1, 15), 7),
        (date(2027, 1, 22), date(2027, 1, 22), 7),
        (date(2027, 1, 22), date(2027, 1, 23), None),  # past
        (date(2028, 3, 1), date(2028, 2, 23), 7),  # the 29th of February is a day
        (date(2027, 3, 1), date(2027, 2, 22), 7),  # where there is none
        (date(2028, 2, 29), date(2027, 12, 31), 60),
        (date(2027, 3, 31), date(2027, 2, 28), None),  # 31 days: a month's end is no threshold
        (date(2027, 3, 30), date(2027, 2, 28), 30),
    ],
)
def test_thresholds_are_differences_of_dates(until, today, told):
    thresholds = THRESHOLDS if told in (60, None) and (until - today).days > 31 else (30, 7)
    if (until - today).days == 31 and told == 60:
        thresholds = THRESHOLDS
    assert schedule.threshold(until, today, thresholds) == told


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        (date(2026, 11, 23), 8, datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (date(2026, 7, 6), 8, datetime(2026, 7, 6, 6, tzinfo=UTC)),
        (date(2027, 3, 28), 2, datetime(2027, 3, 28, 1, tzinfo=UTC)),  # skipped: three by the clock
        (date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),  # twice: the first
    ],
)
def test_an_hour_that_clocks_skip_or_show_twice_comes_once(day, hour, utc):
    assert schedule.at(day, hour, PARIS) == utc


@pytest.mark.parametrize("zone", [PARIS, "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu"])
@pytest.mark.parametrize("hour", [0, 2, 8, 23])
def test_weekly_moments_follow_each_other_across_a_year_of_clock_changes(zone, hour):
    moment, seen = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(53):
        moment = schedule.next_weekly(6, hour, zone, moment)
        seen.append(schedule.iso_week(moment, zone))
        assert moment.astimezone(ZoneInfo(zone)).weekday() == 6
        assert schedule.last_weekly(6, hour, zone, moment) == moment
        assert schedule.last_weekly(6, hour, zone, moment + timedelta(days=6)) == moment
        before = schedule.last_weekly(6, hour, zone, moment - timedelta(seconds=1))
        assert timedelta(days=6, hours=22) < moment - before < timedelta(days=7, hours=2)
    assert len(set(seen)) == 53


@pytest.mark.parametrize("zone", [PARIS, "Pacific/Kiritimati", "Etc/GMT+12", "America/St_Johns"])
@pytest.mark.parametrize("hour", [0, 8, 23])
@pytest.mark.parametrize("pause", [1, 72])
def test_every_threshold_falls_into_the_days_some_run_asks_for(zone, hour, pause):
    """Hour by hour through a change of clocks, or after days without a run: the first run after
    the moment of a mail asks for the rows it is about."""
    until = date(2027, 4, 27)
    told_at = schedule.told_at(until, 30, hour, zone)
    since = told_at - timedelta(hours=pause, minutes=-1)
    spans = schedule.spans(since, since + timedelta(hours=pause), THRESHOLDS)
    assert any(first <= until <= last for first, last in spans)


def test_spans_that_touch_are_one():
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert schedule.spans(now, now, (7, 8, 60)) == [
        (date(2026, 11, 28), date(2026, 12, 1)),
        (date(2027, 1, 20), date(2027, 1, 22)),
    ]
