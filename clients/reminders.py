"""What waits about clients: the first one, and who comes of age."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import Deadline, Due, Step, days_left, deadline, step
from coachpractice.ui.formats import day_text, initials


@deadline("clients.majority")
class Majority(Deadline):
    """A minor who is about to be 18: from then on they sign for themselves. It stays until the
    coach has confirmed it in the file."""

    field = "adult_on"
    overdue = 366

    def rows(self) -> Any:
        return Client.objects.filter(kind=Client.Kind.MINOR, adult_on__isnull=False)

    def plain(self, row: Client) -> str:
        return _("Client %(code)s comes of age") % {"code": row.code}

    def initials(self, row: Client) -> str:
        return initials(row.name)

    def due(self, row: Client, day: date) -> Due:
        assert row.adult_on
        of_age = row.is_of_age(day)
        words = _("%(name)s is of age now") if of_age else _("%(name)s comes of age")
        shown = datetime.combine(self.first_day(row), time.min, ZoneInfo("UTC"))
        return Due(
            subject=row.pk,
            since=shown,
            words=words % {"name": row.name},
            hint=_("18 on %(day)s: from then on they sign for themselves.")
            % {"day": day_text(row.adult_on, get_language() or "")},
            url=reverse("clients:change" if of_age else "clients:page", args=[row.pk]),
            look="missing" if of_age else "due",
            label=days_left(row.adult_on, day),
            plain=self.plain(row),
            day=row.adult_on,
        )


@step("clients.first", order=30)
def first_client(member: Membership) -> Step:
    return Step(
        _("Add your first client"),
        _("A name, an address, three questions the code asks."),
        reverse("clients:add"),
        Client.objects.visible_to(member).exists(),
    )
