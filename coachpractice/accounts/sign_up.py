"""The link that finishes signing up: signed, never stored, good for one day and one account."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from coachpractice import clock
from coachpractice.accounts.actions import SIGN_UP_LIFE
from coachpractice.accounts.models import SignUpRequest


def address(asked: SignUpRequest) -> str:
    """The URL to mail to whoever asked."""
    path = reverse("accounts:finish-sign-up", args=[_signer().sign(asked.pk.hex)])
    return settings.PUBLIC_URL + path


def asked_by(token: str) -> SignUpRequest | None:
    """What the bearer of this token asked for; None when it is forged, spent or too old."""
    try:
        asked = SignUpRequest.objects.get(pk=UUID(_signer().unsign(token)))
    except (signing.BadSignature, ValueError, SignUpRequest.DoesNotExist):
        return None
    return asked if clock.now() < asked.asked_at + SIGN_UP_LIFE else None


def _signer() -> signing.Signer:
    return signing.Signer(key=settings.LINK_KEY, salt="accounts.sign-up")
