"""What the coach does with an envelope: answer, talk over, send again, take back, countersign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachpractice.jobs.actions import enqueue
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, passing, reading, recalling, sending
from coachpractice.signing.forms import AnswerForm, CorrectForm, CountersignForm, SpokenForm
from coachpractice.signing.models import Check, Envelope, Party, Question
from coachpractice.signing.reading_page import Reading
from coachpractice.signing.responses import pdf_response
from coachpractice.signing.visits import visit_of


def _envelope(request: HttpRequest, pk: UUID) -> Envelope:
    rows = Envelope.objects.visible_to(request.member)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("coach__user", "coach__practice"), pk=pk)


def _party(request: HttpRequest, pk: UUID) -> Party:
    rows = Party.objects.visible_to(request.member)  # type: ignore[attr-defined]
    related = ("envelope__coach__user", "extract")
    return get_object_or_404(rows.select_related(*related).unlocked(), pk=pk)


def _page_of(envelope: Envelope) -> str:
    return AGREEMENTS.get(envelope.kind).url(envelope)


def _attempt(request: HttpRequest, done: str, act: Any, *args: Any, **kwargs: Any) -> None:
    """Do it and say so, or say why not, at the top of the page the coach returns to."""
    try:
        act(*args, **kwargs)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))


@require_POST
@requires(Permission.SEND_LINKS)
def invite_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    party = _party(request, pk)
    done = _("A new link is on its way; the older one no longer opens.")
    _attempt(request, done, sending.invite_again, party, by=request.member)  # type: ignore[attr-defined]
    return redirect(_page_of(party.envelope))


@require_POST
@requires(Permission.SEND_CONTRACTS)
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    envelope = _envelope(request, pk)
    done = _("Taken back. The link no longer opens; you can change the text and send it again.")
    _attempt(request, done, sending.void, envelope, by=request.member)  # type: ignore[attr-defined]
    return redirect(_page_of(envelope))


@require_POST
@requires(Permission.SEND_CONTRACTS)
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    envelope = _envelope(request, pk)
    done = _("Recalled. Nobody was told of it; you can change the text and send it again.")
    _attempt(request, done, recalling.recall, envelope, by=request.member)  # type: ignore[attr-defined]
    return redirect(_page_of(envelope))


@require_POST
@requires(Permission.SEND_CONTRACTS)
def send_now(request: HttpRequest, pk: UUID) -> HttpResponse:
    envelope = _envelope(request, pk)
    done = _("On its way. Whoever signs first gets a mail with a link.")
    _attempt(request, done, recalling.send_now, envelope, by=request.member)  # type: ignore[attr-defined]
    return redirect(_page_of(envelope))


@require_POST
@requires(Permission.SEND_CONTRACTS)
def seal_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    envelope = _envelope(request, pk)
    if envelope.signed_at and not envelope.sealed_at:
        enqueue("signing.seal", envelope=envelope.pk)
        messages.success(request, _("The seal is being tried again."))
    return redirect(_page_of(envelope))


@require_safe
@requires(Permission.SEE_CLIENTS)
def document(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    envelope = _envelope(request, pk)
    name = AGREEMENTS.get(envelope.kind).file_name(envelope)
    response = pdf_response(envelope, name=name)
    if response:
        return response
    messages.error(request, _("This document is not ready yet."))
    return redirect(_page_of(envelope))


@require_safe
@requires(Permission.SEND_CONTRACTS)
def party_document(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What one of those who sign was shown, or holds."""
    party = _party(request, pk)
    name = AGREEMENTS.get(party.envelope.kind).file_name(party.envelope)
    response = pdf_response(party.paper, name=name)
    if response:
        return response
    messages.error(request, _("This document is not ready yet."))
    return redirect(_page_of(party.envelope))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEND_CONTRACTS)
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name or address of a guest who has not signed: they begin anew, with a new link."""
    party = _party(request, pk)
    given = {"name": party.name, "email": party.email}
    form = CorrectForm(request.POST or None, party=party, initial=given)
    if form.is_valid():
        try:
            passing.correct(party, by=request.member, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, _("Corrected. The older link no longer opens."))
            return redirect(_page_of(party.envelope))
        except Refused as refusal:
            form.refuse(refusal)
    context = {"party": party, "form": form, "page": _page_of(party.envelope)}
    status = 422 if form.is_bound else 200
    return render(request, "signing/correct.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEND_CONTRACTS)
def countersign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The coach's own signature: what was agreed and said, then the name."""
    envelope = _envelope(request, pk)
    party = get_object_or_404(envelope.parties, member=request.member)  # type: ignore[attr-defined]
    form = CountersignForm(request.POST or None)
    if form.is_valid():
        try:
            name = form.cleaned_data["typed_name"]
            concluding.choose(party, consents={}, typed_name=name)
            shown = request.POST.get("shown", "")
            concluding.sign(party, shown_sha256=shown, visit=visit_of(request))
            messages.success(request, _("Signed. The seal follows in a few minutes."))
            return redirect(_page_of(envelope))
        except Refused as refusal:
            form.refuse(refusal)
    others = [
        (each, Reading(each))
        for each in envelope.parties.exclude(pk=party.pk)
        .select_related("envelope", "extract")
        .unlocked()
    ]
    context = {"envelope": envelope, "party": party, "others": others, "form": form}
    context["before"] = [
        each for each, _reading in others if not each.signed_at and each.position < party.position
    ]
    context |= {"snapshot": envelope.text, "page": _page_of(envelope)}
    return render(
        request, "signing/countersign.html", context, status=422 if form.is_bound else 200
    )


def _question(request: HttpRequest, pk: UUID) -> Question:
    rows = Question.objects.visible_to(request.member)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("party__envelope"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEND_CONTRACTS)
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _question(request, pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            reading.answer(row, by=request.member, text=form.cleaned_data["answer"])  # type: ignore[attr-defined]
            messages.success(request, _("Answered. A mail says that your answer waits."))
            return redirect(_page_of(row.party.envelope))
        except Refused as refusal:
            form.refuse(refusal)
    return _question_page(request, row, form=form, spoken=SpokenForm())


@require_POST
@requires(Permission.SEND_CONTRACTS)
def question_aloud(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _question(request, pk)
    spoken = SpokenForm(request.POST)
    if spoken.is_valid():
        try:
            on = spoken.cleaned_data["spoken_on"]
            reading.answered_aloud(row, by=request.member, on=on)  # type: ignore[attr-defined]
            messages.success(request, _("Noted."))
            return redirect(_page_of(row.party.envelope))
        except Refused as refusal:
            spoken.refuse(refusal)
    return _question_page(request, row, form=AnswerForm(), spoken=spoken)


def _question_page(
    request: HttpRequest, row: Question, *, form: AnswerForm, spoken: SpokenForm
) -> HttpResponse:
    envelope = row.party.envelope
    text = row.party.text
    card = next(each for each in text["cards"] if each["key"] == row.card)
    limit = next((e for e in text["limits"] if e["key"] == row.about), None)
    context = {"question": row, "party": row.party, "card": card, "limit": limit}
    context |= {"form": form, "spoken": spoken, "page": _page_of(envelope)}
    status = 422 if form.is_bound or spoken.is_bound else 200
    return render(request, "signing/question.html", context, status=status)


@require_POST
@requires(Permission.SEND_CONTRACTS)
def talked_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Check.objects.visible_to(request.member)  # type: ignore[attr-defined]
    check = get_object_or_404(rows.select_related("party__envelope"), pk=pk)
    _attempt(request, _("Noted."), reading.talked_over, check, by=request.member)  # type: ignore[attr-defined]
    return redirect(_page_of(check.party.envelope))
