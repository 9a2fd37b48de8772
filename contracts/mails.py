"""What contracts write to people once they are signed: that one ends, that somebody withdrew, where
their own page is. No word of what coaching is about."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.registry.mails import Letter, mail
from coachpractice.signing.actions import keeping
from coachpractice.signing.models import Party
from coachpractice.ui.formats import day_text, moment_text
from coachpractice.vault.fields import lend_keys
from contracts.drafts import mails as drafts  # noqa: F401 -- which are written about too
from contracts.models import Contract, Ending, How, Withdrawal


def _contract(pk: Any) -> Contract:
    rows = Contract.objects.select_related("coach__user", "coach__practice", "envelope")
    return rows.get(pk=pk)


def _party(pk: Any) -> Party:
    rows = Party.objects.select_related("envelope__coach__user", "envelope__coach__practice")
    return rows.get(pk=pk)


def _to_guest(party: Party, contract: Contract, template: str, subject: str, **more: Any) -> Letter:
    coach = contract.coach
    return Letter(
        to=more.pop("to", party.email),
        language=party.envelope.language,
        subject=subject,
        template=f"contracts/mail/{template}",
        context={
            "party": party,
            "number": contract.number,
            "coach_name": coach.user.name,
            "door": keeping.address_of(party),
            **more,
        },
        reply_to=coach.user.email,
        sender_name=coach.user.name,
    )


def _to_coach(contract: Contract, template: str, subject: str, **more: Any) -> Letter:
    user = contract.coach.user
    page = settings.PUBLIC_URL + reverse("contracts:page", args=[contract.pk])
    return Letter(
        to=user.email,
        language=user.language,
        subject=subject,
        template=f"contracts/mail/{template}",
        context={"number": contract.number, "page": page, **more},
    )


@mail("contracts.ending")
def ending(*, ending: str, party: str) -> Letter | None:
    """To each guest: when the contract ends, and who asked."""
    row, guest = Ending.objects.get(pk=ending), _party(party)
    contract = _contract(row.contract_id)
    if contract.withdrawn_at or contract.stops_on != row.last_day:
        return None  # it went another way meanwhile
    with translation.override(guest.envelope.language):
        subject = _("Your coaching contract ends")
        who = {"asker": row.asker, "mine": row.party_id == guest.pk}
        last_day = day_text(row.last_day, guest.envelope.language)
        return _to_guest(guest, contract, "ending", subject, last_day=last_day, **who)


@mail("contracts.ending-asked")
def ending_asked(*, ending: str) -> Letter:
    """To the coach: somebody ended a contract from their own page."""
    row = Ending.objects.get(pk=ending)
    contract = _contract(row.contract_id)
    with translation.override(contract.coach.user.language):
        subject = _("Contract %(number)s was ended") % {"number": contract.number}
        days = (row.last_day, row.settle_by)
        last_day, settle_by = (day_text(each, contract.coach.user.language) for each in days)
        told = {"last_day": last_day, "settle_by": settle_by}
        return _to_coach(contract, "ending-asked", subject, **told)


@mail("contracts.withdrawal-receipt")
def withdrawal_receipt(*, withdrawal: str) -> Letter:
    """To whoever withdrew: the receipt on a durable medium, with content, date and hour."""
    row, contract, party = _withdrawal(withdrawal)
    with translation.override(party.envelope.language):
        subject = _("Receipt: you withdrew from your contract")
        said = _declaration(row, contract, party.envelope.language)
        return _to_guest(party, contract, "withdrawal-receipt", subject, to=row.receipt_to, **said)


@mail("contracts.withdrawn")
def withdrawn(*, withdrawal: str, party: str) -> Letter:
    """To the others who signed."""
    row, contract, _guest = _withdrawal(withdrawal)
    guest = _party(party)
    with translation.override(guest.envelope.language):
        subject = _("A coaching contract was withdrawn from")
        said = _declaration(row, contract, guest.envelope.language)
        return _to_guest(guest, contract, "withdrawn", subject, when=said["when"])


@mail("contracts.withdrawal-declared")
def withdrawal_declared(*, withdrawal: str) -> Letter:
    """To the coach: a client withdrew."""
    row, contract, _guest = _withdrawal(withdrawal)
    with translation.override(contract.coach.user.language):
        subject = _("Contract %(number)s was withdrawn from") % {"number": contract.number}
        said = _declaration(row, contract, contract.coach.user.language)
        told = {key: said[key] for key in ("when", "refund_by", "started_early")}
        return _to_coach(contract, "withdrawal-declared", subject, **told)


def _declaration(row: Withdrawal, contract: Contract, language: str) -> dict[str, Any]:
    """What was declared, when, and what follows, in words. Of one received otherwise than through
    the page the hour is that of its entry: no time is invented."""
    zone = contract.coach.practice.timezone

    def moment(at: datetime | None) -> str:
        return moment_text(at, zone, language) if at else ""

    return {
        "name": row.name,
        "when": moment(row.declared_at),
        "received": "" if row.how == How.LINK else day_text(row.declared_on, language),
        "concluded": moment(contract.concluded_at),
        "refund_by": day_text(row.settle_by, language),
        "started_early": row.started_early,
        "is_amendment": contract.amends_id is not None,
    }


def _withdrawal(pk: str) -> tuple[Withdrawal, Contract, Party]:
    row = Withdrawal.objects.select_related("contract").get(pk=pk)
    party = _party(row.party_id)
    lend_keys(party, row)
    return row, _contract(row.contract_id), party


@mail("contracts.door")
def door(*, party: str) -> Letter | None:
    """A new link to a guest's own page."""
    guest = _party(party)
    if not keeping.address_of(guest):
        return None
    contract = _contract(guest.envelope.object)
    with translation.override(guest.envelope.language):
        return _to_guest(guest, contract, "door", _("Your page about your coaching contract"))
