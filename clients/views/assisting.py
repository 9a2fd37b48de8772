"""The pages of a client as an assistant has them: who it is, how they are reached, and how their
contracts stand. Called by the pages of `people`, never by an address of their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from clients import actions
from clients.forms.assisting import ReachForm
from clients.models import Client
from clients.views.asked import carry_out, member_of, posted
from coachpractice.registry.dossier import CHAPTERS


def page(request: HttpRequest, client: Client) -> HttpResponse:
    member = member_of(request)
    chapters = [
        (chapter.assisted_template, chapter.read_assisted(client, by=member))
        for chapter in CHAPTERS
        if chapter.assisted_template
    ]
    context = {"client": client, "chapters": chapters}
    return render(request, "clients/assisted.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """A new client of one of the coaches this assistant helps."""
    coaches = member_of(request).helped_coaches()
    initial = {"language": member_of(request).practice.language}
    form = ReachForm(posted(request), coaches=coaches, initial=initial)
    if form.is_bound and form.is_valid():
        coach = get_object_or_404(coaches, pk=form.cleaned_data.pop("coach"))
        if client := carry_out(request, form, actions.add, coach=coach):
            return redirect("clients:page", pk=client.pk)
    return _form(request, form, none=not coaches)


def change(request: HttpRequest, client: Client) -> HttpResponse:
    form = ReachForm.about(client, posted(request))
    if carry_out(request, form, actions.change, client):
        messages.success(request, _("Saved."))
        return redirect("clients:page", pk=client.pk)
    return _form(request, form, client=client)


def _form(
    request: HttpRequest, form: ReachForm, *, client: Client | None = None, none: bool = False
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "client": client, "none": none}
    return render(request, "clients/assisted_form.html", context, status=status)
