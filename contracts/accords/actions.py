"""Begin an accord, change its draft, send it, conclude it, renew it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from clients.models import Client, Sponsor, SponsorContact
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership, Practice
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import sending
from coachpractice.signing.actions.sending import Signer
from coachpractice.signing.models import Envelope, Role
from coachpractice.ui.formats import day_text
from coachpractice.vault import keys
from contracts.accords import text
from contracts.accords.kinds import kind_of
from contracts.accords.values import values_of
from contracts.models import Accord, ConfidentialityAgreement, FrameworkContract
from contracts.models.accords import RENEWED_FROM

Capacity = ConfidentialityAgreement.Capacity
COMMON = ("start_day", "end_day", "notice_days", "language")
FACTS: dict[type[Accord], tuple[str, ...]] = {
    ConfidentialityAgreement: (
        *COMMON, "name", "email", "organisation", "address", "client", "purpose", "duty_years",
    ),
    FrameworkContract: (
        *COMMON, "contact", "fee_cents", "fee_per", "coachees_most", "payment_terms",
    ),
}  # fmt: skip
LONGEST = {"name": 200, "email": 254, "organisation": 200, "payment_terms": 300}
PROSE = {"address": 300, "purpose": 1000}  # keep their lines
NOTICE = {ConfidentialityAgreement: 14, FrameworkContract: 30}
DUTY_YEARS = 5


# Beginning ------------------------------------------------------------------------------------


@transaction.atomic
def draft_agreement(
    *,
    by: Membership,
    capacity: str,
    client: Client | None = None,
    contact: SponsorContact | None = None,
) -> ConfidentialityAgreement:
    """Begin an agreement of confidentiality; a draft that waits for the same person already is
    returned instead of a second one. With `contact` it is filled in with what is known of them."""
    _lock_numbers(by)
    if capacity == Capacity.CLIENT and client is None:
        raise Refused(_("Say with which client."), field="client")
    known = _known(contact) if capacity != Capacity.CLIENT else {}
    mine = ConfidentialityAgreement.objects.of_coach(by).editable().filter(capacity=capacity)
    if capacity == Capacity.CLIENT:
        mine = mine.filter(client=client)
    for waiting in mine.select_related("client").unlocked("identity").order_by("-created_at"):
        if (waiting.name, waiting.email) == (known.get("name", ""), known.get("email", "")):
            return waiting
    agreement = ConfidentialityAgreement(
        capacity=capacity, client=client, duty_years=DUTY_YEARS, **known
    )
    if not agreement.is_with_client:
        keys.open_file(agreement.pk)
    language = by.practice.language
    if agreement.is_with_client and client:
        language = client.language
    elif contact:
        language = contact.sponsor.language
    return _begin(agreement, by=by, language=language)


def _known(contact: SponsorContact | None) -> dict[str, str]:
    if contact is None:
        return {}
    sponsor = contact.sponsor
    return {
        "name": contact.name,
        "email": contact.email,
        "organisation": sponsor.name,
        "address": sponsor.address,
    }


@transaction.atomic
def draft_framework(sponsor: Sponsor, *, by: Membership) -> FrameworkContract:
    """Begin a framework contract with a sponsor; a draft that waits already is returned instead of
    a second one."""
    _lock_numbers(by)
    waiting = FrameworkContract.objects.of_coach(by).editable().filter(sponsor=sponsor)
    if found := waiting.order_by("-created_at").first():
        return found
    contacts = SponsorContact.objects.of_coach(by).filter(sponsor=sponsor, signs=True).there()
    framework = FrameworkContract(sponsor=sponsor, contact=contacts.order_by("created_at").first())
    return _begin(framework, by=by, language=sponsor.language)


def _lock_numbers(by: Membership) -> None:
    Practice.objects.select_for_update(of=("self",)).get(pk=by.practice_id)


def _begin(accord: Any, *, by: Membership, language: str, start: date | None = None) -> Any:
    """Give a new row its number and its first days, and keep it."""
    model, today = type(accord), clock.today(by.practice.timezone)
    numbers = model.objects.of_practice(by.practice_id).filter(year=today.year)
    accord.practice_id, accord.coach = by.practice_id, by
    accord.year, accord.serial = (
        today.year,
        (numbers.aggregate(last=Max("serial"))["last"] or 0) + 1,
    )
    accord.language = language
    accord.created_at = accord.saved_at = clock.now()
    if accord.start_day is None:
        accord.start_day, accord.end_day = today, _year_from(today)
        accord.notice_days = NOTICE[model]
    accord.save(force_insert=True)
    journal.record(kind_of(accord).drafted, accord, by=by)
    return accord


def _year_from(day: date) -> date:
    """The last day of the year that begins on `day`."""
    try:
        return day.replace(year=day.year + 1) - timedelta(days=1)
    except ValueError:  # the 29th of February
        return date(day.year + 1, 2, 28)


# Drafting -------------------------------------------------------------------------------------


@transaction.atomic
def save(accord: Any, *, by: Membership, **facts: Any) -> Any:
    """Keep what was typed in a draft, complete or not; `facts` are any of `FACTS` of its kind.

    Refused once it was sent: whoever signs, signs the text that was shown. Taken back or declined,
    it may be changed again.
    """
    if strange := set(facts) - set(FACTS[type(accord)]):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    accord = _locked(accord)
    if not accord.is_editable:
        raise Refused(_("This was sent. Take it back before you change it."))
    facts = {name: _tidy(name, value) for name, value in facts.items()}
    _refuse_faults(accord, facts)
    changed = [name for name, value in facts.items() if getattr(accord, name) != value]
    for name in changed:
        setattr(accord, name, facts[name])
    accord.saved_at = clock.now()
    accord.save(update_fields=[*changed, "saved_at"])
    if changed:
        named: dict[str, Any] = dict.fromkeys(changed, True)
        journal.record(kind_of(accord).changed, accord, by=by, **named)
    return accord


def _locked(accord: Accord) -> Any:
    """The row as it is now; nobody else changes or sends it before this transaction ends."""
    rows = type(accord).objects.select_for_update(of=("self",))
    related = ("envelope", "coach__practice", "coach__user", *accord.PEOPLE)
    return rows.select_related(*related).get(pk=accord.pk)


def _tidy(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in PROSE:
        return "\n".join(" ".join(line.split()) for line in value.strip().splitlines())
    return " ".join(value.split())


def _refuse_faults(accord: Any, facts: Mapping[str, Any]) -> None:
    faults: dict[str, Any] = {}
    start, end = (facts.get(name, getattr(accord, name)) for name in ("start_day", "end_day"))
    if start and end and end < start:
        faults["end_day"] = _("The last day comes before the first.")
    for name, longest in {**LONGEST, **PROSE}.items():
        if len(facts.get(name, "")) > longest:
            faults[name] = _("Keep it under %(count)s characters.") % {"count": longest}
    contact = facts.get("contact")
    if contact and (contact.sponsor_id != accord.sponsor_id or not contact.signs):
        faults["contact"] = _("This person does not sign for this sponsor.")
    with_client = isinstance(accord, ConfidentialityAgreement) and accord.is_with_client
    if with_client and facts.get("client", accord.client) != accord.client:
        faults["client"] = _("This agreement is with one client. Begin another one.")
    if faults:
        raise Refused(_("This cannot be kept as it is."), fields=faults)


# Sending --------------------------------------------------------------------------------------


@transaction.atomic
def send(accord: Any, *, by: Membership) -> Envelope:
    """Freeze the text, open an envelope with the other side and the coach, and have them invited.

    Sent twice, the envelope that is out is returned. Refused while something is missing.
    """
    accord = _locked(accord)
    if not accord.is_editable:
        return accord.envelope
    values = values_of(accord)
    if values.gaps:
        raise Refused(_("Something is still missing before this can be sent."))
    frozen = text.snapshot(values)
    coach = Signer(Role.COACH, by.user.name, by.user.email, position=2, member=by)
    envelope = sending.open_envelope(
        kind=values.kind.agreement,
        object=accord.pk,
        subject=accord.vault_subject,
        snapshot=frozen,
        signers=[_guest(accord), coach],
        language=accord.language,
        by=by,
    )
    accord.envelope = envelope
    accord.sections = f" {' '.join(section['key'] for section in frozen['sections'])} "
    accord.save(update_fields=["envelope", "sections"])
    journal.record(values.kind.sent, accord, by=by, envelope=envelope.pk)
    sending.send(envelope)
    return envelope


def _guest(accord: Any) -> Signer:
    """Who signs by link."""
    if isinstance(accord, FrameworkContract):
        contact = accord.contact
        assert contact
        return Signer(Role.SPONSOR, contact.name, contact.email, person=contact.pk)
    name, email = accord.subject_name, accord.subject_email
    if accord.is_with_client:
        return Signer(Role.CLIENT, name, email, person=accord.client_id)
    return Signer(Role.COUNTERPART, name, email)


def conclude(model: type[Accord], envelope: Envelope, *, by: Membership) -> None:
    """All have signed: it is in effect. Runs in the transaction of the last signature."""
    accord = model.objects.get(envelope=envelope.pk)
    if accord.concluded_at is None:
        accord.concluded_at = envelope.signed_at
        accord.save(update_fields=["concluded_at"])
        journal.record(kind_of(accord).concluded, accord, by=by)


# Renewing -------------------------------------------------------------------------------------


@transaction.atomic
def renew(accord: Any, *, by: Membership) -> Any:
    """Begin the one that follows: the same, from the day after the last one, or from today once
    that has passed. The old one stands until its end.

    A renewal that is still drafted is returned instead of a second one; refused once one was sent,
    before the last 60 days, and for what has no end.
    """
    _lock_numbers(by)
    accord = _locked(accord)
    today = clock.today(by.practice.timezone)
    if found := accord.successor:
        if found.is_editable:
            return found
        raise Refused(_("It was renewed already: %(number)s.") % {"number": found.number})
    _refuse_renewal(accord, today)
    model: Any = type(accord)
    kept = {name: getattr(accord, name) for name in FACTS[model]}
    follower: Any = model(follows=accord, **kept)
    follower.start_day = max(accord.end_day + timedelta(days=1), today)
    follower.end_day = _same_length(accord, follower.start_day)
    if isinstance(follower, FrameworkContract):
        follower.sponsor = accord.sponsor
    else:
        follower.capacity = accord.capacity
        if not follower.is_with_client:
            keys.open_file(follower.pk)
    return _begin(follower, by=by, language=accord.language)


def _refuse_renewal(accord: Any, today: date) -> None:
    if not accord.concluded_at:
        raise Refused(_("It was never concluded: change the draft instead."))
    if accord.end_day is None:
        raise Refused(_("It has no end, so there is nothing to renew."))
    if not accord.may_be_renewed(today):
        day = day_text(accord.end_day - RENEWED_FROM, translation.get_language() or "fr")
        raise Refused(_("It can be renewed from %(day)s on.") % {"day": day})


def _same_length(accord: Any, start: date) -> date:
    """The last day, for as long as the old one lasted; a year stays a year."""
    if accord.end_day == _year_from(accord.start_day):
        return _year_from(start)
    return start + (accord.end_day - accord.start_day)
