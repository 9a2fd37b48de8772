from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from coachpractice.registry.doors import public
from coachpractice.ui.language import known

A_YEAR = 365 * 24 * 3600


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen at the foot of a page, on this browser, and go back there."""
    response = HttpResponseRedirect(_safe_address(request))
    if code := known(request.POST.get("language")):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def _safe_address(request: HttpRequest) -> str:
    """Where the person came from, if that is a page of this site."""
    address = request.POST.get("next", "")
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"
