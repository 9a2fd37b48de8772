"""Which language a page speaks: the one chosen at its foot, else the person's own, else the
browser's, else French."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def chosen(request: HttpRequest) -> str | None:
    """The language picked at the foot of a page on this browser, if it is one of ours."""
    return known(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


def language_for(request: HttpRequest, user: Any = None) -> str:
    """The language for this request. `user` is whoever is logged in, or None."""
    return (
        chosen(request)
        or known(getattr(user, "language", None))
        or translation.get_language_from_request(request)
    )


def suggest(request: HttpRequest, language: str) -> None:
    """Speak `language` for the rest of this request, unless the person chose another.

    For doors that know who comes: a party's own language beats the browser's.
    """
    language = chosen(request) or known(language) or settings.LANGUAGE_CODE
    translation.activate(language)
    request.LANGUAGE_CODE = language  # type: ignore[attr-defined]


def known(code: str | None) -> str | None:
    """`code` if pages exist in it."""
    return code if code in dict(settings.LANGUAGES) else None
