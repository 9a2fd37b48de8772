"""How what contracts prove is found and said: the active ones that lack something, by the codes of
their clients; what waits, within its days."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, QuerySet, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import (
    Finding,
    Proof,
    due,
    kept,
    missing,
    not_concerned,
)
from coachpractice.signing.models import Question
from coachpractice.ui.formats import day_text
from contracts.models import KIND, Contract

DAYS_TO_TALK = 14
SHOWN = 6

Row = tuple[Any, int]


def active(coach: Membership, day: date) -> Any:
    return Contract.objects.of_coach(coach).active(day, coach.practice.timezone)


def each_contract(coach: Membership, day: date, lacking: Any, *, why: str, lacks: str) -> Finding:
    """Kept when no active contract is `lacking`, saying how many of them were signed elsewhere;
    else the clients whose contract is."""
    judged = active(coach, day).annotate(lacks=Case(When(lacking, then=True), default=False))
    facts = judged.values_list("client", "client__number", "lacks", "taken_in")
    found = list(facts.order_by("client__number"))
    if not found:
        return not_concerned(_("No client is under contract."))
    rows = [(pk, number) for pk, number, lacks_it, _in in found if lacks_it]
    if not rows:
        proof = Proof(_("Contracts in force"), f"{reverse('contracts:list')}?state=in-force")
        words = why % {"n": len(found)}
        if elsewhere := sum(1 for row in found if row[-1]):
            words += " " + _("Of these, signed elsewhere and taken in: %(n)d.") % {"n": elsewhere}
        return kept(words, proof)
    return lacking_in(lacks, rows)


def lacking_in(words: str, rows: list[Row]) -> Finding:
    proofs = clients_named(rows)
    return missing(words % {"n": len(rows)}, *proofs, mend=proofs[0])


def within_days(
    coach: Membership,
    day: date,
    opened: list[tuple[datetime, Row]],
    *,
    late: str,
    soon: str,
    otherwise: Finding,
) -> Finding:
    """Due while the oldest of what was `opened` is inside its 14 days, missing after; `otherwise`
    when nothing is open, or something graver is found."""
    if not opened or otherwise.state == "missing":
        return otherwise
    zone = ZoneInfo(coach.practice.timezone)
    until = opened[0][0].astimezone(zone).date() + timedelta(days=DAYS_TO_TALK)
    proofs = clients_named([row for _at, row in opened])
    words = {"n": len(opened), "day": day_text(until, get_language() or "fr")}
    if day > until:
        return missing(late % words, *proofs, mend=proofs[0])
    return due(soon % words, until, *proofs, mend=proofs[0])


def opened_since(rows: QuerySet, since: str) -> list[tuple[datetime, Row]]:
    """When each was opened, oldest first, and the client it is about."""
    contract = "party__envelope__contract"
    found = rows.order_by(since).values_list(
        since, f"{contract}__client", f"{contract}__client__number"
    )
    return [(at, (pk, number)) for at, pk, number in found]


def open_questions(coach: Membership) -> QuerySet:
    """What clients asked about contracts that are still to be signed, and nobody answered yet."""
    return Question.objects.open().filter(
        practice=coach.practice_id,
        party__envelope__kind=KIND,
        party__envelope__coach=coach.pk,
        party__envelope__voided_at=None,
        party__envelope__declined_at=None,
        party__envelope__contract__isnull=False,
    )


def clients_named(rows: list[Row]) -> list[Proof]:
    """The clients, by code; the first six."""
    return [
        Proof(Client(number=number).code, reverse("clients:page", args=[pk]))
        for pk, number in list(dict(rows).items())[:SHOWN]
    ]
