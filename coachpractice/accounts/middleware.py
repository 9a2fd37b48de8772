from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from coachpractice.accounts import second_factor
from coachpractice.accounts.access import owner_of
from coachpractice.accounts.confirm import passed_second_factor
from coachpractice.registry.doors import door_of

# What one needs in order to give or set up a second factor, and to leave.
WITHOUT = {
    "mfa_activate_totp",
    "mfa_reauthenticate",
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
        if not settings.SECOND_FACTOR_REQUIRED or self._open(request, view):
            return None
        if not request.user.is_authenticated or passed_second_factor(request):
            return None
        if second_factor.is_on(owner_of(request)):
            query = urlencode({"next": request.path})
            return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
        return redirect("mfa_activate_totp")

    def _open(self, request: HttpRequest, view: Callable) -> bool:
        door = door_of(view)
        if door is not None and door.kind in ("public", "link"):
            return True
        match = request.resolver_match
        return match is not None and match.view_name in WITHOUT
