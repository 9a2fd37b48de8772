"""Contracts, by number and by the client they are with."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coachpractice.practices.permissions import Permission
from coachpractice.registry.finding import Found, Words, finder
from contracts.models import Contract


@finder("contracts", gettext_lazy("Contracts"), order=30, permission=Permission.SEE_PARTIES)
def contracts(member: Any, words: Words) -> Iterable[Found]:
    rows = Contract.objects.visible_to(member).select_related("client").unlocked("identity")
    # Neither the texts of a contract nor what else is known of its client is asked for.
    shown = rows.only(
        "practice", "year", "serial", "client__practice", "client__number", "client__name"
    )
    return [
        Found(
            _("Contract no. %(number)s") % {"number": contract.number},
            reverse("contracts:page", args=[contract.pk]),
            contract.client.name,
        )
        for contract in shown.order_by("-year", "-serial")
        if words.are_in(contract.number, contract.client.name, contract.client.code)
    ]
