"""The page a guest keeps after signing: their copy, their choices, the ways out of the contract."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachpractice.links.access import opened_by_link
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import keeping
from coachpractice.signing.models import Party
from coachpractice.signing.responses import pdf_response
from coachpractice.signing.visits import visit_of
from coachpractice.ui.language import suggest
from contracts.changes import ending, withdrawing
from contracts.changes.forms import ChoicesForm, GuestEndForm, WithdrawForm
from contracts.changes.kept import Kept

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def by_who_signed(view: Callable) -> Callable:
    """Let in whoever came by the link to their own page; the view is given their contract.

    Two links in one browser: the later one counts, so a form of the earlier one is refused.
    """

    @opened_by_link(keeping.PURPOSE)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Party.objects.select_related(
            "envelope__coach__user", "envelope__coach__practice", "extract"
        )
        party = get_object_or_404(rows.unlocked(), pk=request.link.holder)  # type: ignore[attr-defined]
        suggest(request, party.envelope.language)
        if request.method == "POST" and request.POST.get("shown") != party.text_sha256:
            raise Refused(
                _(
                    "This browser has opened another document since. Open the link in your mail "
                    "again."
                )
            )
        return view(request, Kept(party), *args, **kwargs)

    return guarded


def _page(
    request: HttpRequest, kept: Kept, name: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    coach = kept.contract.coach
    context = {
        "kept": kept,
        "contract": kept.contract,
        "party": kept.party,
        "envelope": kept.party.envelope,
        "coach": coach,
        "sender": {"name": coach.user.name, "line": coach.practice.city},
        "specimen": kept.party.envelope.specimen,
        **more,
    }
    return render(request, f"contracts/kept/{name}.html", context, status=status)


@require_safe
@by_who_signed
def page(request: HttpRequest, kept: Kept) -> HttpResponse:
    return _page(request, kept, "page", summary=kept.party.text.get("summary", ()))


@require_safe
@by_who_signed
def document(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The sealed copy; until it is there, what was presented."""
    envelope = kept.party.envelope
    name = AGREEMENTS.get(envelope.kind).file_name(envelope)
    return pdf_response(kept.party.paper, name=name) or redirect("kept:page")  # type: ignore[return-value]


@READ_AND_WRITE
@by_who_signed
def choices(request: HttpRequest, kept: Kept) -> HttpResponse:
    """What they agreed to of their own accord, to be changed one by one."""
    if not kept.may_choose:
        return redirect("kept:page")
    form = ChoicesForm(request.POST if request.method == "POST" else None, kept=kept)
    if form.is_valid():
        visit = visit_of(request)
        changed = keeping.change_choices(kept.party, choices=form.given(), visit=visit)
        words = _("Your choices are kept; your coach is told.")
        messages.success(request, words if changed else _("Nothing has changed."))
        return redirect("kept:page")
    return _page(request, kept, "choices", status=422 if form.is_bound else 200, form=form)


@READ_AND_WRITE
@by_who_signed
def withdraw(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Withdraw in two steps: the declaration, then its confirmation."""
    if kept.withdrawal or not kept.may_withdraw:
        return _refused(request, kept)
    initial = {"name": kept.party.name, "receipt_to": kept.party.email}
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return _page(request, kept, "withdraw", status=422 if form.is_bound else 200, form=form)
    if request.POST.get("step") != "confirm":
        return _page(request, kept, "confirm", form=form, said=form.cleaned_data)
    try:
        withdrawing.withdraw(kept.party, visit=visit_of(request), **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, kept, "withdraw", status=409, form=form)
    return redirect("kept:page")


def _refused(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Why one cannot withdraw, and what one can do instead."""
    if kept.withdrawal or not kept.is_consumer:
        return redirect("kept:page")
    try:
        withdrawing.refuse_late(kept.rules, kept.rules.today)
    except Refused as refusal:
        return _page(request, kept, "too_late", status=409, refusal=refusal)
    return redirect("kept:page")


@READ_AND_WRITE
@by_who_signed
def end(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The last day, what is due, who is told; then end."""
    if not kept.may_end:
        return redirect("kept:page")
    form = GuestEndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            ending.end_by_link(kept.party, visit=visit_of(request), **form.cleaned_data)
            return redirect("kept:page")
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, kept, "end", status=422 if form.is_bound else 200, form=form)
