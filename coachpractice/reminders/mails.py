"""Mails about what is due. They travel unsealed: codes and numbers, no name."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.mails import Letter, mail
from coachpractice.registry.reminders import DEADLINES, days_left
from coachpractice.reminders.models import Digest, Reminded
from coachpractice.reminders.waiting import Today, Waiting
from coachpractice.ui.formats import day_text

SHOWN = 20


@mail("reminders.deadlines")
def deadlines(*, letter: str) -> Letter | None:
    """What falls due; of what was told then, only that which still does."""
    rows = list(Reminded.objects.filter(letter=letter).select_related("member__user"))
    if not rows or rows[0].member.left_at:
        return None
    member = rows[0].member
    with translation.override(member.user.language):
        lines = sorted(_still_due(rows, clock.today(member.user.timezone)))
        return _letter(member, _("A date is coming"), "deadlines", lines) if lines else None


def _still_due(rows: list[Reminded], today: date) -> Iterator[tuple[date, str]]:
    """Each with its date, in words."""
    by_source: dict[str, dict[UUID, date]] = defaultdict(dict)
    for row in rows:
        by_source[row.source][row.subject] = row.day
    for source, days in by_source.items():
        if source not in DEADLINES:
            continue
        deadline = DEADLINES.get(source)
        for row in deadline.rows().filter(pk__in=days):
            day = getattr(row, deadline.field)
            if day == days[row.pk] and day >= today:
                yield day, _line(deadline.plain(row), day, today)


@mail("reminders.digest")
def digest(*, digest: str) -> Letter | None:
    """What waits this week, as it stands when the mail is written; None when nothing does."""
    week = Digest.objects.select_related("member__user", "member__practice").get(pk=digest)
    member = week.member
    if member.left_at:
        return None
    with translation.override(member.user.language):
        page = Today(member)
        waiting = [each for each in page.tasks if each.due.notify]
        if not waiting:
            return None
        lines = [(each.when, _waits(each, page.day)) for each in waiting[:SHOWN]]
        subject = ngettext(
            "%(number)s thing waits for you", "%(number)s things wait for you", len(waiting)
        ) % {"number": len(waiting)}
        return _letter(member, subject, "digest", lines, more=len(waiting) - len(lines))


def _waits(each: Waiting, today: date) -> str:
    plain, day = str(each.due.plain), each.due.day
    return _line(plain, day, today) if day else plain


def _line(plain: str, day: date, today: date) -> str:
    """« Le contrat 2026-001 (C-014) se termine : 22 janvier 2027, dans 60 jours »"""
    left = days_left(day, today)
    words = {"what": plain, "day": day_text(day, translation.get_language() or "")}
    return _("%(what)s: %(day)s, %(left)s") % {**words, "left": left[:1].lower() + left[1:]}


def _letter(
    member: Membership,
    subject: str,
    template: str,
    lines: list[tuple[date, str]],
    more: int = 0,
) -> Letter:
    return Letter(
        to=member.user.email,
        language=member.user.language,
        subject=subject,
        template=f"reminders/mail/{template}",
        context={
            "lines": [words for _day, words in lines],
            "more": more,
            "url": settings.PUBLIC_URL + reverse("reminders:today"),
            "settings_url": settings.PUBLIC_URL + reverse("reminders:settings"),
        },
    )
