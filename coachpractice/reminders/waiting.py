"""What waits for one member on one day: derived from the rows, put off or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.practices.mending import may_open
from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import (
    DEADLINES,
    LOOKS,
    PANELS,
    SOURCES,
    STEPS,
    Deadline,
    Due,
    FirstStep,
    Step,
)
from coachpractice.reminders.models import Snooze

SHOWN = 20  # rows before the rest is folded


@dataclass(frozen=True)
class Waiting:
    """Something due, on the page of `today`, and the day until which it is put off, if it is.
    `local_day` is since when it waits."""

    source: str
    due: Due
    local_day: date
    today: date
    until: date | None = None

    @property
    def key(self) -> tuple[str, UUID]:
        return self.source, self.due.subject

    @property
    def when(self) -> date:
        """The date it hangs from: when it falls due, else since when it waits."""
        return self.due.day or self.local_day

    @property
    def offers(self) -> list[tuple[date, str]]:
        """The days that putting off proposes; none beyond the day on which it is due."""
        words = {1: _("Tomorrow"), 7: _("In a week"), 30: _("In a month")}
        days = {self.today + timedelta(days=count): each for count, each in words.items()}
        return [(day, each) for day, each in days.items() if self.may_wait_until(day)]

    def may_wait_until(self, day: date) -> bool:
        """Not beyond the day on which it is due, unless that is past already."""
        due = self.due.day
        return due is None or due < self.today or day <= due


class Today:
    """The page of `member` as it stands now; `day` is their practice's."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.zone = member.practice.timezone
        self.day = clock.today(self.zone)

    @cached_property
    def everything(self) -> list[Waiting]:
        """All that is due, the gravest first, then by date."""
        put_off = {(row.source, row.subject): row.until for row in self._snoozes}
        found = [
            Waiting(
                name,
                each,
                each.since.astimezone(ZoneInfo(self.zone)).date(),
                self.day,
                put_off.get((name, each.subject)),
            )
            for name, each in self._due()
        ]
        return sorted(found, key=lambda each: (LOOKS.index(each.due.look), each.when))

    @cached_property
    def tasks(self) -> list[Waiting]:
        """What waits and was not put off."""
        return [each for each in self.everything if each.until is None]

    @property
    def shown(self) -> list[Waiting]:
        return self.tasks[:SHOWN]

    @property
    def folded(self) -> list[Waiting]:
        """What is too much for one look."""
        return self.tasks[SHOWN:]

    @cached_property
    def later(self) -> list[Waiting]:
        """What was put off, and would wait else; the first to come back first."""
        hidden = [each for each in self.everything if each.until]
        return sorted(hidden, key=lambda each: each.until or self.day)

    @cached_property
    def _snoozes(self) -> list[Snooze]:
        return list(Snooze.objects.visible_to(self.member).hiding(self.day))

    def _due(self) -> Iterator[tuple[str, Due]]:
        """An assistant is shown what they may do something about."""
        for name, each in self._found():
            if not self.member.is_assistant or may_open(each.url, self.member):
                yield name, each

    def _found(self) -> Iterator[tuple[str, Due]]:
        for source in SOURCES:
            for each in source.find(self.member, self.day):
                yield source.name, each
        for deadline in DEADLINES:
            for row in due_rows(deadline, self.member, self.day):
                yield deadline.name, deadline.due(row, self.day)

    @cached_property
    def steps(self) -> list[Step]:
        """A coach's first steps, until the last of them is done."""
        if self.member.is_assistant:
            return []
        in_order: list[FirstStep] = sorted(STEPS, key=lambda each: each.order)
        if not in_order or (last := in_order[-1].find(self.member)).done:
            return []
        return [*(each.find(self.member) for each in in_order[:-1]), last]

    def step_after(self, done: str) -> str:
        """Where the first steps go on, for whoever just left the page `done`; empty when nowhere,
        or when something is still missing on that very page."""
        onward = next((step.url for step in self.steps if step.url and not step.done), "")
        return "" if onward.partition("?")[0] == done else onward

    @property
    def steps_left(self) -> int:
        return sum(not step.done for step in self.steps)

    @cached_property
    def panels(self) -> list[str]:
        """What apps show a coach beside: rendered, in their order."""
        if self.member.is_assistant:
            return []
        read = (
            (each, each.read(self.member, self.day))
            for each in sorted(PANELS, key=lambda each: each.order)
        )
        return [
            render_to_string(each.template, dict(context))
            for each, context in read
            if context is not None
        ]


def due_rows(deadline: Deadline, member: Membership, day: date) -> Any:
    """The rows of a deadline that a member's page shows on `day`, with the keys to the names."""
    first = day - timedelta(days=deadline.overdue)
    last = day + timedelta(days=max(deadline.thresholds))
    return rows_of(deadline, member, first, last)


def rows_of(deadline: Deadline, member: Membership, first: date, last: date) -> Any:
    """A member's rows of a deadline from `first` to `last`, with the keys to the names."""
    coach = deadline.coach
    mine = {f"{coach}__in": member.assisted()} if member.is_assistant else {coach: member.pk}
    rows = deadline.rows().filter(**mine)
    return rows.filter(**{f"{deadline.field}__range": (first, last)}).unlocked("identity")
