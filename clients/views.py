from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients import actions
from clients.forms import ClientForm
from clients.listing import Listing
from clients.models import Client
from coachpractice.practices.access import requires
from coachpractice.practices.models import Membership
from coachpractice.practices.permissions import Permission
from coachpractice.registry.dossier import CHAPTERS
from coachpractice.registry.errors import Refused

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def _client(request: HttpRequest, pk: UUID) -> Client:
    rows = Client.objects.visible_to(_member(request)).unlocked()
    return get_object_or_404(rows, pk=pk)


def _member(request: HttpRequest) -> Membership:
    return request.member  # type: ignore[attr-defined]


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@require_safe
@requires(Permission.SEE_CLIENTS)
def clients(request: HttpRequest) -> HttpResponse:
    listing = Listing(_member(request), request.GET)
    return render(request, "clients/list.html", {"listing": listing})


@require_safe
@requires(Permission.SEE_CLIENTS)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    client = _client(request, pk)
    chapters = [
        (chapter.template, chapter.read(client, by=_member(request))) for chapter in CHAPTERS
    ]
    return render(request, "clients/page.html", {"client": client, "chapters": chapters})


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def add(request: HttpRequest) -> HttpResponse:
    initial = {"language": _member(request).practice.language}
    form = ClientForm(_posted(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            client = actions.add(by=_member(request), **form.cleaned_data)
            return redirect("clients:page", pk=client.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _form(request, form)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    client = _client(request, pk)
    form = ClientForm.about(client, _posted(request))
    if form.is_bound and form.is_valid():
        try:
            actions.change(client, by=_member(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("clients:page", pk=client.pk)
        except Refused as refusal:
            form.refuse(refusal)
    return _form(request, form, client=client)


def _form(request: HttpRequest, form: ClientForm, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "clients/form.html", {"form": form, **more}, status=status)
