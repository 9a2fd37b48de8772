"""What every page knows without being told."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, str]:
    """The name of who hosts this installation."""
    return {"operator_name": settings.OPERATOR_NAME}
