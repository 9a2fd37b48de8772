"""The coach's pages around drafting: the same again, thrown away, the first meeting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from contracts.drafts import discarding, meeting, repeating
from contracts.drafts.forms import FirstMeetingForm, RepeatForm
from contracts.models import Contract
from contracts.values import Values
from contracts.views.pages import contract_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DRAFT_CONTRACTS)
def repeat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For whom? Then straight to the check page, or to the draft while something is missing."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    form = RepeatForm(
        request.POST if request.method == "POST" else None,
        contract=contract,
        clients=repeating.candidates(contract, by=member),
        name=contract.client.name,
    )
    if form.is_valid():
        try:
            return _onward(request, _repeated(contract, form, member))
        except Refused as refusal:
            form.refuse(refusal)
    context = {"contract": contract, "client": contract.client, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "contracts/drafts/repeat.html", context, status=status)


def _repeated(contract: Contract, form: RepeatForm, member: Any) -> list[Contract]:
    if form.chosen:
        return [repeating.repeat(contract, form.chosen, by=member, also=form.also)]
    people = form.cleaned_data["new"]
    return repeating.repeat_for_new(contract, people, by=member, also=form.also)


def _onward(request: HttpRequest, made: list[Contract]) -> HttpResponse:
    if len(made) > 1:
        words = _("%(count)s drafts are ready. Complete each one, then send it.")
        messages.success(request, words % {"count": len(made)})
        return redirect(f"{_list()}?state=draft")
    contract = contract_of(request.member, made[0].pk)  # type: ignore[attr-defined]
    return redirect(
        "contracts:draft" if Values(contract).gaps else "contracts:send", pk=contract.pk
    )


def _list() -> str:
    return redirect("contracts:list").url


@require_POST
@requires(Permission.DRAFT_CONTRACTS)
def throw_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    try:
        discarding.throw_away(contract, by=request.member)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:page", pk=pk)
    return redirect("contracts:list")


@require_POST
@requires(Permission.DRAFT_CONTRACTS)
def bring_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Contract.with_thrown_away.visible_to(request.member)  # type: ignore[attr-defined]
    contract = get_object_or_404(rows, pk=pk)
    try:
        discarding.bring_back(contract, by=request.member)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:list")
    return redirect("contracts:draft", pk=pk)


@require_safe
@requires(Permission.DRAFT_CONTRACTS)
def meeting_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One page to have at hand when the contract is explained."""
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    response = HttpResponse(meeting.sheet(contract), content_type="application/pdf")
    name = _("first-meeting-%(number)s") % {"number": contract.number}
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
@requires(Permission.DRAFT_CONTRACTS)
def explained(request: HttpRequest, pk: UUID) -> HttpResponse:
    """On which day it was explained."""
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    form = FirstMeetingForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Give a day that has come."))
        day = form.cleaned_data["explained_on"]
        meeting.note(contract, by=request.member, explained_on=day)  # type: ignore[attr-defined]
        messages.success(request, _("Noted."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("contracts:page", pk=pk)
