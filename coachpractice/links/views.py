from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coachpractice.links import access
from coachpractice.links.models import Link, State
from coachpractice.links.purposes import PURPOSES
from coachpractice.registry.doors import public
from coachpractice.registry.errors import Refused
from coachpractice.ui.addresses import keeps_its_address
from coachpractice.ui.language import suggest

RENEWALS = 3
AN_HOUR = 3600


@public
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_its_address
def land(request: HttpRequest, token: str) -> HttpResponse:
    """The door. Looking at it changes nothing, so a mail scanner learns and uses nothing; the
    button opens it."""
    found = access.look_up(token)
    if found is None:
        return _page(request, "unknown", status=404)
    link, state = found
    if state is not State.OPEN:
        return _page(request, "old", link, status=410, state=state, token=token)
    if request.method == "POST":
        access.enter(request, link)
        purpose = PURPOSES.get(link.purpose)
        if purpose.entered:
            purpose.entered(link, request)
        return redirect(purpose.lands_on)
    return _page(request, "door", link)


@public
@require_POST
@keeps_its_address
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Have a new link sent to the address on file. The answer is the same whatever happens."""
    found = access.look_up(token)
    if found is None:
        return _page(request, "unknown", status=404)
    link, state = found
    if state not in (State.CLOSED, State.PASSED_ON) and _may_renew(link):
        with suppress(Refused):  # whoever holds an old link is not told how things stand
            PURPOSES.get(link.purpose).renew(link)
    return _page(request, "sent", link)


@public
@require_safe
def none(request: HttpRequest) -> HttpResponse:
    """For whoever opens a page behind a link without having come through it."""
    return _page(request, "none", status=403)


def _page(request: HttpRequest, name: str, link: Link | None = None, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = PURPOSES.get(link.purpose).introduce(link) if link else {}
    if language := context.get("language"):
        suggest(request, language)
    return render(request, f"links/{name}.html", {**context, **more}, status=status)


def _may_renew(link: Link) -> bool:
    key = f"link-renewed:{link.pk}"
    cache.add(key, 0, timeout=AN_HOUR)
    try:
        return cache.incr(key) <= RENEWALS
    except ValueError:  # it ran out in between
        return True
