"""The link by which a colleague joins: signed, never stored, shut by the invitation's own facts."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from coachpractice.practices.models import Invitation


def address(invitation: Invitation) -> str:
    """The URL to mail to whoever is invited; shown to nobody else."""
    token = _signer().sign(invitation.pk.hex)
    return settings.PUBLIC_URL + reverse("practices:join", args=[token])


def opened_by(token: str) -> Invitation | None:
    """The invitation this token opens; None when it is forged, spent, withdrawn or too old."""
    rows = Invitation.objects.pending().select_related("practice", "invited_by__user")
    try:
        return rows.filter(pk=UUID(_signer().unsign(token))).first()
    except (signing.BadSignature, ValueError):
        return None


def _signer() -> signing.Signer:
    return signing.Signer(key=settings.LINK_KEY, salt="practices.invitation")
