"""How somebody with a link comes in.

    GET  /l/<token>        changes nothing; shows a button
    POST /l/<token>        puts the link into this browser's session and leads to a URL without it
    GET  /s/…              the page itself, which asks the session for the link

A scanner that follows links sees a page and a button, and learns nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from coachpractice.links import tokens
from coachpractice.links.models import Link, State
from coachpractice.links.purposes import PURPOSES
from coachpractice.registry.doors import Door

SESSION = "link"


def look_up(token: str) -> tuple[Link, State] | None:
    """The link a token was made for, and what it opens now; None when it is none of ours.

    Changes nothing. The token itself is the right to ask.
    """
    link_id = tokens.link_id(token)
    link = Link.objects.filter(pk=link_id).first() if link_id else None
    if link is None or link.purpose not in PURPOSES:
        return None
    generation = tokens.generation(token, link.purpose, link.holder, link.pk, link.generation)
    return None if generation is None else (link, link.state_of(generation))


def enter(request: HttpRequest, link: Link) -> None:
    """Let this browser in through `link`, and only through it."""
    request.session.cycle_key()
    request.session[SESSION] = {"id": str(link.pk), "generation": link.generation}
    request.session.set_expiry(4 * 3600)


def leave(request: HttpRequest) -> None:
    request.session.pop(SESSION, None)


def entered(request: HttpRequest, purpose: str) -> Link | None:
    """The link this browser came in by, when it still opens this purpose."""
    held = request.session.get(SESSION)
    if not held:
        return None
    link = Link.objects.filter(pk=UUID(held["id"]), purpose=purpose).first()
    if link is None or link.generation != held["generation"] or link.closed_at:
        return None
    return link


def opened_by_link(purpose: str) -> Callable:
    """Let in whoever came through a link for `purpose`; `request.link` is that link.

    Others are led to the page that says the link is missing, whatever they asked for. Whether the
    link may still *do* something (unused, not expired) is the action's to say.
    """

    def guard(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            link = entered(request, purpose)
            if link is None:
                return redirect("links:none")
            request.link = link  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.door = Door("link", purpose)  # type: ignore[attr-defined]
        return login_not_required(never_cache(guarded))

    return guard
