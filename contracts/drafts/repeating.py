"""The same contract for the next person: what was agreed goes over, what was confided does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from clients import actions as clients
from clients.models import Client
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from contracts import actions
from contracts.models import Contract
from contracts.parties import shared
from contracts.values import COUNTRIES_OF_WORK, NUMBERS, TEXTS

MOST_AT_ONCE = 10
_TERMS = (
    *NUMBERS, *actions.FEES, *COUNTRIES_OF_WORK, *actions.WITH_SPONSOR, "signing_order",
    "asks_code", "both_parents",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody for whom a file is to be opened."""

    name: str
    email: str


@dataclass(frozen=True)
class Also:
    """What else is to go over: what the sponsor said and reads (`common`), and what this client
    expects and wants to reach, which is theirs (`personal`)."""

    common: bool = False
    personal: bool = False


def candidates(contract: Contract, *, by: Membership) -> list[Client]:
    """The coach's clients with whom this contract could be made just so: of the same kind, paid for
    by the same sponsor or by nobody, and without a contract that runs, waits or is drafted. With
    the keys to their names."""
    today = clock.today(by.practice.timezone)
    theirs = Contract.objects.filter(client=OuterRef("pk"))
    busy = Exists(theirs.running(today)) | Exists(theirs.filter(concluded_at=None))
    paid = Q(sponsor=None) | Q(sponsor=contract.sponsor_id)
    rows = Client.objects.of_coach(by).filter(paid, ~busy, kind=contract.client.kind)
    return list(rows.exclude(pk=contract.client_id).for_list())


@transaction.atomic
def repeat(contract: Contract, client: Client, *, by: Membership, also: Also) -> Contract:
    """A draft of the same contract with another client of this coach; the sponsor pays for them
    too, from now on."""
    if contract.sponsor_id and client.sponsor_id != contract.sponsor_id:
        client = clients.change(client, by=by, sponsor=contract.sponsor, **_link(contract, client))
    draft = actions.draft(client, by=by)
    return actions.save(draft, by=by, **_agreed(contract, draft, also))


@transaction.atomic
def repeat_for_new(
    contract: Contract, people: Sequence[Person], *, by: Membership, also: Also
) -> list[Contract]:
    """Open a file for each, as an adult without another tie whose request is within what the coach
    can do, and draft the same contract. Where a sponsor pays, that it pays for others too is noted
    as a link without consequence. Refused when one of them has a file already."""
    _refuse_known(people, by)
    made = []
    for person in people:
        client = clients.add(
            by=by,
            name=person.name,
            email=person.email,
            language=contract.client.language,
            adult=True,
            ties="none",
            fit="within",
            sponsor=contract.sponsor,
            **_link(contract),
        )
        made.append(repeat(contract, client, by=by, also=also))
    return made


def _refuse_known(people: Sequence[Person], by: Membership) -> None:
    if len(people) > MOST_AT_ONCE:
        raise Refused(_("Ten people at once, no more."))
    rows = Client.objects.of_coach(by).for_list()
    known = {row.email.casefold(): row.code for row in rows if row.email}
    for person in people:
        if code := known.get(person.email.casefold()):
            words = _("%(email)s is the address of %(code)s: choose them among your clients.")
            raise Refused(words % {"email": person.email, "code": code}, field="email")


def _link(contract: Contract, client: Client | None = None) -> dict[str, Any]:
    """What is to be said of a link with other clients: the sponsor's other coachees, by code.
    Something said of this client before stands."""
    if client is not None and client.others not in ("", Client.Others.NONE):
        return {}
    if not contract.sponsor_id:
        return {} if client is not None else {"others": Client.Others.NONE}
    rows = Client.objects.of_coach(contract.coach).filter(sponsor=contract.sponsor_id)
    codes = ", ".join(row.code for row in rows.only("number").order_by("number")[:50])
    detail = _("The same organisation pays for %(codes)s.") % {"codes": codes}
    return {"others": Client.Others.HARMLESS, "others_detail": detail}


def _agreed(contract: Contract, draft: Contract, also: Also) -> dict[str, Any]:
    """The terms; words only where the new contract is in the same language."""
    same_language = contract.language == draft.language
    names = [*_TERMS, *(TEXTS if same_language else ())]
    facts = {name: getattr(contract, name) for name in names} | _days(contract)
    contact = contract.sponsor_contact
    if contact and contact.signs and contact.left_at is None:
        facts["sponsor_contact"] = contact
    if also.common:
        facts["sponsor_expectations"] = contract.sponsor_expectations
        facts["objectives"] = [row for row in contract.objectives if shared(row)]
    if also.personal:
        facts["client_expectations"] = contract.client_expectations
        facts["objectives"] = contract.objectives
    return facts


def _days(contract: Contract) -> dict[str, Any]:
    """The same days, or as many from today on once the first has passed."""
    start, end = contract.start_day, contract.end_day
    if start is None or end is None:
        return {}
    late = clock.today(contract.coach.practice.timezone) - start
    shift = max(late, timedelta())
    return {"start_day": start + shift, "end_day": end + shift}
