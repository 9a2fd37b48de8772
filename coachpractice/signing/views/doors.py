"""Before the reading: the code that is asked at the door, and the right person who is somebody
else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from coachpractice.links.access import leave, opened_by_link
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import identifying, passing
from coachpractice.signing.forms import DoorCodeForm, PassOnForm
from coachpractice.signing.models import Party
from coachpractice.signing.views.guests import (
    PURPOSE,
    code_entered,
    guest_page,
    note_code_entered,
    party_of,
    to_sign,
)
from coachpractice.signing.visits import visit_of


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link(PURPOSE)
def code(request: HttpRequest) -> HttpResponse:
    """Ask for a code, then type it; nothing of the document stands here."""
    party = party_of(request)
    if not party.code or code_entered(request):
        return redirect("signing:read")
    if request.POST.get("do") == "send":
        return _send(request, party)
    form = DoorCodeForm(request.POST or None, party=party)
    if form.is_valid():
        typed = form.cleaned_data["code"]
        refusal = identifying.enter_code(party, typed=typed, visit=visit_of(request))
        if not refusal:
            note_code_entered(request)
            return redirect("signing:read")
        form.add_error("code", refusal)
        party.refresh_from_db()
    return _code_page(request, party, form)


def _send(request: HttpRequest, party: Party) -> HttpResponse:
    form = DoorCodeForm(party=party)
    try:
        identifying.send_code(party)
    except Refused as refusal:
        return _code_page(request, party, form, refusal=str(refusal))
    return redirect("signing:code")


def _code_page(
    request: HttpRequest, party: Party, form: DoorCodeForm, *, refusal: str = ""
) -> HttpResponse:
    coach = party.envelope.coach
    context = {
        "sender": {"name": coach.user.name, "line": coach.practice.city},
        "coach": coach,
        "specimen": party.envelope.specimen,
        "by_mail": party.code == "mail",
        "until": party.code_until if identifying.is_code_out(party) else None,
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.is_bound or refusal else 200
    return render(request, "signing/code.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@to_sign
def pass_on(request: HttpRequest, party: Party) -> HttpResponse:
    """A sponsor's contact says who the right person is; then this door is shut for them."""
    if not passing.may_pass_on(party) or not party.envelope.is_open:
        return redirect("signing:read")
    form = PassOnForm(request.POST or None)
    if form.is_valid():
        try:
            passing.pass_on(party, **form.cleaned_data, visit=visit_of(request))
            leave(request)
            return guest_page(request, party, "passed_on", right=form.cleaned_data["name"])
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if form.is_bound else 200
    return guest_page(request, party, "pass_on", status=status, form=form)
