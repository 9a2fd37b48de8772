"""What stands in the side bar. Apps answer in their `navigation.py`, found when apps are loaded,
with `register(Entry(_("Clients"), "clients:list", "users", Group.EVERYDAY, 20))`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The phone's bar holds four everyday entries and the menu.
EVERYDAY_PLACES = 4
SHORTCUTS = "shortcuts"  # the cookie of a browser that wants no key pressed alone to lead anywhere


class Group(Enum):
    """Parts of the side bar, in their order; ACCOUNT stands at its foot, under the name."""

    EVERYDAY = _("Everyday")
    PRACTICE = _("My practice")
    OFFICE = _("The practice")
    ACCOUNT = _("My account")


@dataclass(frozen=True)
class Entry:
    """One line of the side bar; `permission` shows it only to members who have that right."""

    label: str | Promise
    url_name: str
    icon: str
    group: Group
    order: int
    permission: Any = None

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_entries: list[Entry] = []


def register(entry: Entry) -> Entry:
    """Add `entry`; refuses a second one for the same page and a fifth everyday one."""
    if any(entry.url_name == other.url_name for other in _entries):
        raise ValueError(f"Two navigation entries lead to {entry.url_name}")
    everyday = [other for other in _entries if other.group is Group.EVERYDAY]
    if entry.group is Group.EVERYDAY and len(everyday) == EVERYDAY_PLACES:
        raise ValueError(f"The phone's bar is full: no place for {entry.url_name}")
    _entries.append(entry)
    return entry


def entries() -> list[Entry]:
    """Every entry, group by group, each in its order."""
    groups = list(Group)
    return sorted(_entries, key=lambda entry: (groups.index(entry.group), entry.order))


def entries_for(member: Any) -> list[Entry]:
    """The entries `member` may use; someone without a membership sees those that ask no right."""
    return [
        entry
        for entry in entries()
        if entry.permission is None or (member is not None and member.may(entry.permission))
    ]


def current(request: HttpRequest | None, shown: Iterable[Entry]) -> Entry | None:
    """The entry under which the page asked for lies: the longest address that begins it."""
    if request is None:
        return None
    begun = {url: entry for entry in shown if _begins(url := entry.url, request.path)}
    return begun[max(begun, key=len)] if begun else None


def keys_alone(request: HttpRequest | None) -> str:
    """Whether keys pressed alone may lead somewhere on this browser: on or off."""
    return "off" if request and request.COOKIES.get(SHORTCUTS) == "off" else "on"


def _begins(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
