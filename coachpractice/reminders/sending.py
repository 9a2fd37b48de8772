"""The hourly job: post what is due, once.

It may run at any moment, any number of times, and several at once; what was posted is known by rows
of the same transaction (`Reminded`, `Digest`). It asks for the rows whose date lies on the days
that were reached since it last ran, and for the weekly moments that are past: what it costs grows
with what is due. When it did not run for days, the latest missed threshold of each row is told.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from coachpractice import clock
from coachpractice.mail.actions import post
from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import DEADLINES, Deadline
from coachpractice.reminders import schedule
from coachpractice.reminders.actions import scheduled
from coachpractice.reminders.models import Digest, Reminded, Settings, Snooze, Sweep

logger = logging.getLogger(__name__)
AT_ONCE = 500


@dataclass(frozen=True, order=True)
class Telling:
    """One row of a deadline, and the threshold its member is to be told of."""

    source: str
    subject: UUID
    day: date
    threshold: int


def remind() -> int:
    """Post every reminder and weekly mail that is due and was not posted yet; returns how many.

    A deadline whose rows cannot be read, or a member whose mail cannot be posted, keeps nobody
    else from theirs and is made up for by the next run.
    """
    now = clock.now()
    _once_a_day(now)
    by_member: dict[Membership, list[Telling]] = defaultdict(list)
    swept = set()
    for deadline in DEADLINES:
        try:
            for member, telling in _reached(deadline, _since(deadline, now), now):
                by_member[member].append(telling)
        except Exception as error:  # whatever it is, the other deadlines are not to wait for it
            logger.error("Deadline %s: %s", deadline.name, type(error).__name__)
        else:
            swept.add(deadline.name)
    posted = 0
    for member, tellings in by_member.items():
        try:
            posted += _tell(member, tellings)
        except Exception as error:
            logger.error("Reminders of %s: %s", member.pk, type(error).__name__)
            swept -= {telling.source for telling in tellings}
    _note(swept, now)
    return posted + _digests(now)


def _since(deadline: Deadline, now: datetime) -> datetime:
    """When its rows were last looked through; the first time, nothing was missed before."""
    last = Sweep.objects.filter(source=deadline.name).first()
    return last.until if last else now


def _note(swept: set[str], now: datetime) -> None:
    fresh = [Sweep(source=name, until=now) for name in sorted(swept)]
    Sweep.objects.bulk_create(fresh, ignore_conflicts=True)
    Sweep.objects.filter(source__in=swept, until__lt=now).update(until=now)


# Deadlines --------------------------------------------------------------------------------------


def _reached(
    deadline: Deadline, since: datetime, now: datetime
) -> Iterator[tuple[Membership, Telling]]:
    """The rows that reached a threshold of which their member was not told."""
    rows = list(_candidates(deadline, since, now))
    known = Reminded.objects.filter(source=deadline.name, subject__in=[row.pk for row in rows])
    told = set(known.values_list("member", "subject", "day", "threshold"))
    for row in rows:
        member = _follow(row, deadline.coach)
        day = getattr(row, deadline.field)
        reached = _threshold(deadline, row, since, now)
        if reached is not None and (member.pk, row.pk, day, reached) not in told:
            yield member, Telling(deadline.name, row.pk, day, reached)


def _candidates(deadline: Deadline, since: datetime, now: datetime) -> Any:
    """The rows whose date lies on one of the days in question, with whom they concern."""
    days = reduce(
        or_,
        (
            Q(**{f"{deadline.field}__range": span})
            for span in schedule.spans(since, now, deadline.thresholds)
        ),
    )
    coach = deadline.coach
    rows = deadline.rows().filter(days, **{f"{coach}__left_at": None})
    return rows.select_related(f"{coach}__user", f"{coach}__reminder_settings")


def _threshold(deadline: Deadline, row: Any, since: datetime, now: datetime) -> int | None:
    """The one to be told of now, by the clock of whom it concerns: wanted, its hour come since the
    last run, and not before the row was known."""
    member: Membership = _follow(row, deadline.coach)
    kept: Settings = getattr(member, "reminder_settings", None) or Settings()
    zone, until = member.user.timezone, getattr(row, deadline.field)
    reached = schedule.threshold(until, clock.today(zone), deadline.thresholds)
    if reached is None or not kept.deadlines:
        return None
    told_at = schedule.told_at(until, reached, kept.hour, zone)
    known = _follow(row, deadline.since).astimezone(ZoneInfo(zone)).date()
    lived = known <= until - timedelta(days=reached)
    return reached if lived and since - schedule.BEHIND < told_at <= now else None


def _follow(row: Any, lookup: str) -> Any:
    return reduce(getattr, lookup.split("__"), row)


@transaction.atomic
def _tell(member: Membership, tellings: list[Telling]) -> bool:
    """Owe the mail to `member` together with the rows that say so; False when another run does.

    Two runs insert in one order, so that neither waits for the other in a circle.
    """
    letter = uuid4()
    rows = [
        Reminded(
            practice_id=member.practice_id,
            member=member,
            source=each.source,
            subject=each.subject,
            day=each.day,
            threshold=each.threshold,
            letter=letter,
        )
        for each in sorted(tellings)
    ]
    Reminded.objects.bulk_create(rows, ignore_conflicts=True)
    if not Reminded.objects.filter(letter=letter).exists():
        return False
    post("reminders.deadlines", letter=letter)
    return True


# The weekly mail --------------------------------------------------------------------------------


def _digests(now: datetime) -> int:
    due = Settings.objects.filter(next_digest_at__lte=now, member__left_at=None)
    posted = 0
    for settings in due.select_related("member__user"):
        try:
            posted += _digest(settings, now)
        except Exception as error:
            logger.error("Weekly mail of %s: %s", settings.member_id, type(error).__name__)
    return posted


@transaction.atomic
def _digest(settings: Settings, now: datetime) -> bool:
    """Owe the mail of the week whose moment came last, and set the next moment; False when it was
    posted before."""
    member, was = settings.member, settings.next_digest_at
    assert settings.digest_day is not None
    zone = member.user.timezone
    moment = schedule.last_weekly(settings.digest_day, settings.hour, zone, now)
    mine = Settings.objects.filter(pk=settings.pk, next_digest_at=was)
    if not mine.update(next_digest_at=scheduled(settings).next_digest_at):
        return False
    year, week = schedule.iso_week(moment, zone)
    digest = Digest(practice_id=member.practice_id, member=member, year=year, week=week)
    Digest.objects.bulk_create([digest], ignore_conflicts=True)
    if not Digest.objects.filter(pk=digest.pk).exists():
        return False
    post("reminders.digest", digest=digest.pk)
    return True


# Once a day -------------------------------------------------------------------------------------


def _once_a_day(now: datetime) -> None:
    """Give settings to whoever is new, and forget what was put off to a day long past."""
    last = Sweep.objects.filter(source=DAILY).first()
    if last and last.until.date() == now.date():
        return
    enrol()
    Snooze.objects.filter(until__lt=(now - schedule.WEEK * 4).date()).delete()
    _note({DAILY}, now)


DAILY = "once-a-day"


def enrol() -> None:
    """The settings everybody begins with, for members who have none."""
    new = Membership.objects.active().filter(reminder_settings=None).select_related("user")
    fresh = [scheduled(Settings(practice_id=member.practice_id, member=member)) for member in new]
    Settings.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=AT_ONCE)
