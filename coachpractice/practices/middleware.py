from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from coachpractice.practices.models import Membership


class MemberMiddleware:
    """Sets `request.member`: the membership of whoever is logged in, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.member = (  # type: ignore[attr-defined]
            Membership.objects.of_user(user) if user.is_authenticated else None
        )
        return self.get_response(request)
