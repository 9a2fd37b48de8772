from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clients import actions
from clients.around import Around, age_words
from clients.forms import ClientForm, ClientSponsorForm
from clients.listing import Listing
from clients.models import Client
from clients.views import assisting
from clients.views.asked import (
    READ_AND_WRITE,
    carry_out,
    client_of,
    member_of,
    posted,
    sponsors_of,
)
from coachpractice import clock
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.dossier import CHAPTERS
from coachpractice.registry.errors import Refused


@READ_AND_WRITE
@requires(Permission.SEE_PARTIES)
def clients(request: HttpRequest) -> HttpResponse:
    """The list. A search is posted and answered at once: a name in an address would stand in the
    logs of every server on the way."""
    asked = posted(request)
    if asked is None:
        asked = request.GET.copy()
        asked.pop("q", None)
    member = member_of(request)
    context = {
        "listing": Listing(member, asked),
        "may_import": member.may(Permission.EDIT_CLIENTS),
    }
    return render(request, "clients/list.html", context)


@require_safe
@requires(Permission.SEE_PARTIES)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    client, member = client_of(request, pk), member_of(request)
    if member.is_assistant:
        return assisting.page(request, client)
    day = clock.today(member.practice.timezone)
    context = {
        "client": client,
        "around": Around(client, by=member),
        "age": age_words(client, day),
        "chapters": [(chapter.template, chapter.read(client, by=member)) for chapter in CHAPTERS],
    }
    return render(request, "clients/page.html", context)


@READ_AND_WRITE
@requires(Permission.PREPARE)
def add(request: HttpRequest) -> HttpResponse:
    """A new client; the address says of which kind, and of which sponsor."""
    if member_of(request).is_assistant:
        return assisting.add(request)
    member, kind = member_of(request), _kind(request, Client.Kind.ADULT)
    initial = {"language": member.practice.language, "sponsor": request.GET.get("sponsor", "")}
    sponsors = sponsors_of(request)
    form = ClientForm(posted(request), initial=initial, kind=kind, sponsors=sponsors)
    onward = next((each for each in CHAPTERS if each.onward), None)
    if client := carry_out(request, form, actions.add):
        if onward and "onward" in request.POST:
            return redirect(onward.begin(client, by=member))
        return redirect("clients:page", pk=client.pk)
    # Whoever is not an adult acting alone needs others in the file first.
    words = onward.onward if onward and kind == Client.Kind.ADULT else ""
    return _form(request, form, onward=words)


@READ_AND_WRITE
@requires(Permission.PREPARE)
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    client = client_of(request, pk)
    if member_of(request).is_assistant:
        return assisting.change(request, client)
    kind, sponsors = _kind(request, client.kind), sponsors_of(request)
    form = ClientForm.about(client, posted(request), kind=kind, sponsors=sponsors)
    if carry_out(request, form, actions.change, client):
        messages.success(request, _("Saved."))
        return redirect("clients:page", pk=client.pk)
    return _form(request, form, client=client)


@require_POST
@requires(Permission.EDIT_CLIENTS)
def confirm_adult(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The minor of the address has come of age."""
    client = client_of(request, pk)
    try:
        actions.confirm_adult(client, by=member_of(request))
        messages.success(request, _("Saved. From now on this client signs alone."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("clients:page", pk=client.pk)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def sponsor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who pays for the client of the address."""
    client, sponsors = client_of(request, pk), sponsors_of(request)
    form = ClientSponsorForm(
        posted(request), sponsors=sponsors, initial={"sponsor": client.sponsor}
    )
    if carry_out(request, form, actions.set_sponsor, client):
        messages.success(request, _("Saved."))
        return redirect("clients:page", pk=client.pk)
    context = {"form": form, "client": client, "sponsors": sponsors}
    return render(request, "clients/sponsor_of.html", context, status=422 if form.is_bound else 200)


def _kind(request: HttpRequest, otherwise: str) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in Client.Kind.values else otherwise


def _form(request: HttpRequest, form: ClientForm, **more: Any) -> HttpResponse:
    sponsor = request.GET.get("sponsor", "")
    kept = f"&sponsor={UUID(sponsor)}" if _is_uuid(sponsor) else ""
    kinds = [(each.label, f"?kind={each}{kept}", each == form.kind) for each in Client.Kind]
    status = 422 if form.is_bound else 200
    return render(
        request, "clients/form.html", {"form": form, "kinds": kinds, **more}, status=status
    )


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
