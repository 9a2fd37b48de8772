from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts import sign_up
from coachpractice.accounts.models import SignUpRequest, User
from coachpractice.registry.mails import Letter, mail

NOTICES = {
    "password-changed": _("Your password was changed"),
    "password-reset": _("You have a new password"),
    "second-factor-on": _("The second factor is on"),
    "second-factor-off": _("The second factor is off"),
    "recovery-codes-renewed": _("You have new recovery codes"),
    "passkey-added": _("A passkey was added to your account"),
    "passkey-removed": _("A passkey of your account was removed"),
}


@mail("accounts.sign-up")
def sign_up_link(*, request: str) -> Letter | None:
    """The link that finishes signing up; to whoever has an account already, the way to it."""
    asked = SignUpRequest.objects.filter(pk=request).first()
    if asked is None:
        return None
    known = User.objects.of_address(asked.email)
    return Letter(
        to=asked.email,
        language=known.language if known else asked.language,
        subject=_("Your account"),
        template="accounts/mail/already_registered" if known else "accounts/mail/sign_up",
        context={
            "url": "" if known else sign_up.address(asked),
            "login_url": _absolute("account_login"),
            "reset_url": _absolute("account_reset_password"),
        },
    )


@mail("accounts.password-reset")
def password_reset(*, user: str) -> Letter | None:
    """The link to a new password, made while the letter is written and kept nowhere."""
    person = User.objects.filter(pk=user, is_active=True).first()
    if person is None:
        return None
    token = default_token_generator.make_token(person)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": person.pk.hex, "key": token}
    )
    return Letter(
        to=person.email,
        language=person.language,
        subject=_("Choose a new password"),
        template="accounts/mail/password_reset",
        context={
            "url": settings.PUBLIC_URL + path,
            "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        },
    )


@mail("accounts.notice")
def notice(*, user: str, kind: str, at: str) -> Letter | None:
    """Says what happened to the account, and what to do if it was somebody else."""
    person = User.objects.filter(pk=user).first()
    if person is None:
        return None
    return Letter(
        to=person.email,
        language=person.language,
        subject=NOTICES[kind],
        template="accounts/mail/notice",
        context={
            "what": NOTICES[kind],
            "at": datetime.fromisoformat(at),
            "zone": person.timezone,
            "reset_url": _absolute("account_reset_password"),
        },
    )


def _absolute(url_name: str) -> str:
    return settings.PUBLIC_URL + reverse(url_name)
