"""Pages whose address opens something for whoever has it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse


def keeps_its_address(view: Callable) -> Callable:
    """The address holds a token: nobody keeps the page, finds it, or is told where it was.

    The policy sends no path to anyone. `no-referrer` would also hide the origin, without which no
    form can show that it comes from here.
    """

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
