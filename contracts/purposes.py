"""The link to a guest's own page about their contract, which they keep after signing."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.links.models import Link
from coachpractice.links.purposes import purpose
from coachpractice.signing.actions import keeping
from coachpractice.signing.models import Party
from contracts.changes.kept import send_door


def _party(link: Link) -> Party:
    rows = Party.objects.select_related("envelope__coach__user", "envelope__coach__practice")
    return rows.get(pk=link.holder)


def _renew(link: Link) -> None:
    """Who signed may see their copy for as long as it is kept (C. conso. L213-1)."""
    send_door(_party(link), by=None)


def _introduce(link: Link) -> dict[str, Any]:
    party = _party(link)
    envelope, coach = party.envelope, party.envelope.coach
    with translation.override(envelope.language):
        return {
            "sender": {"name": coach.user.name, "line": coach.practice.city},
            "language": envelope.language,
            "title": _("Your contract"),
            "lede": _(
                "Your signed copy, your choices, and how to end it. Opening changes nothing."
            ),
            "specimen": envelope.specimen,
        }


purpose(keeping.PURPOSE, lands_on="kept:page", renew=_renew, introduce=_introduce)
