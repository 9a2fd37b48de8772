"""When something is told: thresholds before a day, and the weekly moment. No Django.

"60 days before" is a difference of dates on the calendar of whoever is told: changes of clocks and
the 29th of February are days like others, and no month is longer than it is. An hour of the day is
one of their clock: where clocks skip it, the moment comes as much later; where they show it twice,
it is the first.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# Local days lie at most so far from the day of UTC; an hour of the day may come a day later still.
BEHIND, AHEAD = timedelta(hours=12 + 24), timedelta(hours=14)

Span = tuple[date, date]


def threshold(until: date, today: date, thresholds: Iterable[int]) -> int | None:
    """The latest threshold that was reached; None before the first and after the day itself."""
    left = (until - today).days
    return min((days for days in thresholds if days >= left), default=None) if left >= 0 else None


def told_at(until: date, days: int, hour: int, zone: str) -> datetime:
    """The moment from which the mail of a threshold may go."""
    return at(until - timedelta(days=days), hour, zone)


def spans(since: datetime, now: datetime, thresholds: Iterable[int]) -> list[Span]:
    """The dates that a row must have to reach a threshold, anywhere on earth, between the two
    moments: first and last, without overlaps. Wider than that by up to two days."""
    first, last = (since - BEHIND).date(), (now + AHEAD).date()
    found: list[Span] = []
    for days in sorted(thresholds):
        begin, end = first + timedelta(days=days), last + timedelta(days=days)
        if found and begin <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return found


def at(day: date, hour: int, zone: str) -> datetime:
    """That hour of a local day, in UTC."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def next_weekly(weekday: int, hour: int, zone: str, after: datetime) -> datetime:
    """The first such moment after `after`. 0 is Monday."""
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    moment = at(day, hour, zone)
    return moment if moment > after else at(day + WEEK, hour, zone)


def last_weekly(weekday: int, hour: int, zone: str, now: datetime) -> datetime:
    """The latest such moment that is not after `now`."""
    return at(
        next_weekly(weekday, hour, zone, now).astimezone(ZoneInfo(zone)).date() - WEEK, hour, zone
    )


def iso_week(moment: datetime, zone: str) -> tuple[int, int]:
    """The year and week, by ISO 8601, of the local day."""
    year, week, _ = moment.astimezone(ZoneInfo(zone)).date().isocalendar()
    return year, week
