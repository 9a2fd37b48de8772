"""Who signed contracts and what they answered there: in an envelope of ours, or on paper and taken
in. The rules ask here, so that none has to know where a contract was signed.

Each function gives a condition on contracts, as `each_contract` takes it.
"""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from clients.models import Client, TeamMember
from coachpractice.signing.models import Consent, LimitAnswer, Party, Role
from contracts.models import ConsentThere, Signatory
from contracts.models.elsewhere import words_of
from contracts.wording import CARDS

_ELSEWHERE = Q(taken_in__isnull=False)


def without_code(day: date) -> Q:
    """The code came neither with the contract nor, signed elsewhere, by that day."""
    return Q(edition=None) | Q(taken_in__code_on__gt=day)


def unclear() -> Q:
    """A part was not confirmed as clear: by a guest, or in what the coach declared."""
    here = _guests().annotate(clear=Count("clearcards")).filter(clear__lt=len(CARDS))
    return Q(Exists(here)) | _ELSEWHERE & ~Q(taken_in__cards=words_of(CARDS))


def limits_unanswered() -> Q:
    here = _guests().filter(~Exists(LimitAnswer.objects.filter(party=OuterRef("pk"))))
    return Q(Exists(here)) | _ELSEWHERE & Q(taken_in__limits="")


def unasked(key: str, day: date) -> Q:
    """This choice was not made, by whom it is to make: the client, each member of a team, whoever
    signs in a client's place; not an organisation nor a curator."""
    answered = Consent.objects.filter(party=OuterRef("pk"), key=key)
    silent = _guests().filter(~Exists(answered))
    there = ConsentThere.objects.filter(
        taken_in=OuterRef("taken_in"), key=key, answered_on__lte=day
    )
    return (
        Q(Exists(silent.filter(role__in=(Role.CLIENT, Role.MEMBER))))
        | (
            Q(Exists(silent.filter(role=Role.GUARDIAN)))
            & ~Q(client__protection=Client.Protection.CURATORSHIP)
        )
        | (_ELSEWHERE & ~Q(Exists(there)))
    )


def member_missing() -> Q:
    """Somebody who is in the team today did not sign."""
    person = OuterRef("pk")
    here = Party.objects.filter(
        person=person, envelope=OuterRef(OuterRef("envelope")), signed_at__isnull=False
    )
    there = Signatory.objects.filter(person=person, taken_in=OuterRef(OuterRef("taken_in")))
    members = TeamMember.objects.there().filter(client=OuterRef("client"))
    return Q(Exists(members.filter(~Exists(here), ~Exists(there))))


def by_organisation() -> Q:
    here = Party.objects.filter(
        role=Role.SPONSOR, envelope=OuterRef("envelope"), signed_at__isnull=False
    )
    there = Signatory.objects.filter(role=Role.SPONSOR, taken_in=OuterRef("taken_in"))
    return Q(Exists(here)) | Q(Exists(there))


def hands(contracts: Any) -> dict[UUID, Counter[str]]:
    """How many signed in which role, by contract; one query for all of them."""
    pks = contracts.order_by().values("pk")
    here = Party.objects.filter(envelope__contract__in=pks, signed_at__isnull=False)
    there = Signatory.objects.filter(taken_in__contract__in=pks)
    rows = _roles(here, "envelope__contract").union(_roles(there, "taken_in__contract"), all=True)
    found: dict[UUID, Counter[str]] = {}
    for contract, role in rows:
        found.setdefault(contract, Counter())[role] += 1
    return found


def _roles(rows: QuerySet, contract: str) -> QuerySet:
    return rows.order_by().annotate(signed=F(contract)).values_list("signed", "role")


def _guests() -> QuerySet:
    """The parties of a contract who signed by link."""
    return Party.objects.guests().filter(envelope=OuterRef("envelope"))
