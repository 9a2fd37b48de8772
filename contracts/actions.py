"""Begin a contract, change its draft, send it, conclude it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership, Practice
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import sending
from coachpractice.signing.actions.sending import Signer
from coachpractice.signing.models import Envelope, Role
from contracts import events, text, typed
from contracts.changes.rules import refuse_to_follow
from contracts.models import KIND, AsksCode, Contract, FrameworkContract
from contracts.parties import Guest, Parties
from contracts.values import COUNTRIES_OF_WORK, DAYS, NUMBERS, PROSE, TEXTS, Values

FEES = ("fee_per_session_cents", "fee_total_cents")
# What a sponsor is told, and how one meets with it.
WITH_SPONSOR = (
    "report_attendance", "report_progress", "meeting_start", "meeting_mid", "meeting_end",
)  # fmt: skip
PEOPLE = ("sponsor", "sponsor_contact", "guardian")
FACTS = (
    *NUMBERS, *TEXTS, *DAYS, *FEES, *PROSE, *PEOPLE, *WITH_SPONSOR, *COUNTRIES_OF_WORK, "language",
    "objectives", "both_parents", "signing_order", "asks_code",
)  # fmt: skip
DERIVED = (
    "expectations_given", "sponsor_expectations_given", "arrangement_given", "objectives_count",
    "framework",
)  # fmt: skip
HALF_A_YEAR = timedelta(days=182)
FIRST_NUMBERS = {
    "sessions_count": 8,
    "session_minutes": 60,
    "cancellation_hours": 48,
    "notice_days": 14,
    "reply_days": 2,
    "notes_years": 5,
}


@transaction.atomic
def draft(client: Client, *, by: Membership) -> Contract:
    """Begin a contract with a client, filled in like the coach's last one; a draft that waits
    already is returned instead of a second one. An assistant begins it for the client's coach."""
    # Anew: an assistant's rows open nothing of what goes into the text.
    client = Client.objects.select_related("coach__practice", "coach__user").get(pk=client.pk)
    coach = client.coach
    Practice.objects.select_for_update(of=("self",)).get(pk=by.practice_id)
    mine = Contract.objects.of_coach(coach)
    waiting = mine.filter(client=client, concluded_at=None).editable()
    if found := waiting.select_related("client", "envelope").order_by("-created_at").first():
        return found
    today = clock.today(by.practice.timezone)
    year, serial = next_serial(by)
    contract = Contract(
        practice_id=by.practice_id,
        coach=coach,
        client=client,
        year=year,
        serial=serial,
        language=client.language,
        start_day=today,
        end_day=today + HALF_A_YEAR,
        sponsor=client.sponsor,
        arrangement=client.arrangement,
        arrangement_given=bool(client.arrangement),
        coach_country=by.practice.country,
        client_country=by.practice.country,
        created_at=clock.now(),
        saved_at=clock.now(),
        **_remembered(coach, client.language),
        **_remembered_of(client.sponsor_id, by),
    )
    _come_under(_framework_above(contract), contract)
    contract.save(force_insert=True)
    journal.record(events.DRAFTED, contract, by=by)
    return contract


def next_serial(by: Membership) -> tuple[int, int]:
    """Year and number of the next contract of the practice, whose row is locked."""
    year = clock.today(by.practice.timezone).year
    numbers = Contract.with_thrown_away.of_practice(by.practice_id).filter(year=year)
    return year, (numbers.aggregate(last=Max("serial"))["last"] or 0) + 1


def _remembered(coach: Membership, language: str) -> dict[str, Any]:
    """What the coach agreed last time, where something was said; words only if they were in the
    same language."""
    with translation.override(language):
        found: dict[str, Any] = {**FIRST_NUMBERS, "place": _("by video call")}
    written_here = Contract.objects.of_coach(coach).filter(taken_in=None)
    last = written_here.order_by("-created_at").first()
    if last is None:
        return found
    kept = [*NUMBERS, *FEES, *(TEXTS if last.language == language else ())]
    said = {name: getattr(last, name) for name in kept}
    return found | {name: value for name, value in said.items() if value not in (None, "")}


def _remembered_of(sponsor: UUID | None, coach: Membership) -> dict[str, Any]:
    """What was agreed with this sponsor last time."""
    rows = Contract.objects.of_coach(coach).filter(sponsor=sponsor, taken_in=None)
    last = rows.order_by("-created_at").first() if sponsor else None
    if last is None:
        return {}
    return {name: getattr(last, name) for name in (*WITH_SPONSOR, "signing_order", "asks_code")}


def _framework_above(contract: Contract) -> FrameworkContract | None:
    """The framework contract in force with the sponsor on the first day."""
    if contract.sponsor_id is None or contract.start_day is None:
        return None
    rows = FrameworkContract.objects.above(contract.sponsor_id, contract.start_day)
    return rows.of_coach(contract.coach).first()


def _come_under(framework: FrameworkContract | None, contract: Contract) -> None:
    """Take over what was agreed for all."""
    contract.framework = framework
    if framework is None:
        return
    per_session = framework.fee_per == FrameworkContract.Per.SESSION
    contract.fee_per_session_cents = framework.fee_cents if per_session else None
    contract.fee_total_cents = None if per_session else framework.fee_cents
    if framework.payment_terms and framework.language == contract.language:
        contract.payment_terms = framework.payment_terms


@transaction.atomic
def save(contract: Contract, *, by: Membership, **facts: Any) -> Contract:
    """Keep what was typed in a draft, complete or not; `facts` are any of `FACTS`.

    Refused once it was sent: whoever signs, signs the text that was shown. Taken back or declined,
    it may be changed again.
    """
    if strange := set(facts) - set(FACTS):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    contract = _locked(contract)
    if not contract.is_editable:
        raise Refused(_("This contract was sent. Take it back before you change it."))
    facts = {name: typed.tidy(name, value) for name, value in facts.items()}
    if "sponsor" in facts and facts["sponsor"] != contract.sponsor:
        facts.setdefault("sponsor_contact", None)
    typed.refuse_faults(contract, facts)
    changed = [name for name, value in facts.items() if getattr(contract, name) != value]
    for name in changed:
        setattr(contract, name, facts[name])
    contract.expectations_given = bool(contract.client_expectations)
    contract.sponsor_expectations_given = bool(contract.sponsor_expectations)
    contract.arrangement_given = bool(contract.arrangement)
    contract.objectives_count = sum(bool(each["indicator"]) for each in contract.objectives)
    contract.framework = _framework_above(contract)
    contract.saved_at = clock.now()
    contract.save(update_fields=[*changed, *DERIVED, "saved_at"])
    if changed:
        journal.record(events.CHANGED, contract, by=by, **_named(changed))
    return contract


def _locked(contract: Contract) -> Contract:
    """The contract as it is now; nobody else changes or sends it before this transaction ends."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related(
        "client", "sponsor", "framework", "envelope", "amends__coach__practice",
        "renews__coach__practice", "coach__practice", "coach__user",
    )  # fmt: skip
    return rows.get(pk=contract.pk)


@transaction.atomic
def send(
    contract: Contract,
    *,
    by: Membership,
    secrets: Mapping[UUID, str] | None = None,
    leaves_in: timedelta = timedelta(),
) -> Envelope:
    """Freeze the text, open an envelope with all who are to sign, and have the first invited.

    `secrets` are the words agreed with each guest, by their `Guest.person`, where the contract asks
    for one. Until `leaves_in` has passed it may be recalled. Sent twice, the envelope that is out
    is returned. Refused while something is missing.
    """
    contract = _locked(contract)
    if not contract.is_editable:
        assert contract.envelope is not None
        return contract.envelope
    refuse_to_follow(contract)
    values = Values(contract)
    if values.gaps:
        raise Refused(_("Something is still missing before this contract can be sent."))
    frozen = text.snapshot(values)
    envelope = sending.open_envelope(
        kind=KIND,
        object=contract.pk,
        subject=contract.client_id,
        snapshot=frozen,
        signers=_signers(values.parties, secrets or {}, by=by),
        language=contract.language,
        greeting=contract.greeting,
        by=by,
    )
    contract.envelope = envelope
    contract.edition = text.signed_edition(by)
    contract.sections = f" {' '.join(section['key'] for section in frozen['sections'])} "
    contract.save(update_fields=["envelope", "edition", "sections"])
    journal.record(events.SENT, contract, by=by, envelope=envelope.pk)
    sending.send(envelope, leaves_in=leaves_in)
    return envelope


def _signers(parties: Parties, secrets: Mapping[UUID, str], *, by: Membership) -> list[Signer]:
    """The guests, each with the code the contract asks for, then the coach."""
    code = parties.contract.asks_code
    agreed = code == AsksCode.AGREED
    if agreed:
        _refuse_missing_secrets(parties.guests, secrets)
    guests = [
        Signer(
            guest.role,
            name=guest.name,
            email=guest.email,
            position=guest.position,
            person=guest.person,
            code=code,
            secret=secrets[guest.person] if agreed else "",
        )
        for guest in parties.guests
    ]
    last = parties.last_turn
    coach = Signer(Role.COACH, by.user.name, by.user.email, last, member=by, person=by.pk)
    return [*guests, coach]


def _refuse_missing_secrets(guests: list[Guest], secrets: Mapping[UUID, str]) -> None:
    words = _("Type the word you agreed with this person.")
    faults = {
        f"secret_{guest.person}": words
        for guest in guests
        if not secrets.get(guest.person, "").strip()
    }
    if faults:
        raise Refused(_("A word agreed with each person is needed."), fields=faults)


def conclude(envelope: Envelope, *, by: Membership) -> Contract:
    """All have signed: the contract is in effect. Runs in the transaction of the last signature."""
    rows = Contract.objects.select_related(
        "envelope", "amends__coach__practice", "renews__coach__practice", "coach__practice"
    )
    contract = rows.get(envelope=envelope.pk)
    if contract.concluded_at is None:
        contract.concluded_at = envelope.signed_at
        contract.save(update_fields=["concluded_at"])
        journal.record(events.CONCLUDED, contract, by=by)
    return contract


def _named(changed: list[str]) -> dict[str, Any]:
    """Which fields changed, for the journal: their names, none of their words."""
    return dict.fromkeys(changed, True)
