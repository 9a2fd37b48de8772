"""The list of contracts, and one contract once it was sent."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coachpractice import clock
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.signing.models import Envelope
from contracts.changes.history import timeline
from contracts.changes.rules import Rules
from contracts.elsewhere import views as elsewhere
from contracts.listing import Listing
from contracts.models import KIND, Contract, Ending, State, Withdrawal
from contracts.proofreading import essence
from contracts.views import assisting


def contract_of(member: Membership, pk: UUID) -> Contract:
    """A contract this member may see, with its state and the keys to its client's file; 404 for
    all others."""
    rows = Contract.objects.visible_to(member).with_state(clock.today(member.practice.timezone))
    rows = rows.select_related(
        "client__sponsor", "sponsor", "framework", "envelope", "edition", "taken_in",
        "coach__user", "coach__practice",
    )  # fmt: skip
    return get_object_or_404(rows.unlocked("identity", "content", "contract"), pk=pk)


@require_safe
@requires(Permission.SEE_PARTIES)
def contracts(request: HttpRequest) -> HttpResponse:
    listing = Listing(request.member, request.GET)  # type: ignore[attr-defined]
    return render(request, "contracts/list.html", {"listing": listing})


@require_safe
@requires(Permission.SEE_PARTIES)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a contract stands, who signed, what was asked. A draft opens on its drafting page."""
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    if contract.state == State.DRAFT:
        return redirect("contracts:draft", pk=contract.pk)
    if contract.taken_in:
        return elsewhere.page(request, contract, _after(request, contract))
    envelope = contract.envelope
    assert envelope is not None
    if request.member.is_assistant:  # type: ignore[attr-defined]
        return assisting.page(request, contract)
    roles = list(envelope.parties.guests().values_list("role", flat=True))
    return render(
        request,
        "contracts/page.html",
        {
            "contract": contract,
            "client": contract.client,
            "envelope": envelope,
            "summary": essence(envelope.snapshot, roles),
            "several": len(roles) > 1,
            **_after(request, contract),
        },
    )


def _after(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    """What stands around a contract, what may be done with it, and what happened."""
    member = request.member  # type: ignore[attr-defined]
    rules = Rules.now(contract)
    follows = Q(amends=contract.pk) | Q(renews=contract.pk)
    rows = Contract.objects.visible_to(member).filter(follows).select_related("envelope")
    followers = list(rows.order_by("created_at"))
    ending = Ending.objects.visible_to(member).filter(contract=contract)
    withdrawal = Withdrawal.objects.visible_to(member).filter(contract=contract)
    after = {
        "followers": followers,
        "amendment": any(each.amends_id and not each.concluded_at for each in followers),
        "renewal": any(each.renews_id and not each.withdrawn_at for each in followers),
        "may_withdraw": rules.may_withdraw,
        "open": bool(contract.stops_on or contract.withdrawn_at)
        and (ending.unsettled().exists() or withdrawal.unsettled().exists()),
    }
    envelopes = _envelopes(contract)
    return {"rules": rules, "after": after, "moments": timeline(contract, envelopes)}


def _envelopes(contract: Contract) -> list[Envelope]:
    """Each envelope it was sent in; those that were taken back too."""
    rows = contract.coach.envelopes.filter(kind=KIND, object=contract.pk)
    return list(rows.prefetch_related("parties").order_by("created_at"))
