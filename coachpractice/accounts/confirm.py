"""“Is it really you?” before a dangerous act."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from coachpractice.accounts import second_factor
from coachpractice.accounts.access import owner_of


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether this browser's owner gave their password or a code in the last quarter of an hour."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    age = time.time() - records[-1]["at"] if records else None
    return age is not None and age < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether a code or a passkey was given in this session."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record["method"] == "mfa" for record in records)


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether somebody is logged in where a second factor is required, and gave none yet."""
    return bool(
        settings.SECOND_FACTOR_REQUIRED
        and request.user.is_authenticated
        and not passed_second_factor(request)
    )


def ask_second_factor(request: HttpRequest) -> HttpResponse:
    """Lead to where it is given, and back here; whoever has none sets it up."""
    user = owner_of(request)
    if second_factor.is_on(user):
        way = second_factor.way_to_give_it(user)
        return redirect(f"{reverse(way)}?{urlencode({'next': request.path})}")
    return redirect("mfa_activate_totp")


def confirms(view: Callable) -> Callable:
    """Ask who it is before a dangerous act, unless they said so in the last quarter of an hour.

    Nothing that was sent is kept meanwhile: afterwards the page with the form or the button shows
    again, and the act is asked for once more. Stands below the mark that says who may come in.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if recently_confirmed(request):
            return view(request, *args, **kwargs)
        methods = get_adapter().get_reauthentication_methods(request.user)  # type: ignore[arg-type]
        return redirect(f"{methods[0]['url']}?{urlencode({'next': _page(request)})}")

    return confirmed


def _page(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one whose button was pressed."""
    if request.method == "GET":
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure()):
        return urlsplit(came_from).path or "/"
    return "/"
