"""Who may use a page about one's own account."""

from collections.abc import Callable

from coachpractice.registry.doors import Door


def own_account(view: Callable) -> Callable:
    """Let in whoever is logged in: the page is about their own account and nothing else."""
    view.door = Door("account")  # type: ignore[attr-defined]
    return view
