from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coachpractice.accounts.confirm import owes_second_factor
from coachpractice.practices.models import Membership


class MemberMiddleware:
    """Sets `request.member`: the membership of whoever is logged in, or None.

    Where a second factor is required a place in a practice is none before it was given: whoever
    has just joined with a password alone sees and does nothing, on no page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None  # type: ignore[attr-defined]
        # Without a session nobody is logged in, and asking would mark the page as personal.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        if request.user.is_authenticated and not owes_second_factor(request):
            request.member = Membership.objects.of_user(request.user)  # type: ignore[attr-defined]
        return self.get_response(request)
