"""The pages of agreements of confidentiality and of framework contracts: the same for both kinds,
`kind` comes with the address."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from clients.models import Client, Sponsor, SponsorContact
from coachpractice import clock
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from contracts.accords import actions, proofreading, text
from contracts.accords.forms import (
    AgreementForm,
    DraftForm,
    FrameworkForm,
    NewAgreementForm,
    NewFrameworkForm,
)
from contracts.accords.kinds import KINDS, Kind
from contracts.accords.values import values_of
from contracts.models import Accord, AccordState, Contract

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _accord(request: HttpRequest, kind: Kind, pk: UUID) -> Any:
    """One that this member may see, with its state and the keys to its file; 404 for all others."""
    member = request.member  # type: ignore[attr-defined]
    rows = kind.model.objects.visible_to(member)
    rows = rows.with_state(clock.today(member.practice.timezone)).select_related(
        "envelope", "coach__user", "coach__practice", "follows", "followed_by__envelope",
        *kind.model.PEOPLE,
    )  # fmt: skip
    return get_object_or_404(rows.unlocked("identity", "content", "contract"), pk=pk)


@require_safe
@requires(Permission.SEE_CLIENTS)
def accords(request: HttpRequest, kind: str) -> HttpResponse:
    member = request.member  # type: ignore[attr-defined]
    model = KINDS[kind].model
    rows = model.objects.visible_to(member).with_state(clock.today(member.practice.timezone))
    context = {"kind": KINDS[kind], "accords": list(rows.for_list())}
    return render(request, "contracts/accords/list.html", context)


@READ_AND_WRITE
@requires(Permission.DRAFT_CONTRACTS)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """With whom? Then the draft."""
    of = KINDS[kind]
    form = _new_framework(request) if of.is_framework else _new_agreement(request)
    if form.is_valid():
        facts, member = form.cleaned_data, request.member  # type: ignore[attr-defined]
        if of.is_framework:
            made: Accord = actions.draft_framework(facts["sponsor"], by=member)
        else:
            made = actions.draft_agreement(by=member, **facts)
        return redirect(of.draft_url, pk=made.pk)
    context: dict[str, Any] = {"kind": of, "form": form}
    context["none"] = of.is_framework and not form.fields["sponsor"].rows  # type: ignore[attr-defined]
    return render(
        request, "contracts/accords/new.html", context, status=422 if form.is_bound else 200
    )


def _new_agreement(request: HttpRequest) -> NewAgreementForm:
    member = request.member  # type: ignore[attr-defined]
    contacts = SponsorContact.objects.visible_to(member).select_related("sponsor").for_list()
    clients = Client.objects.visible_to(member).for_list()
    return NewAgreementForm(request.POST or None, clients=clients, contacts=contacts)


def _new_framework(request: HttpRequest) -> NewFrameworkForm:
    sponsors = Sponsor.objects.visible_to(request.member).for_list()  # type: ignore[attr-defined]
    return NewFrameworkForm(request.POST or None, sponsors=sponsors)


@READ_AND_WRITE
@requires(Permission.DRAFT_CONTRACTS)
def draft(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The form beside the text it makes. What can be kept is kept, whatever else is wrong."""
    of = KINDS[kind]
    accord = _accord(request, of, pk)
    if not accord.is_editable:
        return _left_the_desk(request, of, accord)
    if request.method != "POST":
        return _draft_page(request, of, accord, _form(request, of, accord))
    form = _form(request, of, accord, request.POST)
    sound = form.is_valid()
    try:
        actions.save(accord, by=request.member, **form.facts())  # type: ignore[attr-defined]
    except Refused as refusal:
        form.refuse(refusal)
        sound = False
    accord = _accord(request, of, pk)
    if request.htmx:  # type: ignore[attr-defined]
        return _draft_page(request, of, accord, form, template="_live", status=200)
    if not sound:
        return _draft_page(request, of, accord, form, status=422)
    page = of.send_url if "check" in request.POST else of.draft_url
    return redirect(of.pdf_url if "pdf" in request.POST else page, pk=pk)


def _form(request: HttpRequest, kind: Kind, accord: Any, data: Any = None) -> DraftForm:
    member = request.member  # type: ignore[attr-defined]
    if kind.is_framework:
        rows = SponsorContact.objects.visible_to(member).filter(sponsor=accord.sponsor_id)
        return FrameworkForm(data, accord=accord, contacts=rows.for_list())
    clients = Client.objects.visible_to(member).for_list()
    return AgreementForm(data, accord=accord, clients=clients)


def _left_the_desk(request: HttpRequest, kind: Kind, accord: Accord) -> HttpResponse:
    """It was sent meanwhile, perhaps from another tab: whoever still types here is told."""
    if request.method == "POST":
        messages.error(request, _("This was sent. What you have just typed was not kept."))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(reverse(kind.page_url, args=[accord.pk]))
    return redirect(kind.page_url, pk=accord.pk)


def _draft_page(
    request: HttpRequest,
    kind: Kind,
    accord: Accord,
    form: DraftForm,
    *,
    template: str = "draft",
    status: int = 200,
) -> HttpResponse:
    values = values_of(accord)
    context = {
        "kind": kind,
        "accord": accord,
        "form": form,
        "unkept": [form[name].label for name in form.errors if name in form.fields],
        "gaps": values.gaps,
        "preview": text.preview(values),
    }
    return render(request, f"contracts/accords/{template}.html", context, status=status)


@require_safe
@requires(Permission.DRAFT_CONTRACTS)
def preview_pdf(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The paper as it would be, which says that it is a draft."""
    of = KINDS[kind]
    accord = _accord(request, of, pk)
    if not accord.is_editable:
        return redirect(of.page_url, pk=pk)
    response = HttpResponse(proofreading.pdf(accord), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{accord.number}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@READ_AND_WRITE
@requires(Permission.SEND_CONTRACTS)
def send(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The check page: what is missing, what will be sent to whom; then send."""
    of = KINDS[kind]
    accord = _accord(request, of, pk)
    if not accord.is_editable:
        return redirect(of.page_url, pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            actions.send(accord, by=request.member)  # type: ignore[attr-defined]
            messages.success(request, _("Sent. Whoever signs gets a mail with a link."))
            return redirect(of.page_url, pk=pk)
        except Refused as error:
            refusal = error
    values = values_of(accord)
    context = {
        "kind": of,
        "accord": accord,
        "gaps": values.gaps,
        "refusal": refusal,
        "snapshot": text.snapshot(values),
        "warnings": proofreading.warnings(values),
    }
    return render(request, "contracts/accords/send.html", context, status=409 if refusal else 200)


@require_safe
@requires(Permission.SEE_CLIENTS)
def page(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Where it stands, who signed, what was asked. A draft opens on its drafting page."""
    of = KINDS[kind]
    accord = _accord(request, of, pk)
    if accord.state == AccordState.DRAFT:
        return redirect(of.draft_url, pk=pk)
    context = {"kind": of, "accord": accord, "envelope": accord.envelope}
    context["summary"] = accord.envelope.snapshot["summary"]
    context["renewable"] = accord.may_be_renewed(clock.today(accord.coach.practice.timezone))
    if of.is_framework:
        rows = Contract.objects.visible_to(request.member).filter(framework=pk)  # type: ignore[attr-defined]
        context["under"] = rows.for_list()
    return render(request, "contracts/accords/page.html", context)


@require_POST
@requires(Permission.DRAFT_CONTRACTS)
def renew(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    of = KINDS[kind]
    accord = _accord(request, of, pk)
    try:
        made = actions.renew(accord, by=request.member)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(of.page_url, pk=pk)
    return redirect(of.draft_url, pk=made.pk)
