from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from coachpractice.accounts.confirm import ask_second_factor, owes_second_factor
from coachpractice.registry.doors import door_of

# What one needs in order to give or set up a second factor, and to leave.
WITHOUT = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
}


class SecondFactorMiddleware:
    """Where a second factor is required, nothing of an account opens before it was given: whoever
    has none is led to set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if self._open(request, view) or not owes_second_factor(request):
            return None
        return ask_second_factor(request)

    def _open(self, request: HttpRequest, view: Callable) -> bool:
        door = door_of(view)
        if door is not None and door.kind in ("public", "link"):
            return True
        match = request.resolver_match
        return match is not None and match.view_name in WITHOUT
