"""What an account has for a second factor."""

from allauth.mfa.models import Authenticator

from coachpractice.accounts.models import User

SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_on(user: User) -> bool:
    """Whether an application on a telephone or a passkey answers for this account."""
    return Authenticator.objects.filter(user=user, type__in=SECOND).exists()


def way_to_give_it(user: User) -> str:
    """The page where this account's second factor is asked for: the code where there is an
    application, else the passkey."""
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if totp else "mfa_reauthenticate_webauthn"


def may_go(authenticator: Authenticator) -> bool:
    """Whether something answers for the account still, once this one is gone."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=SECOND)
    return others.exclude(pk=authenticator.pk).exists()


def unused_codes(user: User) -> list[str] | None:
    """The recovery codes not used yet; None when there never were any."""
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else None


def passkeys(user: User) -> int:
    """How many passkeys an account has."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count()
