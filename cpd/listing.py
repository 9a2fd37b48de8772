"""The three lists of a coach's standing, each row with its state in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.ui.formats import day_text, language_of
from coachpractice.vault.fields import lend_keys
from cpd.evidence import NOTICE
from cpd.models import BodyMembership, InsurancePolicy, Qualification, Standing
from cpd.quotes import country_names


@dataclass(frozen=True)
class Wording:
    """What a list is called, and what stands there while it is empty."""

    title: str | Promise
    one: str | Promise
    add: str | Promise
    empty: str | Promise
    typed: str  # the field of the profile that stands in


WORDINGS = {
    InsurancePolicy.kind: Wording(
        gettext_lazy("Liability insurance"),
        gettext_lazy("Insurance"),
        gettext_lazy("Add an insurance"),
        gettext_lazy("The policy that covers your work, with the countries it covers."),
        "insurer",
    ),
    BodyMembership.kind: Wording(
        gettext_lazy("Memberships"),
        gettext_lazy("Membership"),
        gettext_lazy("Add a membership"),
        gettext_lazy("The professional bodies you belong to."),
        "professional_body",
    ),
    Qualification.kind: Wording(
        gettext_lazy("Qualifications"),
        gettext_lazy("Qualification"),
        gettext_lazy("Add a qualification"),
        gettext_lazy("Diplomas, certificates and accreditations, each with its proof."),
        "credentials",
    ),
}


@dataclass(frozen=True)
class Row:
    """One row: what it is, what is said under it, its state, and whether to renew it now."""

    row: Any
    detail: str
    look: str
    label: str
    when: str
    renewable: bool
    unproved: bool  # contracts name it today, and no proof is there


@dataclass(frozen=True)
class Section:
    kind: str
    wording: Wording
    rows: Sequence[Row]
    typed: str


def sections(member: Membership) -> list[Section]:
    """The lists as they stand today; four queries and the keys, whatever is on file."""
    today = clock.today(member.practice.timezone)
    found = []
    for model in (InsurancePolicy, BodyMembership, Qualification):
        rows = list(model.objects.visible_to(member).newest_first())
        lend_keys(member.profile, *rows)
        renewed = {row.follows_id for row in rows}
        shown = [
            _row(row, today, renewed=row.pk in renewed or _goes_on(row, rows, today))
            for row in rows
        ]
        shown.sort(key=lambda each: each.row.lapsed_by(today))
        wording = WORDINGS[model.kind]
        typed = "" if rows else getattr(member.profile, wording.typed)
        found.append(Section(model.kind, wording, shown, typed))
    return found


def _row(row: Standing, today: date, *, renewed: bool) -> Row:
    look, label, when = state(row, today, renewed=renewed)
    ending = row.until is not None and row.until - today <= NOTICE
    named = row.holds_on(today) and getattr(row, "shown", True)
    unproved = row.proof_id is None and named and not isinstance(row, InsurancePolicy)
    return Row(row, _detail(row), look, label, when, ending and not renewed, unproved)


def _goes_on(row: Standing, rows: Sequence[Any], today: date) -> bool:
    """Whether other policies cover all that this one covers: today once it lapsed, else the day
    after it ends."""
    if not isinstance(row, InsurancePolicy) or row.until is None:
        return False
    after = max(today, row.until + timedelta(days=1))
    others = [each for each in rows if each.holds_on(after)]
    return all(any(country in each.countries for each in others) for country in row.countries)


def state(row: Standing, today: date, *, renewed: bool) -> tuple[str, str, str]:
    """The badge's look, its word, and since or until when."""
    if row.since > today:
        return "idle", _("To come"), _("begins on %(day)s") % {"day": _day(row.since)}
    if row.until is None:
        return "kept", _("In force"), _("no end date")
    if row.until < today:
        since = {"day": _day(row.until + timedelta(days=1))}
        if renewed:
            return "idle", _("Renewed"), _("until %(day)s") % {"day": _day(row.until)}
        # A membership left behind is nobody's fault; contracts stopped naming it.
        fault = isinstance(row, InsurancePolicy) or getattr(row, "shown", False)
        return "missing" if fault else "idle", _("Lapsed"), _("since %(day)s") % since
    until = _("until %(day)s") % {"day": _day(row.until)}
    if row.until - today <= NOTICE and not renewed:
        return "due", _("Ends soon"), until
    return "kept", _("In force"), until


def _detail(row: Any) -> str:
    if isinstance(row, InsurancePolicy):
        return f"{row.number} · {country_names(row.countries, _language())}"
    if isinstance(row, BodyMembership):
        return " · ".join(filter(None, (row.level, row.number)))
    quiet = "" if row.shown else _("not named in contracts")
    return " · ".join(filter(None, (row.awarded_by, _day(row.since), quiet)))


def _language() -> str:
    return language_of(get_language())


def _day(day: date) -> str:
    return day_text(day, _language())
