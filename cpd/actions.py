"""Put on file, change, renew and remove what a coach's standing rests on."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import scans
from coachpractice.practices.forms import COUNTRIES
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.ui.formats import day_text
from coachpractice.vault import files
from cpd import events
from cpd.models import BodyMembership, InsurancePolicy, Qualification, Standing

LONGEST = 200
YEARS_BACK, YEARS_AHEAD = 80, 50  # beyond that a year was mistyped
WORDS: dict[type[Standing], tuple[str, ...]] = {
    InsurancePolicy: ("insurer", "number"),
    BodyMembership: ("body", "number", "level"),
    Qualification: ("name", "awarded_by"),
}
NEEDED: dict[type[Standing], tuple[str, ...]] = {
    InsurancePolicy: ("insurer", "number", "countries", "since", "until"),
    BodyMembership: ("body", "since"),
    Qualification: ("name", "awarded_by", "since"),
}
FACTS: dict[type[Standing], tuple[str, ...]] = {
    InsurancePolicy: (*WORDS[InsurancePolicy], "countries", "since", "until"),
    BodyMembership: (*WORDS[BodyMembership], "since", "until"),
    Qualification: (*WORDS[Qualification], "shown", "since", "until"),
}

S = TypeVar("S", bound=Standing)


def add(model: type[S], *, by: Membership, proof: bytes | None = None, **facts: Any) -> S:
    """Put an insurance, a membership or a qualification of `by` on file; `facts` are any of
    `FACTS[model]`. Refused, field by field, for what cannot stand."""
    return _keep(model, by=by, proof=proof, facts=facts, follows=None)


def renew(row: S, *, by: Membership, proof: bytes | None = None, **facts: Any) -> S:
    """Put on file what follows `row`, which stays as it was. Refused when it was renewed before,
    or when the new one does not begin after it."""
    return _keep(type(row), by=by, proof=proof, facts=facts, follows=row.pk)


@transaction.atomic
def change(row: S, *, by: Membership, proof: bytes | None = None, **facts: Any) -> S:
    """Correct what is on file; what is not named in `facts` stays. A new `proof` takes the place
    of the older one, which is destroyed."""
    model = type(row)
    row = model.objects.select_for_update(of=("self",)).get(pk=row.pk)
    changed = _take(row, facts, by=by)
    _refuse_disorder(row)
    older = row.proof
    if proof is not None:
        changed += _take_proof(row, proof)
    if not changed:
        return row
    row.save(update_fields=changed)
    if proof is not None and older is not None:
        files.remove(older)
    # Which fields changed, none of their words; `proof` means something else to the journal.
    named: dict[str, Any] = {name: True for name in changed if name != "proof"}
    journal.record(events.CHANGED, row, by=by, **named)
    return row


@transaction.atomic
def remove(row: Standing, *, by: Membership) -> None:
    """Destroy what was put on file by mistake, with its proof; done before, nothing happens. What
    followed it stays, and contracts that were sent do not change."""
    found = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        return
    proof = found.proof
    journal.record(events.REMOVED, found, by=by)
    found.delete()
    if proof is not None:
        files.remove(proof)


@transaction.atomic
def _keep(
    model: type[S],
    *,
    by: Membership,
    proof: bytes | None,
    facts: Mapping[str, Any],
    follows: UUID | None,
) -> S:
    row = model(practice_id=by.practice_id, coach=by)
    _take(row, facts, by=by)
    if follows:
        row.follows = _free(model.objects.select_for_update(of=("self",)).get(pk=follows))
        _refuse_disorder(row)
    if proof is not None:
        _take_proof(row, proof)
    row.save(force_insert=True)
    journal.record(events.RENEWED if follows else events.ADDED, row, by=by)
    return row


def _free(older: S) -> S:
    """`older`, when it may still be renewed."""
    if type(older).objects.filter(follows=older).exists():
        raise Refused(_("This was renewed already: change the one that follows it."))
    return older


def _refuse_disorder(row: Standing) -> None:
    """What renews another begins after it."""
    older = row.follows
    newer = type(row).objects.filter(follows=row.pk).first()
    if older and row.since <= older.since:
        words = _("It renews what began on %(day)s: it begins later.")
        raise Refused(words % {"day": day_text(older.since, get_language() or "fr")}, "since")
    if newer and newer.since <= row.since:
        words = _("It was renewed on %(day)s: it began earlier.")
        raise Refused(words % {"day": day_text(newer.since, get_language() or "fr")}, "since")


def _take(row: Standing, facts: Mapping[str, Any], *, by: Membership) -> list[str]:
    """Set what differs and return the names of the fields; refused for what cannot stand."""
    if strange := set(facts) - set(FACTS[type(row)]):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    tidied = {name: _tidy(value) for name, value in facts.items()}
    changed = [name for name, value in tidied.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, tidied[name])
    if faults := _faults(row, clock.today(by.practice.timezone)):
        raise Refused(_("Something is still missing."), fields=faults)
    return changed


def _take_proof(row: Standing, proof: bytes) -> list[str]:
    row.proof_kind = scans.checked(proof, field="proof")
    row.proof = files.store(
        proof, subject=row.vault_subject, practice=row.vault_practice, scope="content"
    )
    return ["proof", "proof_kind"]


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        shown = "".join(" " if unicodedata.category(each) == "Cc" else each for each in value)
        return " ".join(shown.split())
    return sorted(set(value)) if isinstance(value, list | tuple | set) else value


def _faults(row: Standing, today: date) -> dict[str, str]:
    faults = {name: _("This is needed.") for name in NEEDED[type(row)] if not getattr(row, name)}
    for name in WORDS[type(row)]:
        if len(getattr(row, name)) > LONGEST:
            faults[name] = _("Keep it under %(count)s characters.") % {"count": LONGEST}
    known = {code for code, _name in COUNTRIES}
    if isinstance(row, InsurancePolicy) and not known.issuperset(row.countries):
        faults["countries"] = _("Choose countries of the list.")
    for name in ("since", "until"):
        day = getattr(row, name)
        if day and not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
            faults[name] = _("Look at the year again.")
    if row.since and row.until and row.until < row.since:
        faults.setdefault("until", _("It cannot end before it begins."))
    return faults
