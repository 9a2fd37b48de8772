import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coachpractice.practices.access import requires
from coachpractice.practices.permissions import Permission
from coachpractice.search.answers import LONGEST, answers
from coachpractice.ui.navigation import SHORTCUTS, keys_alone

_UNTYPED = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]")  # no keyboard has these
A_YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_PARTIES)
def search(request: HttpRequest) -> HttpResponse:
    """What was typed is posted: a name stands in no address, history or log."""
    shown = _UNTYPED.sub(" ", request.POST.get("q", ""))
    typed = " ".join(shown.split())[:LONGEST]
    groups = answers(typed, member=request.member)  # type: ignore[attr-defined]
    context = {
        "typed": typed,
        "groups": groups,
        "longest": LONGEST,
        "keys_alone": keys_alone(request),
    }
    return render(request, "search/search.html", context)


@require_POST
@requires(Permission.SEE_PARTIES)
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Keys pressed alone lead somewhere, or not, on this browser (WCAG 2.1.4)."""
    response = redirect("search:search")
    if request.POST.get("keys") == "off":
        response.set_cookie(
            SHORTCUTS,
            "off",
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(SHORTCUTS)
    return response
