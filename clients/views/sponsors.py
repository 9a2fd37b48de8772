"""Sponsors, and the people one deals with there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clients import actions
from clients.actions import contacts, sponsors
from clients.around import notices_for_sponsor
from clients.forms import ContactForm, SponsorForm
from clients.listing import rows_of
from clients.models import Client, Guardian, Sponsor, SponsorContact
from clients.views.asked import (
    READ_AND_WRITE,
    carry_out,
    client_of,
    member_of,
    posted,
    sponsor_of,
)
from coachpractice import clock
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.dossier import SPONSOR_CHAPTERS
from coachpractice.registry.errors import Refused


@require_safe
@requires(Permission.SEE_CLIENTS)
def sponsor_list(request: HttpRequest) -> HttpResponse:
    rows = Sponsor.objects.visible_to(member_of(request)).for_list()
    counted = rows.annotate(coached=Count("clients"))
    found = sorted(counted, key=lambda sponsor: sponsor.name.casefold())
    return render(request, "clients/sponsors.html", {"sponsors": found})


@require_safe
@requires(Permission.SEE_CLIENTS)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    sponsor, member = sponsor_of(request, pk), member_of(request)
    people = SponsorContact.objects.visible_to(member).filter(sponsor=sponsor.pk).for_list()
    coached = list(Client.objects.visible_to(member).filter(sponsor=sponsor.pk).for_list())
    guardians = Guardian.objects.visible_to(member).filter(client__in=coached)
    context = {
        "sponsor": sponsor,
        "contacts": people,
        "nobody_signs": not any(each.signs for each in people),
        "coached": rows_of(coached, day=clock.today(member.practice.timezone)),
        "notices": notices_for_sponsor(coached, guardians.for_list(), people),
        "chapters": [(each.template, each.read(sponsor, by=member)) for each in SPONSOR_CHAPTERS],
    }
    return render(request, "clients/sponsor.html", context)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def add(request: HttpRequest) -> HttpResponse:
    """A new sponsor; `?client=` says for whom it pays."""
    client = client_of(request, _uuid(request.GET["client"])) if "client" in request.GET else None
    form = SponsorForm(posted(request), initial={"language": member_of(request).practice.language})
    if sponsor := carry_out(request, form, sponsors.add):
        if client:
            actions.set_sponsor(client, by=member_of(request), sponsor=sponsor)
        return redirect("clients:sponsor", pk=sponsor.pk)
    return _form(request, "clients/sponsor_form.html", form, client=client)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    sponsor = sponsor_of(request, pk)
    form = SponsorForm.about(sponsor, posted(request))
    if carry_out(request, form, sponsors.change, sponsor):
        return _back(request, sponsor, _("Saved."))
    return _form(request, "clients/sponsor_form.html", form, sponsor=sponsor)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def add_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    sponsor = sponsor_of(request, pk)
    form = ContactForm(posted(request))
    if carry_out(request, form, contacts.add, sponsor):
        return _back(request, sponsor, _("Saved."))
    return _form(request, "clients/contact.html", form, sponsor=sponsor)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def change_contact(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    sponsor = sponsor_of(request, pk)
    row = _contact(request, sponsor, contact)
    form = ContactForm.about(row, posted(request))
    if carry_out(request, form, contacts.change, row):
        return _back(request, sponsor, _("Saved."))
    return _form(request, "clients/contact.html", form, sponsor=sponsor, contact=row)


@require_POST
@requires(Permission.EDIT_CLIENTS)
def remove_contact(request: HttpRequest, pk: UUID, contact: UUID) -> HttpResponse:
    sponsor = sponsor_of(request, pk)
    row = _contact(request, sponsor, contact)
    try:
        gone = contacts.remove(row, by=member_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("clients:sponsor", pk=sponsor.pk)
    said = _("Removed.") if gone else _("Removed. What they signed stays as it is.")
    return _back(request, sponsor, said)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise Http404 from fault


def _contact(request: HttpRequest, sponsor: Sponsor, pk: UUID) -> SponsorContact:
    rows = SponsorContact.objects.visible_to(member_of(request)).filter(sponsor=sponsor.pk)
    return get_object_or_404(rows.there().unlocked("identity"), pk=pk)


def _back(request: HttpRequest, sponsor: Sponsor, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("clients:sponsor", pk=sponsor.pk)


def _form(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **more}, status=status)
