"""reminders.py of an app: what is due?

Three kinds of answers, each read by the Today page:

- a `@due` function says what waits for a member now and goes away by being done (a question, a
  signature);
- a `@deadline` class names rows with a date before which something must be done again (the end of
  a contract, of an insurance). It also feeds the reminder mails and the calendar;
- a `@step` is one of the first steps of a new practice, a `@panel` stands beside them all.

Nothing of it is stored: what was done is due no more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachpractice.registry.register import Register

LOOKS = ("missing", "due", "idle")  # of badges, the gravest first


@dataclass(frozen=True)
class Due:
    """Something that waits for one member, with the one page where it is done.

    `subject` is the row it is about: put off, it is known by it. `since` is when it began to wait,
    `day` the day by which it should be done. `words` may name a person, since only the member's
    own page shows them; `plain` says the same for mails, by codes and numbers alone. `notify`
    tells whether the weekly mail counts it.
    """

    subject: UUID
    since: datetime
    words: str | Promise
    hint: str | Promise
    url: str
    look: str
    label: str | Promise
    plain: str | Promise
    day: date | None = None
    notify: bool = True


@dataclass(frozen=True)
class Source:
    """`find(member, day)` asks a constant number of queries, however much is stored."""

    name: str
    find: Callable[[Any, date], Iterable[Due]]


SOURCES: Register[Source] = Register("source of what is due")


def due(name: str) -> Callable:
    """Register a function `find(member, day)` as a source; the name is stored when something is
    put off, so it never changes."""

    def keep(find: Callable[[Any, date], Iterable[Due]]) -> Callable[[Any, date], Iterable[Due]]:
        SOURCES.add(name, Source(name, find))
        return find

    return keep


class Deadline:
    """Rows that have a date, and what to say of one.

    `field` is that date, in clear and indexed: mails ask for the few rows whose date lies so many
    days ahead, never for all. `coach` is the lookup of the membership it concerns, `since` of the
    moment the row was first known: what was reached before then is not told any more.
    `thresholds` are the days before the date on which a mail goes, counted on the calendar (the
    29th of February and a change of clocks are a day like others), the furthest first; that is
    also how early the Today page shows it. `overdue` is how many days after the date it stays.
    """

    name: str = ""
    field: str = ""
    coach: str = "coach"
    since: str = "created_at"
    thresholds: tuple[int, ...] = (60, 30, 7)
    overdue: int = 0

    def rows(self) -> Any:
        """A queryset of everybody's rows for which nothing was done yet, with what the words need
        (`select_related`). The reader adds who, when, and the keys to the names."""
        raise NotImplementedError

    def plain(self, row: Any) -> str:
        """What is due, in the active language, by codes and numbers alone: for mails and
        calendars, which add the date."""
        raise NotImplementedError

    def due(self, row: Any, day: date) -> Due:
        """The row on the Today page of whom it concerns. The identity keys are there."""
        raise NotImplementedError

    def initials(self, row: Any) -> str:
        """Of whom it is about, for the calendar; the identity keys are there. "" for nobody."""
        return ""

    def first_day(self, row: Any) -> date:
        """The day from which the Today page shows it."""
        return getattr(row, self.field) - timedelta(days=max(self.thresholds))


DEADLINES: Register[Deadline] = Register("deadline")


def deadline(name: str) -> Callable:
    """Register a class as a deadline; the name is stored with each mail, so it never changes."""

    def keep(cls: type[Deadline]) -> type[Deadline]:
        cls.name = name
        DEADLINES.add(name, cls())
        return cls

    return keep


def days_left(until: date, day: date) -> str:
    """« Dans 7 jours », « Demain », « Aujourd’hui », « Il y a 2 jours »: a deadline's label."""
    left = (until - day).days
    if left == 0:
        return _("Today")
    if left == 1:
        return _("Tomorrow")
    if left > 0:
        return ngettext("In %(days)s day", "In %(days)s days", left) % {"days": left}
    return ngettext("%(days)s day ago", "%(days)s days ago", -left) % {"days": -left}


# Beginning ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One of the first steps of a new practice; done as soon as a record shows it. Without `url`
    it cannot be taken by whoever asks."""

    words: str | Promise
    hint: str | Promise
    url: str
    done: bool


@dataclass(frozen=True)
class FirstStep:
    name: str
    order: int
    find: Callable[[Any], Step]


STEPS: Register[FirstStep] = Register("first step")


def step(name: str, *, order: int) -> Callable:
    """Register a function `find(member)` as one of the first steps. They are shown in their order
    until the last one is done."""

    def keep(find: Callable[[Any], Step]) -> Callable[[Any], Step]:
        STEPS.add(name, FirstStep(name, order, find))
        return find

    return keep


@dataclass(frozen=True)
class Panel:
    """Something beside what is due. `template` is included with what `read(member, day)` returns;
    None leaves it out."""

    name: str
    order: int
    template: str
    read: Callable[[Any, date], Mapping[str, Any] | None]


PANELS: Register[Panel] = Register("panel")


def panel(name: str, *, template: str, order: int) -> Callable:
    """Register a function as what fills a panel of the Today page."""

    def keep(read: Callable[[Any, date], Mapping[str, Any] | None]) -> Callable:
        PANELS.add(name, Panel(name, order, template, read))
        return read

    return keep
