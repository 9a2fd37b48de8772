"""The list of contracts, and one contract once it was sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coachpractice import clock
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from contracts.listing import Listing
from contracts.models import Contract, State
from contracts.proofreading import essence
from contracts.views import assisting


def contract_of(member: Membership, pk: UUID) -> Contract:
    """A contract this member may see, with its state and the keys to its client's file; 404 for
    all others."""
    rows = Contract.objects.visible_to(member).with_state(clock.today(member.practice.timezone))
    rows = rows.select_related(
        "client__sponsor", "sponsor", "framework", "envelope", "coach__user", "coach__practice"
    )
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
        },
    )
