"""What waits about contracts: answers, signatures, silence, drafts, and their ends."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import (
    Deadline,
    Due,
    Step,
    days_left,
    deadline,
    due,
    step,
)
from coachpractice.signing.models import Check, Party, Question
from coachpractice.ui.formats import day_text, initials
from contracts.accords import reminders as accords  # noqa: F401 -- what waits about them
from contracts.changes import reminders as changes  # noqa: F401 -- what waits at their end
from contracts.models import Contract, State
from contracts.values import coach_gaps

SILENT_AFTER = timedelta(days=3)
_PARTIES = Prefetch(
    "envelope__parties", Party.objects.select_related("envelope").unlocked("identity")
)
FROM_HERE = "?from=today"  # once done there, a page leads back to the list of steps


def _plain(contract: Contract) -> dict[str, str]:
    """How mails name a contract."""
    return {"number": contract.number, "code": contract.client.code}


# Answers of parties ---------------------------------------------------------------------------


def _standing(rows: Any) -> Any:
    """Answers of parties to a contract that may still be signed, with whose they are, and the
    keys to the names."""
    standing = rows.filter(
        party__envelope__contract__isnull=False,
        party__envelope__voided_at=None,
        party__envelope__declined_at=None,
    )
    related = standing.select_related("party__envelope__contract__client")
    return related.unlocked("identity").order_by("created_at")


@due("contracts.questions")
def questions(member: Membership, day: date) -> Iterator[Due]:
    """Questions a party waits to have answered."""
    for question in _standing(Question.objects.visible_to(member).open()):
        contract = question.party.envelope.contract
        yield Due(
            subject=question.pk,
            since=question.created_at,
            words=_("Answer %(name)s") % {"name": question.party.name},
            hint=_("An objection to a limit of confidentiality.")
            if question.about
            else _("A question asked before signing."),
            url=reverse("envelopes:question", args=[question.pk]),
            look="missing",
            label=_("Open question"),
            plain=_("A question about contract %(number)s (%(code)s) waits for its answer")
            % _plain(contract),
        )


@due("contracts.points")
def points(member: Membership, day: date) -> Iterator[Due]:
    """Points to talk over, one line per contract. A point that comes later is not put off with
    those before it."""
    last: dict[Any, Check] = {}
    first: dict[Any, Check] = {}
    for point in _standing(Check.objects.visible_to(member).to_talk_over()):
        contract = point.party.envelope.contract
        first.setdefault(contract.pk, point)
        last[contract.pk] = point
    for pk, point in first.items():
        contract = point.party.envelope.contract
        yield Due(
            subject=last[pk].pk,
            since=point.created_at,
            words=_("Talk a point over with %(name)s") % {"name": point.party.name},
            hint=_("An answer showed that something was not understood."),
            url=reverse("contracts:page", args=[pk]),
            look="due",
            label=_("To talk over"),
            plain=_("A point of contract %(number)s (%(code)s) is to be talked over")
            % _plain(contract),
        )


# Contracts that are not concluded ---------------------------------------------------------------


@due("contracts.open")
def open_contracts(member: Membership, day: date) -> Iterator[Due]:
    """Drafts to finish, signatures to give, refusals to read, silence to break. A contract with
    an open question is told by its question."""
    mine = Contract.objects.visible_to(member)
    asked = Question.objects.visible_to(member).open().filter(party__envelope=OuterRef("envelope"))
    rows = mine.filter(concluded_at=None).with_state(day).annotate(asked=Exists(asked))
    found = list(rows.for_list().prefetch_related(_PARTIES))
    sent_before = mine.exclude(envelope=None).exists()
    for contract in found:
        if contract.state == State.DRAFT:
            if sent_before:  # else the last of the first steps leads to it
                yield _draft(contract)
        elif not contract.asked and (waits := _on_its_way(contract)):
            yield waits


def _draft(contract: Contract) -> Due:
    return Due(
        subject=contract.pk,
        since=contract.saved_at,
        words=_("Finish the contract of %(name)s") % {"name": contract.client.name},
        hint=_("Draft no. %(number)s") % {"number": contract.number},
        url=reverse("contracts:draft", args=[contract.pk]),
        look="idle",
        label=_("Draft"),
        plain=_("Contract %(number)s (%(code)s) is still a draft") % _plain(contract),
        notify=False,
    )


def _on_its_way(contract: Contract) -> Due | None:
    envelope = contract.envelope
    assert envelope is not None
    page = reverse("contracts:page", args=[contract.pk])
    name = {"name": contract.client.name}
    if contract.state == State.DECLINED and envelope.declined_at:
        return Due(
            subject=envelope.pk,
            since=envelope.declined_at,
            words=_("Read why %(name)s declined") % {"name": _declined_by(contract).name},
            hint=_("You can change the contract and send it again."),
            url=page,
            look="missing",
            label=_("Declined"),
            plain=_("Contract %(number)s (%(code)s) was declined") % _plain(contract),
        )
    if contract.state == State.EXPIRED:
        return Due(
            subject=envelope.pk,
            since=envelope.expires_at,
            words=_("Send the contract of %(name)s again") % name,
            hint=_("The time to sign is over."),
            url=page,
            look="due",
            label=_("Expired"),
            plain=_("The time to sign contract %(number)s (%(code)s) is over") % _plain(contract),
        )
    return _next_signature(contract, page)


def _next_signature(contract: Contract, page: str) -> Due | None:
    """The coach's own, once it is their turn; else whoever has been silent for three days."""
    envelope, turn = contract.envelope, _turn(contract)
    assert envelope is not None
    if turn is None:
        return None
    several = sum(each.is_guest for each in _parties(contract)) > 1
    if turn.member_id:
        return Due(
            subject=turn.pk,
            since=_last_signature(contract) or envelope.created_at,
            words=_("Sign the contract of %(name)s") % {"name": contract.client.name},
            hint=_("All the others have signed. It takes effect with your signature.")
            if several
            else _("Signed by the client. It takes effect with your signature."),
            url=reverse("envelopes:countersign", args=[envelope.pk]),
            look="due",
            label=_("Your signature"),
            plain=_("Contract %(number)s (%(code)s) waits for your signature") % _plain(contract),
        )
    asked_at = turn.invited_at or envelope.created_at
    if asked_at + SILENT_AFTER > clock.now():
        return None
    silent = [each.name for each in _parties(contract) if _is_asked(each, turn.position)]
    return Due(
        subject=turn.pk,
        since=asked_at,
        words=_("Ask %(name)s whether the mail arrived") % {"name": _and(silent)},
        hint=_("Sent more than three days ago, not signed yet."),
        url=page,
        look="due",
        label=_("No answer"),
        plain=_("Contract %(number)s (%(code)s) was sent more than three days ago")
        % _plain(contract),
    )


def _turn(contract: Contract) -> Party | None:
    """Whose signature is next; of several at once, the one who has waited longest."""
    waiting = [each for each in _parties(contract) if not each.signed_at]
    return min(waiting, key=lambda each: each.position, default=None)


def _is_asked(party: Party, position: int) -> bool:
    return not party.signed_at and party.position == position


def _and(names: list[str]) -> str:
    """« Rose, Basile et Aymar »."""
    *first, last = names
    if not first:
        return last
    return _("%(names)s and %(last)s") % {"names": ", ".join(first), "last": last}


def _last_signature(contract: Contract) -> Any:
    return max((each.signed_at for each in _parties(contract) if each.signed_at), default=None)


def _declined_by(contract: Contract) -> Any:
    """The party who declined; the client, where that is not said."""
    who = (each for each in _parties(contract) if each.declined_at)
    return next(who, contract.client)


def _parties(contract: Contract) -> list[Party]:
    """As they came with the list, with the keys to their names."""
    assert contract.envelope is not None
    return list(contract.envelope.parties.all())


# Ends -------------------------------------------------------------------------------------------


@deadline("contracts.ending")
class Ending(Deadline):
    """A contract in force that ends, unless another one with the client goes on after it."""

    field = "end_day"
    since = "concluded_at"

    def rows(self) -> Any:
        goes_on = Contract.objects.exclude(envelope=None, taken_in=None).filter(
            client=OuterRef("client"),
            coach=OuterRef("coach"),
            end_day__gt=OuterRef("end_day"),
            envelope__voided_at=None,
            envelope__declined_at=None,
            withdrawn_at=None,
        )
        standing = Contract.objects.filter(
            concluded_at__isnull=False, stops_on=None, withdrawn_at=None, superseded_at=None
        )
        rows = standing.filter(~Exists(goes_on))
        return rows.select_related("client")

    def plain(self, row: Contract) -> str:
        return _("Contract %(number)s (%(code)s) ends") % _plain(row)

    def initials(self, row: Contract) -> str:
        return initials(row.client.name)

    def due(self, row: Contract, day: date) -> Due:
        assert row.end_day
        assert row.concluded_at
        return Due(
            subject=row.pk,
            since=row.concluded_at,
            words=_("The contract of %(name)s ends") % {"name": row.client.name},
            hint=_("Last day: %(day)s. Renew it, or close it together.")
            % {"day": _day(row.end_day)},
            url=reverse("contracts:page", args=[row.pk]),
            look="due",
            label=days_left(row.end_day, day),
            plain=self.plain(row),
            day=row.end_day,
        )


def _day(day: date) -> str:
    return day_text(day, get_language() or "")


# The first steps --------------------------------------------------------------------------------


@step("contracts.facts", order=10)
def facts(member: Membership) -> Step:
    gaps = coach_gaps(member)
    return Step(
        _("Say what your contracts say of you"),
        _("Missing: %(list)s.") % {"list": ", ".join(gap.label for gap in gaps)}
        if gaps
        else _("Address, registration, mediator, methods, supervision."),
        next((gap.url + FROM_HERE for gap in gaps if gap.url), ""),
        not gaps,
    )


@step("contracts.first", order=90)
def first_contract(member: Membership) -> Step:
    """Done, and the first steps with it, once a contract was sent."""
    mine = Contract.objects.visible_to(member)
    words = _("Send your first contract")
    if mine.exclude(envelope=None).exists():
        return Step(words, "", "", True)
    draft = mine.filter(concluded_at=None).for_list().first()
    client = Client.objects.visible_to(member).order_by("-number").first()
    hint = (
        _("Finish the contract of %(name)s") % {"name": draft.client.name}
        if draft
        else _("Filled in beforehand; you read it as your client will.")
    )
    return Step(words, hint, _where(draft, client), False)


def _where(draft: Contract | None, client: Client | None) -> str:
    if draft:
        return reverse("contracts:draft", args=[draft.pk])
    return reverse("clients:page", args=[client.pk]) if client else reverse("clients:add")
