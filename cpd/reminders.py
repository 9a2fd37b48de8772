"""What is due about a coach's standing: insurance, memberships and qualifications that end, until
something goes on after them."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice.registry.reminders import Deadline, Due, days_left, deadline
from coachpractice.ui.formats import day_text
from cpd.models import BodyMembership, InsurancePolicy, Qualification, Standing


class Ending(Deadline):
    """A row that nothing follows. It stays 30 days after its end: by then it was renewed or meant
    to lapse."""

    field = "until"
    overdue = 30
    model: type[Standing]

    def rows(self) -> Any:
        return self.model.objects.not_renewed()

    def due(self, row: Standing, day: date) -> Due:
        assert row.until
        last = {"day": day_text(row.until, get_language() or "")}
        if row.lapsed_by(day):
            hint = _("Last day: %(day)s. Contracts name it no more.") % last
        else:
            hint = _("Last day: %(day)s. After it, contracts name it no more.") % last
        return Due(
            subject=row.pk,
            since=row.created_at,
            words=_("Renew “%(title)s”") % {"title": row.title},
            hint=hint,
            url=reverse("cpd:renew", args=[row.kind, row.pk]),
            look="missing" if row.lapsed_by(day) else "due",
            label=days_left(row.until, day),
            plain=self.plain(row),
            day=row.until,
        )


@deadline("cpd.insurance")
class InsuranceEnding(Ending):
    """A policy, unless another one for the same countries goes on after it."""

    model = InsurancePolicy

    def rows(self) -> Any:
        goes_on = InsurancePolicy.objects.filter(
            coach=OuterRef("coach"),
            countries=OuterRef("countries"),
            since__gt=OuterRef("since"),
            until__gt=OuterRef("until"),
        )
        return super().rows().filter(~Exists(goes_on))

    def plain(self, row: Any) -> str:
        return _("Your liability insurance ends")


@deadline("cpd.membership")
class MembershipEnding(Ending):
    model = BodyMembership

    def plain(self, row: Any) -> str:
        return _("Your membership of a professional body ends")


@deadline("cpd.qualification")
class QualificationEnding(Ending):
    """A qualification that contracts may name."""

    model = Qualification

    def rows(self) -> Any:
        return super().rows().filter(shown=True)

    def plain(self, row: Any) -> str:
        return _("One of your qualifications ends")
