"""What every page knows without being told."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Who hosts this installation, and whether the member looks at an example practice.

    Pages for guests say `specimen` themselves: nobody is logged in there.
    """
    practice = getattr(getattr(request, "member", None), "practice", None)
    return {
        "operator_name": settings.OPERATOR_NAME,
        "specimen": getattr(practice, "specimen", False),
    }
