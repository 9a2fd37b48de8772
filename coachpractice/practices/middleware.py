from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coachpractice.practices.models import Membership


class MemberMiddleware:
    """Sets `request.member`: the membership of whoever is logged in, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        # Without a session nobody is logged in, and asking would mark the page as personal.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            request.member = Membership.objects.of_user(request.user)  # type: ignore[attr-defined]
        return self.get_response(request)
