"""The one place where time comes from.

Moments are aware and in UTC; a local day is a `date` in the zone of the person it concerns.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment in UTC, or the one set by `at`."""
    return _moment.get() or datetime.now(UTC)


def today(zone: str = "Europe/Paris") -> date:
    """The local day in `zone` (an IANA name)."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime | date) -> Iterator[datetime]:
    """Act as if it were `moment`; a bare day means noon in Paris. For the demo and the tests."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12), ZoneInfo("Europe/Paris"))
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _moment.reset(token)
