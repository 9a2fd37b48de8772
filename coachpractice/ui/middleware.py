"""Headers, language, and refusals no view caught."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from coachpractice.registry.doors import door_of
from coachpractice.registry.errors import Refused
from coachpractice.ui.language import language_for

Respond = Callable[[HttpRequest], HttpResponse]

# Nothing of ours uses a sensor, a payment or a device; a passkey may come one day.
_FEATURES = (
    "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation "
    "gyroscope magnetometer microphone midi payment picture-in-picture usb xr-spatial-tracking"
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _FEATURES.split())
HEADERS = {
    # An address may hold a link's token: it is told to nobody else.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DEFAULT_ZONE = "Europe/Paris"


class SecurityHeadersMiddleware:
    """What a browser may do with our pages; a view that says otherwise is left alone.

    Whatever is not open to anyone is kept by no cache and found by no search engine.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not _is_public(request):
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if not _is_public(request) or _has_session(request):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class BodyLimitMiddleware:
    """Refuse what is larger than anything we take before a byte of it is kept: an upload would
    otherwise lie on the disk before any form could look at its size."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.LARGEST_REQUEST:
            reason = _("This is larger than what is taken here: %(size)s MB at most.")
            words = reason % {"size": settings.LARGEST_REQUEST // 1_000_000}
            return render(request, "ui/refused.html", {"reason": words}, status=413)
        return self.get_response(request)


# A view may refuse without a word; what the browser would show then is an empty sheet.
PAGES = {400: "400.html", 405: "405.html", 413: "413.html", 429: "429.html"}


class NoEmptyPageMiddleware:
    """A refusal that came without a page gets one in the house's look; its headers stay."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = PAGES.get(response.status_code)
        if page and not response.streaming and not response.content:
            context = {"guest": _is_for_guests(request)}
            response.content = render(request, page, context).content
            response.headers["Content-Type"] = "text/html; charset=utf-8"
        return response


class LanguageMiddleware:
    """Speak the person's language and show their local time. Stands after authentication."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a session nobody is logged in, and asking would mark the page as personal.
        user = request.user if _has_session(request) else None
        language = language_for(request, user)
        zone = getattr(user, "timezone", "") or DEFAULT_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class RefusedMiddleware:
    """A refusal that no view caught becomes a page with its words, never a fault of the server."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "ui/refused.html", {"reason": str(exception)}, status=409)


def _is_public(request: HttpRequest) -> bool:
    match = request.resolver_match
    door = door_of(match.func) if match else None
    return door is not None and door.kind == "public"


def _is_for_guests(request: HttpRequest) -> bool:
    """Whether the page is one of those behind a link: its reader has no start to go back to."""
    match = request.resolver_match
    door = door_of(match.func) if match else None
    return door is not None and door.kind == "link"


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
