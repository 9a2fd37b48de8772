"""What contracts say of a coach's insurance, qualifications and professional body: what is on file
and in force on the day, until the first of it ends.

Where nothing of a kind was ever put on file, the words typed in the profile stand in; they count
for no evidence.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.practices.forms import COUNTRIES
from coachpractice.practices.models import Membership, Profile
from coachpractice.registry.quotes import quote
from coachpractice.vault.fields import lend_keys
from cpd.models import BodyMembership, InsurancePolicy, Qualification, Standing

MEND = "cpd:standing"


def country_names(codes: Iterable[str], language: str) -> str:
    """« France, Belgique »: in the order of the list."""
    wanted, names = set(codes), dict(COUNTRIES)
    known = [code for code in names if code in wanted]
    with translation.override(language):
        return ", ".join(
            str(names.get(code, code)) for code in [*known, *sorted(wanted - {*known})]
        )


def quoted_rows(model: type[Standing], coach: Membership) -> list[Any]:
    """What holds today and may be shown, the newest first; of one renewed before its end, the new
    one alone."""
    rows = model.objects.of_coach(coach).in_force(clock.today(coach.practice.timezone))
    if model is Qualification:
        rows = rows.filter(shown=True)
    found = list(rows.newest_first())
    renewed = {row.follows_id for row in found}
    found = [row for row in found if row.pk not in renewed]
    if found:
        lend_keys(coach.profile, *found)  # one file, whose keys the profile has got already
    return found


def _known(model: type[Standing], coach: Membership) -> bool:
    """Whether anything of this kind was ever put on file."""
    return model.objects.of_coach(coach).exists()


def _quote(
    key: str,
    label: Any,
    model: type[Standing],
    say: Callable[[list[Any], str], str],
    typed: str,
    typed_until: Callable[[Profile], date | None] = lambda profile: None,
) -> None:
    """Quote `say(rows, language)`; `typed` is the field of the profile that stands in."""

    def read(coach: Membership, language: str) -> str:
        if rows := quoted_rows(model, coach):
            return say(rows, language)
        return "" if _known(model, coach) else getattr(coach.profile, typed)

    def until(coach: Membership) -> date | None:
        if rows := quoted_rows(model, coach):
            return min((row.until for row in rows if row.until), default=None)
        return None if _known(model, coach) else typed_until(coach.profile)

    quote(key, label, mend=MEND, until=until)(read)


def _each_once(words: Iterable[str], between: str = ", ") -> str:
    return between.join(dict.fromkeys(filter(None, words)))


def _policy_ended(profile: Profile) -> date | None:
    return profile.insurance_until


def _countries(rows: list[InsurancePolicy], language: str) -> str:
    return country_names((code for row in rows for code in row.countries), language)


def _credentials(rows: list[Qualification], language: str) -> str:
    words = (f"{row.name} ({row.awarded_by}, {row.since.year})" for row in rows)
    return _each_once(words, "; " if language == "en" else "\u00a0; ")


def _bodies(rows: list[BodyMembership], language: str) -> str:
    return _each_once(f"{row.body} ({row.level})" if row.level else row.body for row in rows)


_quote(
    "insurance_insurer",
    _("your insurer"),
    InsurancePolicy,
    lambda rows, language: _each_once(row.insurer for row in rows),
    "insurer",
    _policy_ended,
)
_quote(
    "insurance_number",
    _("your policy number"),
    InsurancePolicy,
    lambda rows, language: _each_once(row.number for row in rows),
    "insurance_number",
    _policy_ended,
)
_quote(
    "insurance_countries",
    _("the countries your policy covers"),
    InsurancePolicy,
    _countries,
    "insurance_countries",
    _policy_ended,
)
_quote(
    "credentials",
    _("your qualifications and accreditations"),
    Qualification,
    _credentials,
    "credentials",
)
_quote(
    "professional_body",
    _("your professional body"),
    BodyMembership,
    _bodies,
    "professional_body",
)
