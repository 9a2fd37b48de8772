"""The link to sign: who it is from, and how a new one is had."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.links.models import Link
from coachpractice.links.purposes import purpose
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.signing.actions import reading, sending
from coachpractice.signing.models import Party
from coachpractice.signing.visits import visit_of


def _party(link: Link) -> Party:
    rows = Party.objects.select_related("envelope__coach__user", "envelope__coach__practice")
    return rows.get(pk=link.holder)


def _renew(link: Link) -> None:
    """Who has signed needs no link any more, but perhaps the copy."""
    party = _party(link)
    if party.signed_at:
        sending.send_copy_again(party)
    else:
        sending.invite_again(party, by=None)


def _introduce(link: Link) -> dict[str, Any]:
    party = _party(link)
    envelope, coach = party.envelope, party.envelope.coach
    with translation.override(envelope.language):
        document = AGREEMENTS.get(envelope.kind).label(envelope, envelope.language)
        lede = _("%(name)s has prepared it for you. Nothing is signed by opening it.")
        return {
            "sender": {"name": coach.user.name, "line": coach.practice.city},
            "language": envelope.language,
            "title": document,
            "lede": lede % {"name": coach.user.name},
            "used": _used(party),
            "specimen": envelope.specimen,
        }


def _used(party: Party) -> dict[str, str]:
    """What the page of a link says to somebody who has signed."""
    if not party.envelope.sealed_at:
        words = _("You have signed. Your sealed copy comes by mail once everybody has signed.")
        return {"words": words}
    words = _("You have signed, and your sealed copy went to you by mail. We can send it again.")
    return {"words": words, "button": _("Send my copy again")}


def _entered(link: Link, request: HttpRequest) -> None:
    reading.enter(_party(link), visit=visit_of(request))


purpose("sign", lands_on="signing:read", renew=_renew, introduce=_introduce, entered=_entered)
