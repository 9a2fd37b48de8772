"""The clients a coach takes along."""

from typing import Any

from clients.lists import table_of
from clients.models import Client
from coachpractice.registry.sheets import Table, sheet


@sheet("clients")
def clients(member: Any, language: str) -> Table:
    rows = Client.objects.of_coach(member).select_related("sponsor")
    open_rows = rows.unlocked("identity").order_by("number")
    return table_of(list(open_rows), by=member, language=language)
