"""What happened to contracts after they were concluded, as moments of a time line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from coachpractice.signing.models import Envelope, Role
from coachpractice.ui.formats import day_text
from contracts.models import Asker, Contract, Ending, How, Suspension, Withdrawal

# Who did something, by role: names would take the keys of other files.
BY: dict[str, Any] = {
    Role.CLIENT: _l("the client"),
    Role.GUARDIAN: _l("who signs for the client or with them"),
    Role.SPONSOR: _l("the organisation"),
    Role.MEMBER: _l("a member of the team"),
}
_ENDED_BY: dict[str, Any] = {
    Asker.COACH: lambda: _("Ended by you"),
    Asker.CLIENT: lambda: _("Ended by the client"),
    Asker.GUARDIAN: lambda: _("Ended in the client’s name"),
    Asker.SPONSOR: lambda: _("Ended by the organisation"),
}


@dataclass(frozen=True)
class Moment:
    """Something that happened, as a time line shows it."""

    at: datetime
    words: str | Promise
    hint: str = ""


@dataclass(frozen=True)
class Happened:
    """Something that happened to one contract; `hint` adds a day or a number."""

    contract: UUID
    at: datetime
    words: str | Promise
    hint: str = ""


def after_conclusion(contracts: Sequence[Contract], zone: str) -> list[Happened]:
    """Everything after the conclusion, in a constant number of queries; those signed elsewhere came
    with their `taken_in`."""
    pks = [contract.pk for contract in contracts]
    found: list[Happened] = []
    for contract in contracts:
        found += _of_taken_in(contract)
    for ending in Ending.objects.filter(contract__in=pks):
        found += _of_ending(ending)
    for withdrawal in Withdrawal.objects.filter(contract__in=pks):
        found += _of_withdrawal(withdrawal)
    for suspension in Suspension.objects.filter(contract__in=pks):
        found += _of_suspension(suspension, zone)
    followers = Contract.objects.filter(amends__in=pks) | Contract.objects.filter(renews__in=pks)
    for follower in followers:
        found += _of_follower(follower)
    return found


def of_envelope(envelope: Envelope) -> list[Happened]:
    """From sending to seal. Needs its `parties`."""
    happened: list[tuple[datetime | None, str]] = [(envelope.created_at, _("Sent"))]
    for party in envelope.parties.all():
        if party.is_guest:
            who = {"who": BY[party.role]}
            happened += [
                (party.opened_at, _("Opened by %(who)s") % who),
                (party.signed_at, _("Signed by %(who)s") % who),
                (party.declined_at, _("Declined by %(who)s") % who),
            ]
    happened += [
        (envelope.voided_at, _("Taken back")),
        (envelope.signed_at, _("Concluded")),
        (envelope.sealed_at, _("Sealed")),
    ]
    return [Happened(envelope.object, at, words) for at, words in happened if at]


def latest_first(found: Iterable[Any]) -> list[Any]:
    """Of two at the same moment, the one that was named later comes first."""
    return sorted(found, key=lambda each: each.at)[::-1]


def timeline(contract: Contract, envelopes: Sequence[Envelope]) -> list[Happened]:
    """Everything that happened to one contract, the latest first."""
    zone = contract.coach.practice.timezone
    found = [each for envelope in envelopes for each in of_envelope(envelope)]
    found += after_conclusion([contract], zone)
    return latest_first(found)


def _of_taken_in(row: Contract) -> Iterator[Happened]:
    if taken := row.taken_in:
        last = _("Last signature: %(day)s") % {"day": _day(taken.signed_on)}
        yield Happened(row.pk, taken.taken_in_at, _("Taken in, signed elsewhere"), last)
        if taken.sealed_at:
            yield Happened(row.pk, taken.sealed_at, _("Copy sealed"))


def _of_ending(row: Ending) -> Iterator[Happened]:
    last = _("Last day: %(day)s") % {"day": _day(row.last_day)}
    yield Happened(row.contract_id, row.asked_at, _ENDED_BY[row.asker](), last)
    if row.settled_at:
        yield Happened(row.contract_id, row.settled_at, _("End settled"))


def _of_withdrawal(row: Withdrawal) -> Iterator[Happened]:
    said = _("Declared on %(day)s") % {"day": _day(row.declared_on)}
    hint = said if row.how == How.WORD else ""
    yield Happened(row.contract_id, row.declared_at, _("Withdrawn from by the client"), hint)
    if row.settled_at:
        yield Happened(row.contract_id, row.settled_at, _("Withdrawal settled"))


def _of_suspension(row: Suspension, zone: str) -> Iterator[Happened]:
    until = _("until %(day)s") % {"day": _day(row.ends)} if row.ends else _("until taken up again")
    at = datetime.combine(row.starts, time.min, ZoneInfo(zone))
    yield Happened(row.contract_id, at, _("Suspended"), until)


def _of_follower(row: Contract) -> Iterator[Happened]:
    number = {"number": row.number}
    if row.amends_id:
        yield Happened(row.amends_id, row.created_at, _("Amendment %(number)s begun") % number)
        if row.concluded_at:
            words = _("Replaced by amendment %(number)s") % number
            yield Happened(row.amends_id, row.concluded_at, words)
    elif row.renews_id:
        yield Happened(row.renews_id, row.created_at, _("Renewal %(number)s begun") % number)
        if row.concluded_at:
            words = _("Renewed by %(number)s") % number
            yield Happened(row.renews_id, row.concluded_at, words)


def _day(day: date) -> str:
    return day_text(day, get_language() or "")
