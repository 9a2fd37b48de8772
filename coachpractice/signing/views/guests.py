"""The signing pages of somebody who came by a link: read, choose, check and sign, done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachpractice.links.access import opened_by_link
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, keeping, passing, reading
from coachpractice.signing.forms import ChoicesForm, DeclineForm
from coachpractice.signing.models import Party
from coachpractice.signing.reading_page import Reading
from coachpractice.signing.responses import pdf_response
from coachpractice.signing.visits import visit_of
from coachpractice.ui.language import suggest

PURPOSE = "sign"
CODE_ENTERED = "code-entered"


def party_of(request: HttpRequest) -> Party:
    """The party whose link this is. The page speaks the language of the document, unless the
    guest chose another.

    Two links in one browser: the later one counts, so a form of the earlier one is refused.
    """
    rows = Party.objects.select_related(
        "envelope__coach__user", "envelope__coach__practice", "extract"
    )
    party = get_object_or_404(rows.unlocked(), pk=request.link.holder)  # type: ignore[attr-defined]
    suggest(request, party.envelope.language)
    shown = request.POST.get("shown")
    if shown and shown != party.text_sha256:
        raise Refused(
            _("This browser has opened another document since. Open the link in your mail again.")
        )
    return party


def to_sign(view: Callable) -> Callable:
    """Let in whoever came by a link to sign and, where one is asked, entered the code: no word of
    the document is shown before. The view is given their party."""

    @opened_by_link(PURPOSE)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        party = party_of(request)
        if party.code and not code_entered(request):
            return redirect("signing:code")
        return view(request, party, *args, **kwargs)

    return guarded


def code_entered(request: HttpRequest) -> bool:
    """Whether this browser entered the code for the very link it came by."""
    return request.session.get(CODE_ENTERED) == _door(request)


def note_code_entered(request: HttpRequest) -> None:
    request.session.cycle_key()
    request.session[CODE_ENTERED] = _door(request)


def _door(request: HttpRequest) -> str:
    link = request.link  # type: ignore[attr-defined]
    return f"{link.pk}:{link.generation}"


def guest_page(
    request: HttpRequest, party: Party, name: str, status: int = 200, **more: Any
) -> Any:
    envelope, coach = party.envelope, party.envelope.coach
    context = {
        "party": party,
        "envelope": envelope,
        "snapshot": party.text,
        "paper": party.paper,
        "coach": coach,
        "sender": {"name": coach.user.name, "line": coach.practice.city},
        "document": AGREEMENTS.get(envelope.kind).label(envelope, envelope.language),
        "specimen": envelope.specimen,
        **more,
    }
    return render(request, f"signing/{name}.html", context, status=status)


def _shut(request: HttpRequest, party: Party) -> HttpResponse | None:
    """Where somebody goes who has nothing to sign any more; None while they have."""
    if party.signed_at:
        return redirect("signing:done")
    if not party.envelope.is_open:
        return guest_page(request, party, "closed", status=410)
    return None


@require_safe
@to_sign
def read(request: HttpRequest, party: Party) -> HttpResponse:
    page = Reading(party, card=request.GET.get("part", ""))
    if shut := _shut(request, party):
        return shut
    may_pass_on = passing.may_pass_on(party)
    return guest_page(request, party, "read", reading=page, may_pass_on=may_pass_on)


@require_http_methods(["GET", "HEAD", "POST"])
@to_sign
def card(request: HttpRequest, party: Party, key: str) -> HttpResponse:
    """What is said on one card. A phone that opens its page again is led back to the reading."""
    if shut := _shut(request, party):
        return shut
    if request.method != "POST":
        return redirect(Reading(party).url_of(key))
    page = Reading(party, posted=request.POST, card=key)
    try:
        page.keep(visit=visit_of(request))
    except Refused as refusal:
        page = Reading(party_of(request), posted=request.POST, card=key, refusal=refusal)
        may_pass_on = passing.may_pass_on(party)
        context = {"reading": page, "may_pass_on": may_pass_on}
        return guest_page(request, party, "read", status=422, **context)
    return redirect(page.next_url())


@require_POST
@to_sign
def close_question(request: HttpRequest, party: Party, pk: Any) -> HttpResponse:
    question = get_object_or_404(party.questions.select_related("party__envelope"), pk=pk)
    reading.close_question(question, by=party)
    return redirect(Reading(party).url_of(question.card))


@require_http_methods(["GET", "HEAD", "POST"])
@to_sign
def choose(request: HttpRequest, party: Party) -> HttpResponse:
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
    return guest_page(request, party, "choose", status=status, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@to_sign
def review(request: HttpRequest, party: Party) -> HttpResponse:
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
    return guest_page(request, party, "review", status=status, reading=page, refusal=refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@to_sign
def decline(request: HttpRequest, party: Party) -> HttpResponse:
    if shut := _shut(request, party):
        return shut
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            concluding.decline(party, reason=reason, visit=visit_of(request))
            # The link is shut now: no other page of theirs would open.
            party.envelope.refresh_from_db(fields=["declined_at", "declined_by"])
            return guest_page(request, party, "closed")
        except Refused as refusal:
            form.refuse(refusal)
    return guest_page(request, party, "decline", status=422 if form.is_bound else 200, form=form)


@require_safe
@to_sign
def done(request: HttpRequest, party: Party) -> HttpResponse:
    if not party.signed_at:
        return redirect("signing:read")
    several = party.envelope.parties.guests().count() > 1
    own_page = keeping.address_of(party)
    return guest_page(request, party, "done", several=several, own_page=own_page)


@require_safe
@to_sign
def document(request: HttpRequest, party: Party) -> FileResponse | HttpResponse:
    """What was presented for signing; once there, the sealed copy."""
    name = AGREEMENTS.get(party.envelope.kind).file_name(party.envelope)
    return pdf_response(party.paper, name=name) or guest_page(
        request, party, "closed", status=404, words=_("This document is not ready yet.")
    )
