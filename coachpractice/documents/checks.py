"""Tells the operator before a seal fails."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage

from coachpractice.documents import seals


@checks.register(checks.Tags.security)
def seal_can_be_used(app_configs: Any = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """In production the seal must be there and hold; anywhere, sixty days' notice is given."""
    try:
        seal = seals.load()
    except seals.SealUnavailable as reason:
        hint = "Contracts are signed meanwhile, and sealed when the seal is back."
        problem = checks.Error(str(reason), hint=hint, id="documents.E001")
        return [problem] if settings.PRODUCTION else []
    if seal.days_left < seals.WARN_DAYS:
        return [
            checks.Warning(
                f"The certificate of the seal expires in {seal.days_left} days.",
                hint="Run manage.py ensure_seal --renew, with the key of the root in its place.",
                id="documents.W001",
            )
        ]
    return []
