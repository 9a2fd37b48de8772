from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as allauth
from allauth.mfa.totp import forms as totp
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts.forms import Worded


class Code(Worded):
    """A form with one code, and a note in the journal when it is wrong."""

    words = {"code": _("Code")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError:
            get_adapter().code_refused(self.user)  # type: ignore[attr-defined]
            raise


class AuthenticateForm(Code, allauth.AuthenticateForm):
    pass


class ReauthenticateForm(Code, allauth.ReauthenticateForm):
    pass


class ActivateForm(Worded, totp.ActivateTOTPForm):
    words = {"code": _("Code shown by the application")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """Whoever shows the first code has given their second factor for this session too."""
        code = super().clean_code()
        record_authentication(context.request, self.user, method="mfa", type="totp")
        return code
