"""A coach's deadlines as a calendar other programs subscribe to.

The address is a token as links have it: nothing of it is stored, a new one replaces it, and it can
be revoked. It opens this file and no page. Whoever finds it learns codes, contract numbers and
initials, no name.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vText

from coachpractice import clock
from coachpractice.links import tokens
from coachpractice.links.models import Link, State
from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import DEADLINES, Deadline
from coachpractice.reminders.waiting import rows_of

PURPOSE = "calendar"
LIFE = timedelta(days=36_500)  # until it is revoked
PAST, COMING = timedelta(days=31), timedelta(days=731)
POLLED = timedelta(hours=12)  # how often we ask programs to look again


def link_of(member: Membership) -> Link | None:
    """The open link to a member's calendar, if they made one."""
    rows = Link.objects.filter(purpose=PURPOSE, holder=member.pk, closed_at=None)
    return rows.first()


def address(link: Link) -> str:
    """The secret address; shown to the member alone."""
    return settings.PUBLIC_URL + reverse("reminders:calendar", args=[link.token])


def member_of(token: str) -> Membership | None:
    """Whose calendar a token opens; None for one that is unknown, replaced or revoked, and for
    somebody who has left. Changes nothing."""
    link_id = tokens.link_id(token)
    link = Link.objects.filter(pk=link_id, purpose=PURPOSE).first() if link_id else None
    if link is None:
        return None
    generation = tokens.generation(token, PURPOSE, link.holder, link.pk, link.generation)
    if generation is None or link.state_of(generation) is not State.OPEN:
        return None
    members = Membership.objects.of_practice(link.practice_id).active()
    return members.select_related("user", "practice").filter(pk=link.holder).first()


def calendar_of(member: Membership) -> bytes:
    """The file: one all-day event per deadline, from a month ago to two years ahead. It is the
    same, byte for byte, until a deadline changes."""
    with translation.override(member.user.language):
        calendar = Calendar()
        calendar.add("prodid", f"-//{settings.OPERATOR_NAME}//Coachpractice//")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("name", _("Coaching: what is due"))
        calendar.add("x-wr-calname", _("Coaching: what is due"))
        calendar["refresh-interval"] = vDuration(POLLED)
        calendar["refresh-interval"].params["VALUE"] = "DURATION"
        calendar["x-published-ttl"] = vText("PT12H")
        for event in _events(member):
            calendar.add_component(event)
        return calendar.to_ical()


def _events(member: Membership) -> list[Event]:
    today = clock.today(member.practice.timezone)
    return [
        _event(deadline, row)
        for deadline in DEADLINES
        for row in rows_of(deadline, member, today - PAST, today + COMING).order_by(
            deadline.field, "pk"
        )
    ]


def _event(deadline: Deadline, row: Any) -> Event:
    day, initials = getattr(row, deadline.field), deadline.initials(row)
    words = deadline.plain(row)
    event = Event()
    event.add("uid", f"{deadline.name}-{row.pk}@coachpractice")
    event.add("dtstamp", row.created_at)
    event.add("summary", f"{words} ({initials})" if initials else words)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("url", settings.PUBLIC_URL + reverse("reminders:today"))
    return event
