"""How the example is told: several stories, each at days and hours of its own, in their order.

A story is a generator. It yields how long ago its next part happens, and acts by the apps'
own actions once it is called again.
"""

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from coachpractice import clock
from coachpractice.jobs import actions as jobs

_ZONE = "Europe/Paris"
_PAUSE = timedelta(minutes=3)  # between two parts of a story, at least
_SATURDAY = 5


@dataclass(frozen=True)
class Ago:
    """That many days before today at « 9:12 », on the Friday before if it is a weekend; or some
    minutes later."""

    days: int
    hour: str
    minutes: int = 0

    def later(self, minutes: int) -> "Ago":
        return replace(self, minutes=self.minutes + minutes)

    @property
    def moment(self) -> datetime:
        """Seen from now: the real one, before any story sets the clock."""
        day = clock.today(_ZONE) - timedelta(days=self.days)
        day -= timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
        start = datetime.combine(day, time.fromisoformat(f"{self.hour:0>5}"), ZoneInfo(_ZONE))
        return start + timedelta(minutes=self.minutes)


Story = Iterator[Ago]


def tell(*stories: Story, later: Collection[str] = ()) -> None:
    """Play the stories with the clock set to each part, and what becomes due of jobs in between.
    Jobs named in `later` are left to the worker. No moment comes before the one told before it."""
    now = clock.now()
    waiting = [(next(story).moment, turn, story) for turn, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        moment, turn, story = heapq.heappop(waiting)
        with clock.at(moment):
            _work(later, until=now)
            following = next(story, None)
            _work(later, until=now)
        if following is not None:
            heapq.heappush(waiting, (max(following.moment, moment + _PAUSE), turn, story))


def _work(later: Collection[str], *, until: datetime) -> None:
    jobs.put_off(later, until=until)
    jobs.run_due()
