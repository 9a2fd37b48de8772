"""Let somebody in who has just proven who they are without the login page."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from coachpractice.accounts.models import User


def let_in(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """Log the owner of a new account in, and lead them on.

    Goes the way of the login page, so that session list, journal and second factor know of it.
    """
    record_authentication(request, user, method="password")
    return perform_login(request, user, redirect_url=to)
