"""From where a guest acts, as the server sees it."""

from django.conf import settings
from django.http import HttpRequest

from coachpractice.signing.proof import Visit


def visit_of(request: HttpRequest) -> Visit:
    """Address and browser. Behind proxies of ours (TRUSTED_PROXIES), the address they saw; what a
    client writes into the header itself is not believed."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if trusted and len(forwarded) >= trusted:
        address = forwarded[-trusted]
    return Visit(address=address, browser=request.headers.get("User-Agent", ""))
