from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coachpractice.documents.downloads import download
from coachpractice.documents.scans import SUFFIXES
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.vault import files
from cpd import actions, listing
from cpd.forms import BODIES, FORMS, StandingForm
from cpd.models import KINDS, Standing

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _member(request: HttpRequest) -> Membership:
    return request.member  # type: ignore[attr-defined]


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise Http404
    return kind


def _row(request: HttpRequest, kind: str, pk: UUID) -> Any:
    rows = KINDS[_known(kind)].objects.visible_to(_member(request)).select_related("proof")
    return get_object_or_404(rows.unlocked("identity"), pk=pk)


def _typed(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_safe
@requires(Permission.EDIT_PROFILE)
def standing(request: HttpRequest) -> HttpResponse:
    """Insurance, memberships and qualifications of whoever is logged in."""
    return render(request, "cpd/standing.html", {"sections": listing.sections(_member(request))})


@READ_AND_WRITE
@requires(Permission.EDIT_PROFILE)
def add(request: HttpRequest, kind: str) -> HttpResponse:
    form = FORMS[_known(kind)](*_typed(request))
    if form.is_bound and form.is_valid():
        try:
            actions.add(KINDS[kind], by=_member(request), **form.cleaned_data)
            return _saved(request)
        except Refused as refusal:
            form.refuse(refusal)
    return _form(request, form, kind)


@READ_AND_WRITE
@requires(Permission.EDIT_PROFILE)
def change(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    row = _row(request, kind, pk)
    form = FORMS[kind].about(row, *_typed(request))
    if form.is_bound and form.is_valid():
        try:
            actions.change(row, by=_member(request), **form.cleaned_data)
            return _saved(request)
        except Refused as refusal:
            form.refuse(refusal)
    renewed = KINDS[kind].objects.visible_to(_member(request)).filter(follows=row).exists()
    return _form(request, form, kind, row=row, renewed=renewed)


@READ_AND_WRITE
@requires(Permission.EDIT_PROFILE)
def renew(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """What follows: filled in as the older one, but for its end and its proof."""
    row = _row(request, kind, pk)
    form = FORMS[kind](*_typed(request), initial=_following(row))
    if form.is_bound and form.is_valid():
        try:
            actions.renew(row, by=_member(request), **form.cleaned_data)
            return _saved(request)
        except Refused as refusal:
            form.refuse(refusal)
    return _form(request, form, kind, row=row, renewing=True)


@READ_AND_WRITE
@requires(Permission.EDIT_PROFILE)
def remove(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    row = _row(request, kind, pk)
    if request.method == "POST":
        actions.remove(row, by=_member(request))
        messages.success(request, _("Removed. Contracts already sent do not change."))
        return redirect("cpd:standing")
    page = {"row": row, "kind": kind, "wording": listing.WORDINGS[kind]}
    return render(request, "cpd/remove.html", page)


@require_safe
@requires(Permission.EDIT_PROFILE)
def proof(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """The proof as it was put on file, to keep."""
    row = _row(request, kind, pk)
    if row.proof is None:
        raise Http404
    name = f"{kind}-{row.since.isoformat()}.{SUFFIXES[row.proof_kind]}"
    return download(files.read(row.proof), kind=row.proof_kind, name=name)


def _following(row: Standing) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in actions.FACTS[type(row)]}
    since = row.until + timedelta(days=1) if row.until else None
    return {**facts, "since": since, "until": None}


def _saved(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved. Contracts already sent do not change."))
    return redirect("cpd:standing")


def _form(request: HttpRequest, form: StandingForm, kind: str, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    page = {"form": form, "kind": kind, "wording": listing.WORDINGS[kind], "bodies": BODIES}
    return render(request, "cpd/form.html", {**page, **more}, status=status)
