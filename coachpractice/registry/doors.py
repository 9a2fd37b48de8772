"""Every view says who may come in. `@public` opens a door to anyone; the other marks live with the
rooms that know accounts (`accounts.access`), members (`practices.access`) and links
(`links.access`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required


@dataclass(frozen=True)
class Door:
    """Who a view lets in: `kind` is public, account, member, link or reviewer; `detail` the right
    or purpose it asks for."""

    kind: str
    detail: str = ""


def public(view: Callable) -> Callable:
    """Open this view to anyone, logged in or not."""
    view.door = Door("public")  # type: ignore[attr-defined]
    return login_not_required(view)


def door_of(view: Callable) -> Door | None:
    """The mark a view carries, through whatever decorators wrap it."""
    return getattr(view, "door", None)
