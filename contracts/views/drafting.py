"""Draft a contract, see it as the client will, check it, send it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from clients.models import Client
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions.recalling import RECALL
from coachpractice.signing.texts import text_for
from contracts import actions, proofreading, text
from contracts.drafts import trying
from contracts.drafts.forms import GreetingForm
from contracts.drafts.greeting import greet
from contracts.forms import DraftForm, NewContractForm
from contracts.models import Contract
from contracts.values import Values
from contracts.views.pages import contract_of

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
# The buttons of the draft: each keeps what was typed, then leads on.
LEADS_TO = {
    "check": "contracts:send",
    "see": "contracts:as-client",
    "pdf": "contracts:draft-pdf",
}


@READ_AND_WRITE
@requires(Permission.PREPARE)
def new(request: HttpRequest) -> HttpResponse:
    """With whom? Then the draft."""
    member = request.member  # type: ignore[attr-defined]
    clients = Client.objects.visible_to(member).for_list()
    if request.method == "POST":
        form = NewContractForm(request.POST, clients=clients)
        if form.is_valid():
            client = get_object_or_404(
                Client.objects.visible_to(member), pk=form.cleaned_data["client"]
            )
            return redirect("contracts:draft", pk=actions.draft(client, by=member).pk)
    else:
        form = NewContractForm(clients=clients)
    status = 422 if form.is_bound else 200
    return render(request, "contracts/new.html", {"form": form, "none": not clients}, status=status)


@READ_AND_WRITE
@requires(Permission.PREPARE)
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form beside the text it makes. What can be kept is kept, whatever else is wrong. An
    assistant is led to dates and fees."""
    if request.member.is_assistant:  # type: ignore[attr-defined]
        return redirect("contracts:terms", pk=pk)
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    if not contract.is_editable:
        return _left_the_desk(request, contract)
    if request.method != "POST":
        values = Values(contract)
        form = DraftForm(contract=contract, parties=values.parties)
        return _draft_page(request, contract, form, values=values)
    form = DraftForm(request.POST, contract=contract)
    sound = form.is_valid()
    try:
        actions.save(contract, by=request.member, **form.facts())  # type: ignore[attr-defined]
    except Refused as refusal:
        form.refuse(refusal)
        sound = False
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    if request.htmx:  # type: ignore[attr-defined]
        return _draft_page(request, contract, form, template="contracts/_live.html", status=200)
    if not sound:
        return _draft_page(request, contract, form, status=422)
    page = next((page for button, page in LEADS_TO.items() if button in request.POST), "")
    return redirect(page or "contracts:draft", pk=contract.pk)


def _left_the_desk(request: HttpRequest, contract: Contract) -> HttpResponse:
    """It was sent meanwhile, perhaps from another tab: whoever still types here is told."""
    if request.method == "POST":
        words = _("This contract was sent. What you have just typed was not kept.")
        messages.error(request, words)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse("contracts:page", args=[contract.pk]))
    return redirect("contracts:page", pk=contract.pk)


def _draft_page(
    request: HttpRequest,
    contract: Contract,
    form: DraftForm,
    *,
    values: Values | None = None,
    template: str = "contracts/draft.html",
    status: int = 200,
) -> HttpResponse:
    values = values or Values(contract)
    context = {
        "contract": contract,
        "client": contract.client,
        "form": form,
        "unkept": [form[name].label for name in form.errors if name in form.fields],
        "gaps": values.gaps,
        "parties": values.parties,
        "preview": text.preview(values),
        "live": template.endswith("_live.html"),
    }
    return render(request, template, context, status=status)


@require_safe
@requires(Permission.DRAFT_CONTRACTS)
def as_client(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page each guest will read, from the text as it is now; nothing on it acts. `?as=` names
    the role."""
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    if not contract.is_editable:
        return redirect("contracts:page", pk=contract.pk)
    coach, values = contract.coach, Values(contract)
    readers = proofreading.readers(values.parties)
    asked = request.GET.get("as", "")
    role = asked if asked in {reader.role for reader in readers} else readers[0].role
    snapshot = text_for(text.snapshot(values), role)
    context = {
        "contract": contract,
        "client": contract.client,
        "snapshot": snapshot,
        "readers": readers,
        "reader": next(reader for reader in readers if reader.role == role),
        "gaps": values.gaps,
        "sender": {"name": coach.user.name, "line": coach.practice.city},
        **proofreading.reading_parts(snapshot),
    }
    return render(request, "contracts/as_client.html", context)


@require_safe
@requires(Permission.DRAFT_CONTRACTS)
def preview_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper as it would be, marked as a specimen on each page."""
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    if not contract.is_editable:
        return redirect("contracts:page", pk=contract.pk)
    response = HttpResponse(proofreading.pdf(contract), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{contract.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The check page: what is missing, what will be sent to whom; then send, or try it on oneself.
    Sent, it leaves a few minutes later."""
    contract = contract_of(request.member, pk)  # type: ignore[attr-defined]
    if not contract.is_editable:
        return redirect("contracts:page", pk=contract.pk)
    refusal, form = None, GreetingForm(initial={"greeting": contract.greeting})
    if request.method == "POST":
        form = GreetingForm(request.POST)
        try:
            if form.is_valid():
                return _sent(request, contract, form)
        except Refused as error:
            refusal = error
    values = Values(contract)
    snapshot = text.snapshot(values)
    context: dict[str, Any] = {
        "contract": contract,
        "client": contract.client,
        "parties": values.parties,
        "form": form,
        "signers": proofreading.signers(values.parties, refusal),
        "gaps": values.gaps,
        "refusal": refusal,
        "snapshot": snapshot,
        "summary": proofreading.essence(snapshot, values.parties.roles),
        "warnings": proofreading.warnings(values),
    }
    return render(request, "contracts/send.html", context, status=409 if form.is_bound else 200)


def _sent(request: HttpRequest, contract: Contract, form: GreetingForm) -> HttpResponse:
    """Keep the sentence, then send the contract, or the trial copy to the coach."""
    member = request.member  # type: ignore[attr-defined]
    if "greeting" in request.POST:
        greet(contract, by=member, greeting=form.cleaned_data["greeting"])
    if "trial" in request.POST:
        trying.send_trial(contract, by=member)
        messages.success(request, _("The trial copy is on its way to your own address."))
        return redirect("contracts:send", pk=contract.pk)
    secrets = proofreading.secrets(contract, request.POST)
    actions.send(contract, by=member, secrets=secrets, leaves_in=RECALL)
    return redirect("contracts:page", pk=contract.pk)
