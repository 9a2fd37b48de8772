"""Begin a contract, change its draft, send it, conclude it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

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
from contracts import events, text
from contracts.models import KIND, Contract
from contracts.values import DAYS, NUMBERS, TEXTS, Values

FEES = ("fee_per_session_cents", "fee_total_cents")
FACTS = (
    *NUMBERS, *TEXTS, *DAYS, *FEES, "language", "client_expectations", "objectives",
)  # fmt: skip
LONGEST_TEXT, LONGEST_WORDS, MOST_OBJECTIVES = 300, 2000, 10
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
    already is returned instead of a second one."""
    Practice.objects.select_for_update(of=("self",)).get(pk=by.practice_id)
    mine = Contract.objects.of_coach(by)
    waiting = mine.filter(client=client, concluded_at=None).editable()
    if found := waiting.select_related("client", "envelope").order_by("-created_at").first():
        return found
    today = clock.today(by.practice.timezone)
    numbers = Contract.objects.of_practice(by.practice_id).filter(year=today.year)
    contract = Contract(
        practice_id=by.practice_id,
        coach=by,
        client=client,
        year=today.year,
        serial=(numbers.aggregate(last=Max("serial"))["last"] or 0) + 1,
        language=client.language,
        start_day=today,
        end_day=today + HALF_A_YEAR,
        created_at=clock.now(),
        saved_at=clock.now(),
        **_remembered(by, client.language),
    )
    contract.save(force_insert=True)
    journal.record(events.DRAFTED, contract, by=by)
    return contract


def _remembered(coach: Membership, language: str) -> dict[str, Any]:
    """What the coach agreed last time, where something was said; words only if they were in the
    same language."""
    with translation.override(language):
        found: dict[str, Any] = {**FIRST_NUMBERS, "place": _("by video call")}
    last = Contract.objects.of_coach(coach).order_by("-created_at").first()
    if last is None:
        return found
    kept = [*NUMBERS, *FEES, *(TEXTS if last.language == language else ())]
    said = {name: getattr(last, name) for name in kept}
    return found | {name: value for name, value in said.items() if value not in (None, "")}


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
    facts = {name: _tidy(name, value) for name, value in facts.items()}
    _refuse_faults(contract, facts)
    changed = [name for name, value in facts.items() if getattr(contract, name) != value]
    for name in changed:
        setattr(contract, name, facts[name])
    contract.expectations_given = bool(contract.client_expectations)
    contract.objectives_count = sum(bool(each["indicator"]) for each in contract.objectives)
    contract.saved_at = clock.now()
    contract.save(update_fields=[*changed, "expectations_given", "objectives_count", "saved_at"])
    if changed:
        journal.record(events.CHANGED, contract, by=by, **_named(changed))
    return contract


def _locked(contract: Contract) -> Contract:
    """The contract as it is now; nobody else changes or sends it before this transaction ends."""
    rows = Contract.objects.select_for_update(of=("self",))
    return rows.select_related("client", "envelope", "coach__practice", "coach__user").get(
        pk=contract.pk
    )


def _tidy(name: str, value: Any) -> Any:
    if name == "objectives":
        rows = ({key: _words(row[key]) for key in ("text", "indicator")} for row in value)
        return [row for row in rows if row["text"] or row["indicator"]]
    if isinstance(value, str):
        return _words(value) if name == "client_expectations" else " ".join(value.split())
    return value


def _words(value: str) -> str:
    lines = (" ".join(line.split()) for line in value.strip().splitlines())
    return "\n".join(lines)


def _refuse_faults(contract: Contract, facts: Mapping[str, Any]) -> None:
    faults = {}
    start, end = (facts.get(name, getattr(contract, name)) for name in DAYS)
    if start and end and end < start:
        faults["end_day"] = _("The last day comes before the first.")
    too_long = _("Keep it under %(count)s characters.")
    for name in TEXTS:
        if len(facts.get(name, "")) > LONGEST_TEXT:
            faults[name] = too_long % {"count": LONGEST_TEXT}
    if len(facts.get("client_expectations", "")) > LONGEST_WORDS:
        faults["client_expectations"] = too_long % {"count": LONGEST_WORDS}
    objectives = facts.get("objectives", ())
    if len(objectives) > MOST_OBJECTIVES:
        faults["objective_1"] = _("Keep to %(count)s objectives.") % {"count": MOST_OBJECTIVES}
    for number, row in enumerate(objectives, start=1):
        for field, words in (("objective", row["text"]), ("indicator", row["indicator"])):
            if len(words) > LONGEST_WORDS:
                faults[f"{field}_{number}"] = too_long % {"count": LONGEST_WORDS}
    if faults:
        raise Refused(_("This cannot be kept as it is."), fields=faults)


@transaction.atomic
def send(contract: Contract, *, by: Membership) -> Envelope:
    """Freeze the text, open an envelope with client and coach, and have the client invited.

    Sent twice, the envelope that is out is returned. Refused while something is missing.
    """
    contract = _locked(contract)
    if not contract.is_editable:
        assert contract.envelope is not None
        return contract.envelope
    values = Values(contract)
    if values.gaps:
        raise Refused(_("Something is still missing before this contract can be sent."))
    frozen = text.snapshot(values)
    client = contract.client
    envelope = sending.open_envelope(
        kind=KIND,
        object=contract.pk,
        subject=client.pk,
        snapshot=frozen,
        signers=[
            Signer(Role.CLIENT, name=client.name, email=client.email, position=1),
            Signer(Role.COACH, name=by.user.name, email=by.user.email, position=2, member=by),
        ],
        language=contract.language,
        by=by,
    )
    contract.envelope = envelope
    contract.edition = text.signed_edition(by)
    contract.sections = f" {' '.join(section['key'] for section in frozen['sections'])} "
    contract.save(update_fields=["envelope", "edition", "sections"])
    journal.record(events.SENT, contract, by=by, envelope=envelope.pk)
    sending.send(envelope)
    return envelope


def conclude(envelope: Envelope, *, by: Membership) -> None:
    """All have signed: the contract is in effect. Runs in the transaction of the last signature."""
    contract = Contract.objects.get(envelope=envelope.pk)
    if contract.concluded_at is None:
        contract.concluded_at = envelope.signed_at
        contract.save(update_fields=["concluded_at"])
        journal.record(events.CONCLUDED, contract, by=by)


def _named(changed: list[str]) -> dict[str, Any]:
    """Which fields changed, for the journal: their names, none of their words."""
    return dict.fromkeys(changed, True)
