"""What insurance, memberships and qualifications prove of the code, or break."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import (
    Finding,
    Proof,
    due,
    kept,
    missing,
    not_concerned,
    rule,
)
from coachpractice.ui.formats import day_text, language_of
from coachpractice.vault.fields import is_filled, lend_keys
from contracts.models import Contract
from cpd.models import BodyMembership, InsurancePolicy, Qualification, Standing, unbroken
from cpd.quotes import country_names

NOTICE = timedelta(days=60)
SHOWN = 6


@rule("liability-insurance")
def liability_insurance(coach: Membership, day: date) -> Finding:
    """A policy in force on the day for each country an active contract names, be it where the coach
    works or where the client is; due 60 days before cover ends for one of them."""
    policies = list(InsurancePolicy.objects.of_coach(coach).newest_first())
    holding = [policy for policy in policies if policy.holds_on(day)]
    countries = _countries(coach, day)
    if not countries and not holding:
        return not_concerned(_("No client is under contract."))
    lend_keys(coach.profile, *policies)
    bare = [country for country in countries if not _covered_until(policies, day, country)]
    if bare:
        words = {"countries": country_names(bare, _language())}
        lapsed = [each for each in policies if bare[0] in each.countries and each.lapsed_by(day)]
        return missing(
            _("No insurance covers these countries today: %(countries)s.") % words,
            *_proofs(lapsed[:1]),
            mend=_mend(lapsed, policies),
        )
    reached = [_covered_until(policies, day, country) for country in countries or [""]]
    end = min(each for each in reached if each)
    if end - day <= NOTICE:
        ending = [policy for policy in policies if policy.until == end]
        words = {"day": day_text(end, _language())}
        return due(
            _("Your insurance ends on %(day)s.") % words,
            end,
            *_proofs(holding),
            mend=_mend(ending, policies),
        )
    return kept(
        _("You are insured until %(day)s.") % {"day": day_text(end, _language())},
        *_proofs(holding),
    )


def _countries(coach: Membership, day: date) -> list[str]:
    """Where the work under contract is done: where the coach is, and where the clients are."""
    active = Contract.objects.of_coach(coach).active(day, coach.practice.timezone)
    places = active.values_list("coach_country", "client_country").distinct()
    return sorted({country for pair in places for country in pair})


def _covered_until(policies: Sequence[InsurancePolicy], day: date, country: str) -> date | None:
    """The last day until which `country` ("" for any) is covered without a gap."""
    spans = [
        (each.since, each.until) for each in policies if not country or country in each.countries
    ]
    return unbroken(spans, day)


def _mend(candidates: Sequence[Standing], policies: Sequence[InsurancePolicy]) -> Proof:
    """Renew the first candidate that was not renewed yet; without one, add a policy."""
    renewed = {each.follows_id for each in policies}
    for row in candidates:
        if row.pk not in renewed:
            return _renew(row)
    return Proof(_("Add an insurance"), reverse("cpd:add", args=[InsurancePolicy.kind]))


@rule("truthful-credentials")
def truthful_credentials(coach: Membership, day: date) -> Finding:
    """What contracts say of qualifications and memberships: each on file with its proof, none that
    has lapsed; due 60 days before one ends."""
    qualifications, memberships = _lines(Qualification, coach), _lines(BodyMembership, coach)
    lines = qualifications + memberships
    lend_keys(coach.profile, *(row for line in lines for row in line))
    lapsed = [line[-1] for line in qualifications if line[-1].shown and line[-1].lapsed_by(day)]
    if lapsed:
        words = {"title": lapsed[0].title, "day": day_text(lapsed[0].until, _language())}
        return missing(
            _("“%(title)s” lapsed on %(day)s and is still marked as shown.") % words,
            *_proofs(lapsed),
            mend=_renew(lapsed[0]),
        )
    told = [row for line in lines if (row := _told(line, day))]
    if fault := _unproved(coach, told, qualifications, memberships):
        return fault
    if not told:
        return not_concerned(_("Your contracts name no qualification and no membership."))
    return _ending(told, lines, day)


def _ending(told: list[Any], lines: list[list[Any]], day: date) -> Finding:
    """Due when the first of them ends soon, else kept."""
    ends = [
        (end, line[-1])
        for line in lines
        if (end := unbroken([(row.since, row.until) for row in line], day)) and _told(line, day)
    ]
    end, first = min(ends, key=lambda pair: pair[0])
    if end != date.max and end - day <= NOTICE:
        words = {"title": first.title, "day": day_text(end, _language())}
        return due(
            _("“%(title)s” ends on %(day)s.") % words, end, *_proofs(told), mend=_renew(first)
        )
    why = ngettext(
        "The one qualification or membership your contracts name is on file with its proof.",
        "The %(n)d qualifications and memberships your contracts name are on file with their "
        "proofs.",
        len(told),
    )
    return kept(why % {"n": len(told)}, *_proofs(told))


def _unproved(
    coach: Membership, told: list[Any], qualifications: list[Any], memberships: list[Any]
) -> Finding | None:
    """What contracts say without a proof on file: typed in the profile, or put on file alone."""
    profile = coach.profile
    if not qualifications and is_filled(profile, "credentials"):
        return missing(
            _("Your contracts quote qualifications typed in your profile, without proof."),
            mend=Proof(_("Put them on file"), reverse("cpd:add", args=[Qualification.kind])),
        )
    if not memberships and profile.professional_body:
        return missing(
            _("Your contracts quote a professional body typed in your profile, without proof."),
            mend=Proof(_("Put it on file"), reverse("cpd:add", args=[BodyMembership.kind])),
        )
    bare = [row for row in told if row.proof_id is None]
    if not bare:
        return None
    words = ", ".join(_("“%(words)s”") % {"words": row.title} for row in bare[:SHOWN])
    return missing(_("No proof on file: %(titles)s.") % {"titles": words}, mend=_page(bare[0]))


def _lines(model: type[Standing], coach: Membership) -> list[list[Any]]:
    """Each with what renewed it after it."""
    lines: dict[Any, list[Any]] = {}
    for row in model.objects.of_coach(coach).order_by("since", "created_at"):
        lines[row.pk] = lines.get(row.follows_id, [])
        lines[row.pk].append(row)
    return list({id(line): line for line in lines.values()}.values())


def _told(line: list[Any], day: date) -> Any:
    """The row of a line that contracts name on the day."""
    shown = [row for row in line if row.holds_on(day) and getattr(row, "shown", True)]
    return shown[-1] if shown else None


# How they look ---------------------------------------------------------------------------------


def _language() -> str:
    return language_of(get_language())


def _page(row: Standing) -> Proof:
    return Proof(row.title, reverse("cpd:change", args=[row.kind, row.pk]))


def _renew(row: Standing) -> Proof:
    words = _("Renew “%(title)s”") % {"title": row.title}
    return Proof(words, reverse("cpd:renew", args=[row.kind, row.pk]))


def _proofs(rows: Sequence[Standing]) -> list[Proof]:
    return [_page(row) for row in rows[:SHOWN]]
