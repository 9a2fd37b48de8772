"""Put off and bring back; choose one's mails; open and close the calendar."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.links import actions as links
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.reminders import events, feed, schedule
from coachpractice.reminders.models import Settings, Snooze
from coachpractice.reminders.waiting import Today
from coachpractice.ui.formats import day_text

LONGEST = timedelta(days=366)
CHOICES = ("deadlines", "digest_day", "hour")


@transaction.atomic
def put_off(*, by: Membership, source: str, subject: UUID, until: date) -> Snooze:
    """Keep something that waits for `by` from their page until that day; asked again, the day
    changes. Mails about its deadline go all the same.

    Refused for a day that is past, more than a year away or beyond what it is due on, and for
    what does not wait any more.
    """
    today = Today(by)
    found = next((each for each in today.everything if each.key == (source, subject)), None)
    if found is None:
        raise Refused(_("This does not wait for you any more."))
    if not today.day < until <= today.day + LONGEST:
        raise Refused(_("Choose a day from tomorrow on, within a year."), "until")
    if found.due.day and not found.may_wait_until(until):
        last = day_text(found.due.day, get_language() or "")
        raise Refused(_("It is due on %(day)s: choose a day before.") % {"day": last}, "until")
    snooze, _made = Snooze.objects.update_or_create(
        member=by,
        source=source,
        subject=subject,
        defaults={"practice_id": by.practice_id, "until": until},
    )
    journal.record(events.PUT_OFF, snooze, by=by, source=source, about=subject, until=until)
    return snooze


@transaction.atomic
def bring_back(*, by: Membership, source: str, subject: UUID) -> None:
    """Show again what was put off."""
    mine = Snooze.objects.visible_to(by).filter(source=source, subject=subject)
    for snooze in mine.select_for_update(of=("self",)):
        journal.record(events.BROUGHT_BACK, snooze, by=by, source=source, about=subject)
        snooze.delete()


def settings_of(member: Membership) -> Settings:
    """What `member` chose; what everybody begins with, not saved, where they chose nothing yet."""
    kept = Settings.objects.visible_to(member).first()
    return kept or scheduled(Settings(practice_id=member.practice_id, member=member))


@transaction.atomic
def choose(*, by: Membership, **choices: Any) -> Settings:
    """Change which mails `by` gets; `choices` are any of `CHOICES`. A weekly mail is never sent
    twice for one week, whatever day is chosen."""
    Settings.objects.bulk_create([settings_of(by)], ignore_conflicts=True)
    mine = Settings.objects.select_for_update(of=("self",)).get(member=by)
    changed = [name for name in CHOICES if name in choices and _set(mine, name, choices[name])]
    if changed:
        scheduled(mine).save()
        said: dict[str, Any] = dict.fromkeys(changed, True)
        journal.record(events.CHANGED, mine, by=by, **said)
    return mine


def _set(row: Settings, name: str, value: Any) -> bool:
    before = getattr(row, name)
    setattr(row, name, value)
    return before != value


def scheduled(settings: Settings) -> Settings:
    """With the moment of the next weekly mail, by the clock of whoever gets it."""
    zone, day = settings.member.user.timezone, settings.digest_day
    settings.next_digest_at = (
        None if day is None else schedule.next_weekly(day, settings.hour, zone, clock.now())
    )
    return settings


@transaction.atomic
def open_calendar(*, by: Membership) -> str:
    """Make the address of `by`'s calendar; an older one stops working. Returns the new one."""
    link = links.issue(purpose=feed.PURPOSE, holder=by.pk, practice=by.practice_id, life=feed.LIFE)
    journal.record(events.CALENDAR_OPENED, link, by=by)
    return feed.address(link)


@transaction.atomic
def close_calendar(*, by: Membership) -> None:
    """Revoke the address of `by`'s calendar."""
    link = feed.link_of(by)
    if link is None:
        return
    links.close(purpose=feed.PURPOSE, holder=by.pk)
    journal.record(events.CALENDAR_CLOSED, link, by=by)
