"""Clients and those beside them, sponsors and their contacts, by name, code and address."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clients.models import Client, Guardian, Sponsor, SponsorContact, TeamMember
from coachpractice.practices.permissions import Permission
from coachpractice.registry.finding import Found, Words, finder


@finder("clients", _("Clients"), order=10, permission=Permission.SEE_PARTIES)
def clients(member: Any, words: Words) -> Iterable[Found]:
    return [
        Found(client.name, reverse("clients:page", args=[client.pk]), client.code)
        for client in Client.objects.visible_to(member).for_list()
        if words.are_in(client.name, client.code, client.email)
    ]


@finder("beside-clients", _("Beside clients"), order=15, permission=Permission.SEE_PARTIES)
def beside_clients(member: Any, words: Words) -> Iterable[Found]:
    return [
        Found(each.name, reverse("clients:page", args=[each.client_id]), each.client.code)
        for model in (Guardian, TeamMember)
        for each in model.objects.visible_to(member).select_related("client").for_list()
        if words.are_in(each.name, each.email)
    ]


@finder("sponsors", _("Sponsors"), order=20, permission=Permission.SEE_PARTIES)
def sponsors(member: Any, words: Words) -> Iterable[Found]:
    found = [
        Found(sponsor.name, reverse("clients:sponsor", args=[sponsor.pk]))
        for sponsor in Sponsor.objects.visible_to(member).for_list()
        if words.are_in(sponsor.name, sponsor.registration)
    ]
    contacts = SponsorContact.objects.visible_to(member).select_related("sponsor").for_list()
    return found + [
        Found(each.name, reverse("clients:sponsor", args=[each.sponsor_id]), each.sponsor.name)
        for each in contacts
        if words.are_in(each.name, each.email)
    ]
