"""Take in a contract signed elsewhere, look at it, correct it, take it out again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.models import Client
from coachpractice import clock
from coachpractice.documents.downloads import download
from coachpractice.documents.scans import SUFFIXES
from coachpractice.ethics import reading
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.ui.formats import language_of
from coachpractice.vault import files
from contracts.elsewhere import actions, keeping
from contracts.elsewhere.again import as_typed
from contracts.elsewhere.forms import ContractForm
from contracts.elsewhere.lacking import lacking
from contracts.elsewhere.papers import public_url
from contracts.elsewhere.people import parties_of, people
from contracts.elsewhere.says import Says
from contracts.forms import NewContractForm
from contracts.models import Contract

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.SEND_CONTRACTS)
def choose(request: HttpRequest) -> HttpResponse:
    """With whom was it signed? Then the form."""
    member = request.member  # type: ignore[attr-defined]
    clients = Client.objects.visible_to(member).for_list()
    asked = request.GET if "client" in request.GET else None
    form = NewContractForm(asked, clients=clients)
    if asked is not None and form.is_valid():
        return redirect("contracts:take-in", pk=form.cleaned_data["client"])
    context = {"form": form, "none": not clients}
    status = 422 if form.is_bound else 200
    return render(request, "contracts/elsewhere/choose.html", context, status=status)


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def take_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Parties, days, what it covers, its scan."""
    member = request.member  # type: ignore[attr-defined]
    rows = Client.objects.visible_to(member).select_related(
        "coach__practice", "coach__user", "sponsor"
    )
    client = get_object_or_404(rows.unlocked("identity", "content", "contract"), pk=pk)
    form = _form(request, client, initial={"language": client.language, "sponsored": "yes"})
    if form.is_bound and form.is_valid():
        try:
            contract = actions.take_in(
                client,
                by=member,
                declared=form.declared(),
                scan=form.cleaned_data["scan"],
                **form.facts(),
            )
        except Refused as refusal:
            form.refuse_new(refusal)
            if not refusal.fields:
                form.add_error(None, str(refusal))
        else:
            words = _(
                "Taken in. It counts like a contract signed here. If that was a mistake, correct "
                "it or take it out again on this page."
            )
            messages.success(request, words)
            return redirect("contracts:page", pk=contract.pk)
    return _form_page(request, client, form)


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say it anew, while nothing stands on it."""
    member = request.member  # type: ignore[attr-defined]
    contract = _contract(member, pk)
    if keeping.stands_on(contract):
        messages.error(
            request, _("Something stands on this contract by now, so it stays as it is.")
        )
        return redirect("contracts:page", pk=pk)
    form = _form(request, contract.client, contract=contract)
    if form.is_bound and form.is_valid():
        try:
            actions.correct(
                contract,
                by=member,
                declared=form.declared(),
                scan=form.cleaned_data["scan"],
                **form.facts(),
            )
        except Refused as refusal:
            form.refuse_new(refusal)
            if not refusal.fields:
                form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Corrected. A new copy is sealed; the old one no longer counts.")
            )
            return redirect("contracts:page", pk=pk)
    return _form_page(request, contract.client, form, contract=contract)


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def take_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asked again on a page of its own, then gone."""
    member = request.member  # type: ignore[attr-defined]
    contract = _contract(member, pk)
    client = contract.client
    if request.method == "POST":
        try:
            actions.take_out(contract, by=member)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("contracts:page", pk=pk)
        words = _(
            "Taken out. The journal keeps that it was there. If that was a mistake, take it in "
            "again with its scan."
        )
        messages.success(request, words)
        return redirect("clients:page", pk=client.pk)
    context = {"contract": contract, "client": client, "stands": keeping.stands_on(contract)}
    return render(request, "contracts/elsewhere/take_out.html", context)


@require_safe
@requires(Permission.SEND_CONTRACTS)
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sealed copy, which says that it is one."""
    contract = _contract(request.member, pk)  # type: ignore[attr-defined]
    taken = contract.taken_in
    if taken is None or taken.sealed is None:
        raise Http404
    name = _("contract-%(number)s") % {"number": contract.number}
    return download(files.read(taken.sealed), kind="application/pdf", name=f"{name}.pdf")


@require_safe
@requires(Permission.SEND_CONTRACTS)
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The scan as it was taken in."""
    contract = _contract(request.member, pk)  # type: ignore[attr-defined]
    taken = contract.taken_in
    assert taken
    assert taken.scan
    name = f"scan-{contract.number}.{SUFFIXES[taken.scan_kind]}"
    return download(files.read(taken.scan), kind=taken.scan_kind, name=name)


def page(request: HttpRequest, contract: Contract, after: Mapping[str, Any]) -> HttpResponse:
    """What was taken in, with what stands around it; of it, an assistant sees who signed, when and
    for how much."""
    taken = contract.taken_in
    assert taken
    member = request.member  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "contract": contract,
        "client": contract.client,
        "taken": taken,
        "says": Says(taken, contract, language_of(get_language())),
        "signatories": taken.signatories.select_related("taken_in").unlocked("identity"),
    }
    if not member.is_assistant:
        context |= after
        context |= {
            "url": public_url(taken),
            "lacking": lacking(contract),
            "stands": keeping.stands_on(contract),
        }
    return render(request, "contracts/elsewhere/page.html", context)


def _contract(member: Membership, pk: UUID) -> Contract:
    """One that was taken in, and that this member may see whole; 404 for all others."""
    rows = Contract.objects.visible_to(member).exclude(taken_in=None)
    rows = rows.select_related(
        "client__sponsor", "client__coach__practice", "client__coach__user", "sponsor", "edition",
        "taken_in__scan", "taken_in__sealed", "coach__practice", "coach__user",
    )  # fmt: skip
    return get_object_or_404(rows.unlocked("identity", "content", "contract"), pk=pk)


def _form(
    request: HttpRequest,
    client: Client,
    *,
    contract: Contract | None = None,
    initial: dict[str, Any] | None = None,
) -> ContractForm:
    member = request.member  # type: ignore[attr-defined]
    editions = reading.editions()
    before = list(contract.taken_in.signatories.all()) if contract and contract.taken_in else []
    return ContractForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        people=people(client, before),
        parties=parties_of(client),
        editions=editions,
        today=clock.today(member.practice.timezone),
        has_scan=contract is not None,
        initial=as_typed(contract) if contract else initial,
    )


def _form_page(
    request: HttpRequest, client: Client, form: ContractForm, contract: Contract | None = None
) -> HttpResponse:
    context = {"form": form, "client": client, "contract": contract}
    status = 422 if form.is_bound else 200
    return render(request, "contracts/elsewhere/form.html", context, status=status)
