"""The signing pages of somebody who came by a link: read, choose, check and sign, done."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachpractice.links.access import opened_by_link
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, reading
from coachpractice.signing.forms import ChoicesForm, DeclineForm
from coachpractice.signing.models import Party
from coachpractice.signing.reading_page import Reading
from coachpractice.signing.responses import pdf_response
from coachpractice.signing.visits import visit_of
from coachpractice.ui.language import suggest

PURPOSE = "sign"


def _party(request: HttpRequest) -> Party:
    """The party whose link this is. The page speaks the language of the document, unless the
    guest chose another.

    Two links in one browser: the later one counts, so a form of the earlier one is refused.
    """
    rows = Party.objects.select_related(
        "envelope__coach__user", "envelope__coach__practice", "extract__envelope"
    )
    party = get_object_or_404(rows.unlocked(), pk=request.link.holder)  # type: ignore[attr-defined]
    suggest(request, party.envelope.language)
    shown = request.POST.get("shown")
    if shown and shown != party.text_sha256:
        raise Refused(
            _("This browser has opened another document since. Open the link in your mail again.")
        )
    return party


def _page(request: HttpRequest, party: Party, name: str, status: int = 200, **more: Any) -> Any:
    envelope, coach = party.envelope, party.envelope.coach
    context = {
        "party": party,
        "envelope": envelope,
        "snapshot": party.text,
        "paper": party.paper,
        "coach": coach,
        "sender": {"name": coach.user.name, "line": coach.practice.city},
        "document": AGREEMENTS.get(envelope.kind).label(envelope.language),
        "specimen": envelope.specimen,
        **more,
    }
    return render(request, f"signing/{name}.html", context, status=status)


def _shut(request: HttpRequest, party: Party) -> HttpResponse | None:
    """Where somebody goes who has nothing to sign any more; None while they have."""
    if party.signed_at:
        return redirect("signing:done")
    if not party.envelope.is_open:
        return _page(request, party, "closed", status=410)
    return None


@require_safe
@opened_by_link(PURPOSE)
def read(request: HttpRequest) -> HttpResponse:
    party = _party(request)
    page = Reading(party, card=request.GET.get("part", ""))
    return _shut(request, party) or _page(request, party, "read", reading=page)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link(PURPOSE)
def card(request: HttpRequest, key: str) -> HttpResponse:
    """What is said on one card. A phone that opens its page again is led back to the reading."""
    party = _party(request)
    if shut := _shut(request, party):
        return shut
    if request.method != "POST":
        return redirect(Reading(party).url_of(key))
    page = Reading(party, posted=request.POST, card=key)
    try:
        page.keep(visit=visit_of(request))
    except Refused as refusal:
        page = Reading(_party(request), posted=request.POST, card=key, refusal=refusal)
        return _page(request, party, "read", status=422, reading=page)
    return redirect(page.next_url())


@require_POST
@opened_by_link(PURPOSE)
def close_question(request: HttpRequest, pk: Any) -> HttpResponse:
    party = _party(request)
    question = get_object_or_404(party.questions.select_related("party__envelope"), pk=pk)
    reading.close_question(question, by=party)
    return redirect(Reading(party).url_of(question.card))


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link(PURPOSE)
def choose(request: HttpRequest) -> HttpResponse:
    party = _party(request)
    if shut := _shut(request, party):
        return shut
    if not Reading(party).all_clear:
        return redirect("signing:read")
    given = {f"consent-{c.key}": "yes" if c.given else "no" for c in party.consents.all()}
    initial = {"typed_name": party.typed_name, **given}
    form = ChoicesForm(request.POST or None, party=party, initial=initial)
    if request.method == "POST":
        name = request.POST.get("typed_name", "")
        concluding.choose(party, consents=form.given(), typed_name=name)
        if form.is_valid():
            return redirect("signing:review")
    status = 422 if form.is_bound else 200
    return _page(request, party, "choose", status=status, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link(PURPOSE)
def review(request: HttpRequest) -> HttpResponse:
    party = _party(request)
    if shut := _shut(request, party):
        return shut
    if concluding.gaps(party):
        return redirect("signing:choose")
    refusal = None
    if request.method == "POST":
        try:
            shown = request.POST.get("shown", "")
            concluding.sign(party, shown_sha256=shown, visit=visit_of(request))
            return redirect("signing:done")
        except Refused as error:
            refusal = error
    status = 409 if refusal else 200
    page = Reading(party)
    return _page(request, party, "review", status=status, reading=page, refusal=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link(PURPOSE)
def decline(request: HttpRequest) -> HttpResponse:
    party = _party(request)
    if shut := _shut(request, party):
        return shut
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            concluding.decline(party, reason=reason, visit=visit_of(request))
            return redirect("signing:read")
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, party, "decline", status=422 if form.is_bound else 200, form=form)


@require_safe
@opened_by_link(PURPOSE)
def done(request: HttpRequest) -> HttpResponse:
    party = _party(request)
    if not party.signed_at:
        return redirect("signing:read")
    several = party.envelope.parties.guests().count() > 1
    return _page(request, party, "done", several=several)


@require_safe
@opened_by_link(PURPOSE)
def document(request: HttpRequest) -> FileResponse | HttpResponse:
    """What was presented for signing; once there, the sealed copy."""
    party = _party(request)
    name = AGREEMENTS.get(party.envelope.kind).file_name(party.envelope)
    return pdf_response(party.paper, name=name) or _page(
        request, party, "closed", status=404, words=_("This document is not ready yet.")
    )
