"""A coach's clients as a table to take away."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from clients import events
from clients.intake import CLIENTS
from clients.listing import Listing, lines_of
from clients.models import Client
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.tables import writing


def take(listing: Listing, *, kind: str, language: str, by: Membership) -> bytes:
    """The clients a list shows, on all its pages, as a file. Noted in the journal."""
    clients = listing.everyone()
    content = writing.table_file(kind, *table_of(clients, by=by, language=language))
    journal.record(events.LIST_TAKEN, by.practice, by=by, count=len(clients), kind=kind)
    return content


def table_of(
    clients: Sequence[Client], *, by: Membership, language: str
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of these clients, in that language; names and sponsors must be open."""
    zone = ZoneInfo(by.practice.timezone)
    with override(language):
        lines = lines_of(clients, day=clock.today(by.practice.timezone))
        said = {True: _("yes"), False: _("no"), None: ""}
        rows = [
            [
                client.code,
                client.name,
                client.email,
                client.phone,
                client.address,
                client.language,
                said[_adult(client)],
                client.born_on.strftime("%d/%m/%Y") if client.born_on else "",
                client.sponsor.name if client.sponsor else "",
                str(lines[client.pk].contract) if client.pk in lines else "",
                client.created_at.astimezone(zone).strftime("%d/%m/%Y"),
            ]
            for client in clients
        ]
    return CLIENTS.headings(language), rows


def _adult(client: Client) -> bool | None:
    """Yes, no, or not known; a team has no age."""
    if client.kind == Client.Kind.MINOR:
        return False
    return True if client.adult_confirmed_at else None
