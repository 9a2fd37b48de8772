from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts import actions, zones
from coachpractice.accounts.models import User
from coachpractice.ui.forms import LookForm


class Worded(LookForm):
    """A form of allauth's in our look and our words: `words` gives labels by field."""

    words: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.words.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)


PASSWORD_HINT = format_lazy(
    _("At least {least} characters. Several words are easiest to keep."),
    least=settings.PASSWORD_MIN_LENGTH,
)


class LoginForm(Worded, allauth.LoginForm):
    words = {"login": _("E-mail address"), "password": _("Password")}


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    words = {"password": _("Password")}


class _NewPassword(Worded):
    words = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(_NewPassword, allauth.ChangePasswordForm):
    pass


class ResetPasswordKeyForm(_NewPassword, allauth.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    words = {"email": _("E-mail address")}

    def clean_email(self) -> str:
        """Whether there is such an account is asked later, and answered to nobody."""
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        actions.ask_for_reset(email=self.cleaned_data["email"])
        return self.cleaned_data["email"]


class SignUpForm(LookForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class NewAccountForm(LookForm):
    """Who makes an account under an address that is known already."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=200,
        help_text=_("As it stands in your contracts."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AccountForm(LookForm):
    name = forms.CharField(
        label=_("First and last name"),
        max_length=200,
        help_text=_("As it stands in your contracts."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("fr", "Français"), ("en", "English")]
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=())

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        if user is not None:
            kwargs["initial"] = {
                "name": user.name,
                "language": user.language,
                "timezone": user.timezone,
            }
        super().__init__(*args, **kwargs)
        self.fields["timezone"].choices = zones.choices()  # type: ignore[attr-defined]
