"""Guardians and members of a team. The client is the address's: no form can name another."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clients.actions import guardians, members
from clients.forms import GuardianForm, MemberForm
from clients.models import Client, Guardian, TeamMember
from clients.views.asked import READ_AND_WRITE, carry_out, client_of, member_of, posted
from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.vault.fields import lend_keys


def _guardian(request: HttpRequest, client: Client, pk: UUID) -> Guardian:
    rows = Guardian.objects.visible_to(member_of(request)).filter(client=client.pk)
    guardian = get_object_or_404(rows.there(), pk=pk)
    lend_keys(client, guardian)
    return guardian


def _member(request: HttpRequest, client: Client, pk: UUID) -> TeamMember:
    rows = TeamMember.objects.visible_to(member_of(request)).filter(client=client.pk)
    member = get_object_or_404(rows.there(), pk=pk)
    lend_keys(client, member)
    return member


def _client(request: HttpRequest, pk: UUID, *, team: bool = False) -> Client:
    """The client of the address; 404 where nobody stands beside a client of their kind."""
    client = client_of(request, pk)
    if not (client.kind == Client.Kind.TEAM if team else client.needs_guardian):
        raise Http404
    return client


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def add_guardian(request: HttpRequest, pk: UUID) -> HttpResponse:
    client = _client(request, pk)
    form = GuardianForm(posted(request), client=client)
    if carry_out(request, form, guardians.add, client):
        return _back(request, client, _("Saved."))
    return _form(request, "clients/guardian.html", form, client)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def change_guardian(request: HttpRequest, pk: UUID, guardian: UUID) -> HttpResponse:
    client = _client(request, pk)
    row = _guardian(request, client, guardian)
    form = GuardianForm.about(row, posted(request), client=client)
    if carry_out(request, form, guardians.change, row):
        return _back(request, client, _("Saved."))
    return _form(request, "clients/guardian.html", form, client, guardian=row)


@require_POST
@requires(Permission.EDIT_CLIENTS)
def remove_guardian(request: HttpRequest, pk: UUID, guardian: UUID) -> HttpResponse:
    client = _client(request, pk)
    return _remove(request, client, guardians.remove, _guardian(request, client, guardian))


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def add_member(request: HttpRequest, pk: UUID) -> HttpResponse:
    client = _client(request, pk, team=True)
    form = MemberForm(posted(request))
    if carry_out(request, form, members.add, client):
        return _back(request, client, _("Saved."))
    return _form(request, "clients/member.html", form, client)


@READ_AND_WRITE
@requires(Permission.EDIT_CLIENTS)
def change_member(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    client = _client(request, pk, team=True)
    row = _member(request, client, member)
    form = MemberForm.about(row, posted(request))
    if carry_out(request, form, members.change, row):
        return _back(request, client, _("Saved."))
    return _form(request, "clients/member.html", form, client, member=row)


@require_POST
@requires(Permission.EDIT_CLIENTS)
def remove_member(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    client = _client(request, pk, team=True)
    return _remove(request, client, members.remove, _member(request, client, member))


def _remove(request: HttpRequest, client: Client, action: Any, row: Any) -> HttpResponse:
    try:
        gone = action(row, by=member_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("clients:page", pk=client.pk)
    said = _("Removed.") if gone else _("Removed. What they signed stays as it is.")
    return _back(request, client, said)


def _back(request: HttpRequest, client: Client, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("clients:page", pk=client.pk)


def _form(
    request: HttpRequest, template: str, form: Any, client: Client, **more: Any
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, "client": client, **more}, status=status)
