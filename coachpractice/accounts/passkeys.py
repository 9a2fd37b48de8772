"""Passkeys: a key on a telephone, a computer or a stick that logs in, or is the second factor.

The pages are allauth's, in our look and behind our doors. They need JavaScript, since a browser
offers passkeys to scripts alone; password and code stay for whoever has none.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth
from allauth.mfa.webauthn import views
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts import second_factor
from coachpractice.accounts.access import own_account, owner_of
from coachpractice.accounts.forms import Worded
from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused

# What comes is made by a browser, or by somebody who says to be one: any JSON at all.
STRANGE = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


class _Recognised(Worded):
    """In our words when the key is not one of the account's, or was asked for too long ago."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except STRANGE as refused:
            words = _("This passkey was not recognised. Try once more, or give your password.")
            raise ValidationError(words) from refused


class LoginForm(_Recognised, allauth.LoginWebAuthnForm):
    pass


class AuthenticateForm(_Recognised, allauth.AuthenticateWebAuthnForm):
    pass


class ReauthenticateForm(_Recognised, allauth.ReauthenticateWebAuthnForm):
    pass


NAME = _("What you call it")
NAME_HINT = _("For instance “my telephone”: you will know which one to remove if you lose it.")


class AddForm(Worded, allauth.AddWebAuthnForm):
    name = forms.CharField(label=NAME, required=False, max_length=60, help_text=NAME_HINT)
    words = {"passwordless": _("Log in with it alone, without my password")}
    hints = {
        "passwordless": _(
            "The device asks for your fingerprint, your face or its code. Untick it for a simple "
            "security key: it then comes after the password."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("passwordless", True)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever adds their first key has given their second factor for this session too."""
        try:
            cleaned = super().clean() or {}
        except STRANGE as refused:
            raise ValidationError(_("This passkey could not be added. Try once more.")) from refused
        if cleaned.get("credential") and not self.errors:
            record_authentication(context.request, self.user, method="mfa", type="webauthn")
        return cleaned


class RenameForm(Worded, allauth.EditWebAuthnForm):
    name = forms.CharField(label=NAME, max_length=60, help_text=NAME_HINT)


class _Confirm(views.ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """The page once more, and why; allauth would lead to the page that logs in."""
        super().form_invalid(form)
        there = {"next": self.request.POST.get("next", "")}
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?{urlencode(there)}")


_confirm = _Confirm.as_view()


@public
@atomic
def log_in(request: HttpRequest) -> HttpResponse:
    """Whoever shows a key that asks for finger, face or code is in: it is both factors."""
    return views.login_webauthn(request)


@own_account
def keys(request: HttpRequest) -> HttpResponse:
    return views.list_webauthn(request)


@own_account
@atomic
def add(request: HttpRequest) -> HttpResponse:
    return views.add_webauthn(request)


@own_account
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    return views.edit_webauthn(request, pk=pk)


@own_account
@atomic
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused for the last one where a second factor is required."""
    mine = Authenticator.objects.filter(user=owner_of(request), pk=pk).first()
    required = request.method == "POST" and settings.SECOND_FACTOR_REQUIRED
    if required and mine and not second_factor.may_go(mine):
        raise Refused(_("The second factor is required here: add another one first."))
    return views.remove_webauthn(request, pk=pk)


@own_account
def confirm(request: HttpRequest) -> HttpResponse:
    """“Is it really you?”, answered by a key."""
    return _confirm(request)
