"""What an account has for a second factor."""

from allauth.mfa.models import Authenticator

from coachpractice.accounts.models import User


def is_on(user: User) -> bool:
    """Whether an application on a telephone answers for this account."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def unused_codes(user: User) -> list[str] | None:
    """The recovery codes not used yet; None when there never were any."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else None
