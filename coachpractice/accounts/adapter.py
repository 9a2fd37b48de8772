"""What we ask of allauth beyond its settings."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts import actions, second_factor, sessions
from coachpractice.accounts.confirm import recently_confirmed
from coachpractice.accounts.models import User
from coachpractice.vault import box

# Allauth names what happened by the template of the mail it would send.
HAPPENED = {
    "account/email/password_changed": "password-changed",
    "account/email/password_reset": "password-reset",
    "mfa/email/totp_activated": "second-factor-on",
    "mfa/email/totp_deactivated": "second-factor-off",
    "mfa/email/recovery_codes_generated": "recovery-codes-renewed",
    "mfa/email/webauthn_added": "passkey-added",
    "mfa/email/webauthn_removed": "passkey-removed",
}


class AccountAdapter(DefaultAccountAdapter):
    """One address per account, our words, our outbox."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Address or password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or was used already."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait five minutes, then try again."),
        "invalid_password_reset": _("This link was used already, or is too old."),
    }

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: an answer in JSON is one more door to watch. The one there is asks a browser
        for a passkey, and says nothing of anybody."""
        match = request.resolver_match
        return bool(
            match and match.view_name == "mfa_login_webauthn" and request.method in ("GET", "HEAD")
        )

    def reauthenticate(self, user: Any, password: str) -> bool:
        """By the address on the account; allauth would look for it in its own table."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Logging in counts as saying who one is, for a quarter of an hour."""
        return not recently_confirmed(context.request)

    def set_password(self, user: Any, password: str) -> None:
        """A new password closes every other session of the account."""
        super().set_password(user, password)
        sessions.close_others(user, but=context.request.session.session_key)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """The one hook allauth offers for what happened to an account."""
        self.happened(HAPPENED[template_prefix], user)

    def happened(self, kind: str, user: User) -> None:
        """The way somebody logs in changed: tell them by mail."""
        actions.tell(kind, user=user)

    def code_refused(self, user: User) -> None:
        """A wrong code was given in place of a second factor. The room above notes it."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor's secrets are kept encrypted; where it is required it cannot be left."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used already."),
        "cannot_delete_authenticator": _("The second factor is required here."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(box.lock("second-factor", text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box.unlock("second-factor", base64.b64decode(encrypted_text)).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not settings.SECOND_FACTOR_REQUIRED or second_factor.may_go(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        return gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser shows as the place the key is for."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.OPERATOR_NAME}
