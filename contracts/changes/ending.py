"""End a contract, and settle what was asked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.mail.actions import post
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.registry.events import Event
from coachpractice.signing.actions import sending
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit, note
from contracts import events
from contracts.changes.rules import Rules, day_words
from contracts.models import Asker, Contract, Ending, How, Withdrawal

LONGEST_REASON = 2000


def lock(pk: UUID) -> Contract:
    """The contract as it is now; nobody else changes, ends or replaces it before this transaction
    ends."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related(
        "client", "sponsor", "amends", "renews", "coach__practice", "coach__user"
    )
    return rows.get(pk=pk)


def take_back_followers(contract: Contract) -> None:
    """Take back the amendment or renewal that is out to be signed: what it follows ends.

    Before `lock`: whoever signs holds the envelope, then asks for the contract.
    """
    rows = Contract.objects.filter(Q(amends=contract.pk) | Q(renews=contract.pk), concluded_at=None)
    for follower in rows.to_be_signed().select_related("envelope", "coach"):
        assert follower.envelope
        sending.void(follower.envelope, by=follower.coach)


@transaction.atomic
def end_by_link(party: Party, *, reason: str, visit: Visit) -> Ending:
    """A guest ends their contract from their own page: the client's side today, a sponsor after the
    notice. Everybody is told. Refused when it ends as early already, or is not theirs to end."""
    contract = Contract.objects.get(envelope=party.envelope_id)
    take_back_followers(contract)
    contract = lock(contract.pk)
    rules = Rules.now(contract)
    asker = rules.asker(party)
    if asker is None:
        raise Refused(_("This contract is not yours to end. Write to your coach."))
    return _end(rules, asker, by=party, reason=reason, visit=visit)


@transaction.atomic
def end(
    contract: Contract,
    *,
    by: Membership,
    asker: str,
    asked_on: date | None = None,
    last_day: date | None = None,
    reason: str = "",
) -> Ending:
    """The coach ends a contract, or records that somebody else asked for it on `asked_on`.

    `last_day` is agreed with them; without one it is the earliest there can be. Everybody is told.
    """
    take_back_followers(contract)
    rules = Rules.now(lock(contract.pk))
    return _end(rules, Asker(asker), by=by, asked_on=asked_on, last_day=last_day, reason=reason)


def _end(
    rules: Rules,
    asker: Asker,
    *,
    by: Membership | Party,
    asked_on: date | None = None,
    last_day: date | None = None,
    reason: str = "",
    visit: Visit | None = None,
) -> Ending:
    contract, asked_on = rules.contract, asked_on or rules.today
    last_day = last_day or rules.earliest(asker, asked_on)
    _refuse_to_end(rules, asker, asked_on, last_day, reason)
    by_link = isinstance(by, Party)
    spoken = How.HERE if asker == Asker.COACH else How.WORD
    ending = Ending(
        practice_id=contract.practice_id,
        contract=contract,
        asker=asker,
        how=How.LINK if by_link else spoken,
        party=by if isinstance(by, Party) else None,
        recorded_by=None if isinstance(by, Party) else by,
        asked_at=clock.now(),
        asked_on=asked_on,
        last_day=last_day,
        settle_by=asked_on + timedelta(days=rules.notice),
        reason=reason.strip(),
        created_at=clock.now(),
    )
    ending.save(force_insert=True)
    contract.stops_on = last_day
    contract.save(update_fields=["stops_on"])
    tell(events.ENDING_ASKED, ending, by=by, visit=visit, asker=asker, how=ending.how)
    for party in _guests(contract):
        post("contracts.ending", ending=ending.pk, party=party.pk)
    if by_link:
        post("contracts.ending-asked", ending=ending.pk)
    return ending


def _refuse_to_end(rules: Rules, asker: Asker, asked_on: date, last_day: date, reason: str) -> None:
    contract = rules.contract
    if contract.withdrawn_at or not rules.is_in_force:
        raise Refused(_("This contract is not in force, so there is nothing to end."))
    if len(reason) > LONGEST_REASON:
        words = _("Please keep it under %(count)s characters.") % {"count": LONGEST_REASON}
        raise Refused(words, field="reason")
    if asked_on > rules.today:
        raise Refused(_("This day has not come yet."), field="asked_on")
    if last_day < rules.today:
        raise Refused(_("The last day has passed: choose today or a later one."), "last_day")
    earliest = rules.earliest(asker, asked_on)
    if last_day < earliest:
        words = _("With the notice that was agreed, it ends on %(day)s at the earliest.")
        raise Refused(words % {"day": day_words(earliest)}, field="last_day")
    assert contract.last_day
    if last_day >= contract.last_day:
        words = _("This contract ends on %(day)s already.")
        raise Refused(words % {"day": day_words(contract.last_day)}, field="last_day")


def tell(
    event: Event,
    row: Ending | Withdrawal,
    *,
    by: Membership | Party,
    visit: Visit | None = None,
    values: dict[str, str] | None = None,
    **details: Any,
) -> None:
    """Write it into the journal, and into the proof of the envelope."""
    journal.record(event, row, by=by, contract=row.contract_id, **details)
    envelope = row.contract.envelope
    if envelope is not None:
        given = {**(visit.values() if visit else {}), **(values or {})}
        note(event, envelope, by=by, subject=row, values=given, **details)


def _guests(contract: Contract) -> list[Party]:
    return list(Party.objects.guests().signed().filter(envelope=contract.envelope_id))


@transaction.atomic
def settle(contract: Contract, *, by: Membership, note: str) -> int:
    """Accounts are closed and all is said: settle whatever was asked of this contract. Returns how
    many requests that were; settled ones stay as they are."""
    contract = lock(contract.pk)
    if len(note) > LONGEST_REASON:
        words = _("Please keep it under %(count)s characters.") % {"count": LONGEST_REASON}
        raise Refused(words, field="note")
    settled = 0
    for model, event in (
        (Ending, events.ENDING_SETTLED),
        (Withdrawal, events.WITHDRAWAL_SETTLED),
    ):
        for row in model.objects.unsettled().filter(contract=contract):
            row.contract = contract
            row.note, row.settled_at, row.settled_by = note.strip(), clock.now(), by
            row.save(update_fields=["note", "settled_at", "settled_by"])
            tell(event, row, by=by)
            settled += 1
    return settled
