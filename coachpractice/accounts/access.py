"""Who may use a page about one's own account."""

from collections.abc import Callable

from django.http import HttpRequest

from coachpractice.accounts.models import User
from coachpractice.registry.doors import Door


def own_account(view: Callable) -> Callable:
    """Let in whoever is logged in: the page is about their own account and nothing else."""
    view.door = Door("account")  # type: ignore[attr-defined]
    return view


def owner_of(request: HttpRequest) -> User:
    """Whose account it is. Only for pages that nobody reaches logged out."""
    assert isinstance(request.user, User)
    return request.user
