"""A purpose that only tests have."""

from typing import Any

from coachpractice.links import actions
from coachpractice.links.models import Link
from coachpractice.links.purposes import PURPOSES, purpose
from coachpractice.registry.errors import Refused

renewed: list[Link] = []
entered: list[Link] = []
refusing: list[str] = []


def _renew(link: Link) -> None:
    if refusing:
        raise Refused("It is signed already.")
    renewed.append(
        actions.issue(purpose=link.purpose, holder=link.holder, practice=link.practice_id)
    )


def _introduce(link: Link) -> dict[str, Any]:
    return {
        "sender": {"name": "Hélène Aubépine", "line": "coach, Lyon"},
        "language": "en",
        "title": "Your coaching contract",
    }


if "tests" not in PURPOSES:
    purpose(
        "tests",
        lands_on="links:none",
        renew=_renew,
        introduce=_introduce,
        entered=lambda link, request: entered.append(link),
    )


def use_all(pks: list[Any]) -> list[Any]:
    """Which of these links this process could use."""
    return [link.pk for link in Link.objects.filter(pk__in=pks) if actions.use(link)]
