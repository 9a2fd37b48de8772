"""What links are for. Rooms above name their purposes in a purposes.py, found when apps are loaded;
here they only open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from coachpractice.links.models import Link
from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Purpose:
    """Something a link opens.

    `lands_on` names the URL, without arguments, of the page behind the link.
    `renew(link)` sends its holder a new one, if there is still something to open; it is called for
    whoever holds an old link, so that it decides from the rows alone and may refuse.
    `introduce(link)` says who it is from: `sender` (a dict of name and line) and `language`; it may
    add `title` and `lede`, the words of the page before the door, and `specimen`.
    `entered(link, request)` is told when its holder pressed the button.
    """

    name: str
    lands_on: str
    renew: Callable[[Link], Any]
    introduce: Callable[[Link], dict[str, Any]]
    entered: Callable[[Link, HttpRequest], None] | None = None


PURPOSES: Register[Purpose] = Register("purpose of links")


def purpose(
    name: str,
    *,
    lands_on: str,
    renew: Callable[[Link], Any],
    introduce: Callable[[Link], dict[str, Any]],
    entered: Callable[[Link, HttpRequest], None] | None = None,
) -> Purpose:
    """Register a purpose; its name is stored, so it never changes."""
    return PURPOSES.add(name, Purpose(name, lands_on, renew, introduce, entered))
