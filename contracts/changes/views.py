"""The coach's pages about a contract in force: end it, record what was said, settle, suspend,
amend, renew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Party
from contracts.changes import ending, following, suspending, withdrawing
from contracts.changes.forms import EndForm, ReviewForm, SettleForm, SuspendForm, WithdrawnForm
from contracts.changes.kept import send_door
from contracts.changes.rules import Rules
from contracts.models import Asker, Contract, DependenceReview, Ending, Withdrawal
from contracts.views.pages import contract_of

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _page(
    request: HttpRequest, contract: Contract, name: str, *, form: Any, **more: Any
) -> HttpResponse:
    context = {"contract": contract, "client": contract.client, "form": form, **more}
    status = 422 if form.is_bound else 200
    return render(request, f"contracts/changes/{name}.html", context, status=status)


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it, or record that somebody asked for it: last day, what is due, who is told."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    rules = Rules.now(contract)
    initial = {"asker": Asker.COACH, "asked_on": rules.today}
    form = EndForm(_given(request), contract=contract, initial=initial)
    if form.is_valid():
        try:
            ending.end(contract, by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The end is noted, and everybody who signed is told."))
            return redirect("contracts:page", pk=pk)
    elif not rules.is_in_force:
        return redirect("contracts:page", pk=pk)
    days = {each: rules.earliest(each) for each in ("coach", "client", "sponsor")}
    more = {"days": days, "rules": rules, "told": _told(request, contract)}
    return _page(request, contract, "end", form=form, **more)


def _told(request: HttpRequest, contract: Contract) -> list[Party]:
    rows = Party.objects.visible_to(request.member).guests().signed()  # type: ignore[attr-defined]
    return list(rows.filter(envelope=contract.envelope).unlocked("identity"))


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def withdrawn(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record that a consumer withdrew by mail, by letter or aloud."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    rules = Rules.now(contract)
    if rules.withdrawal_until is None or contract.withdrawn_at or contract.superseded_at:
        return redirect("contracts:page", pk=pk)
    form = WithdrawnForm(_given(request), initial={"declared_on": rules.today})
    if form.is_valid():
        try:
            withdrawing.record(contract, by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The withdrawal is noted, and the receipt is on its way."))
            return redirect("contracts:page", pk=pk)
    early = rules.asked_to_start_early()
    return _page(request, contract, "withdrawn", form=form, rules=rules, early=early)


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whatever was asked of the contract is done: accounts closed, money given back."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    endings = Ending.objects.visible_to(member).unsettled().filter(contract=contract)
    withdrawal = Withdrawal.objects.visible_to(member).unsettled().filter(contract=contract)
    asked = [*endings.unlocked("content"), *withdrawal.unlocked("identity", "content")]
    if not asked:
        return redirect("contracts:page", pk=pk)
    form = SettleForm(_given(request))
    if form.is_valid():
        try:
            ending.settle(contract, by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Settled."))
            return redirect("contracts:page", pk=pk)
    return _page(request, contract, "settle", form=form, asked=asked)


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def suspend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A break that was agreed by word."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    rules = Rules.now(contract)
    form = SuspendForm(_given(request), initial={"starts": rules.today, "agreed_on": rules.today})
    if form.is_valid():
        try:
            suspending.suspend(contract, by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The break is noted."))
            return redirect("contracts:page", pk=pk)
    elif not rules.is_in_force:
        return redirect("contracts:page", pk=pk)
    return _page(request, contract, "suspend", form=form)


@require_POST
@requires(Permission.SEND_CONTRACTS)
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    suspending.resume(contract_of(member, pk), by=member)
    return redirect("contracts:page", pk=pk)


@require_POST
@requires(Permission.DRAFT_CONTRACTS)
def amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _follow(request, pk, following.amend)


@require_POST
@requires(Permission.DRAFT_CONTRACTS)
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _follow(request, pk, following.renew)


def _follow(request: HttpRequest, pk: UUID, begin: Any) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    try:
        return redirect("contracts:draft", pk=begin(contract, by=member).pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contracts:page", pk=pk)


@READ_AND_WRITE
@requires(Permission.DRAFT_CONTRACTS)
def dependence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Before a third renewal in a row: does the client still need the coach?"""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    if not contract.renewal or not contract.is_editable:
        return redirect("contracts:page", pk=pk)
    rows = DependenceReview.objects.visible_to(member).filter(contract=contract)
    written = rows.unlocked("content").first()
    initial = {"text": written.text if written else ""}
    form = ReviewForm(_given(request), initial=initial)
    if form.is_valid():
        try:
            following.review_dependence(contract, by=member, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept, for you alone."))
            return redirect("contracts:send", pk=pk)
    return _page(request, contract, "dependence", form=form, written=written)


@require_POST
@requires(Permission.SEND_CONTRACTS)
def send_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send everybody who signed a new link to their own page."""
    member = request.member  # type: ignore[attr-defined]
    contract = contract_of(member, pk)
    try:
        for party in _told(request, contract):
            send_door(party, by=member)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Each gets a mail with a new link to their own page."))
    return redirect("contracts:page", pk=pk)
