"""What we ask of allauth beyond its settings."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is open, by invitation or closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGN_UP == "open"


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor's secrets are kept encrypted."""

    def encrypt(self, text: str) -> Any:
        return super().encrypt(text)
