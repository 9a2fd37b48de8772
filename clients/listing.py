"""The list of a coach's clients: filtered by where they stand, searched by name, page by page.

Names are encrypted, so a search opens them all and looks in memory; without one only the page that
is shown is opened. Where each client stands is asked once: counts, order and page come of it.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Case, CharField, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clients.models import Client
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.dossier import CHAPTERS, Line, Standing

PAGE = 25
LONGEST_SEARCH = 100
NAMES: dict[str, str | Promise] = {
    "": pgettext_lazy("clients", "All"),
    Standing.RUNNING: _("Under contract"),
    Standing.WAITING: _("To be signed"),
    Standing.PREPARING: _("In preparation"),
    Standing.ENDED: pgettext_lazy("clients", "Ended"),
}

SORTS: dict[str, str | Promise] = {
    Client.Kind.MINOR: _("minor"),
    Client.Kind.PROTECTED: _("protected adult"),
    Client.Kind.TEAM: _("team"),
}


@dataclass(frozen=True)
class Chip:
    """A filter with how many it would show, and the address that keeps it."""

    name: str | Promise
    count: int
    state: str
    address: str
    current: bool


@dataclass(frozen=True)
class Row:
    """A client of a list, and what the chapters of their file say of them."""

    client: Client
    line: Line | None

    @property
    def kind(self) -> str | Promise:
        """What sort of client, where it is not an adult who signs alone."""
        return SORTS.get(self.client.kind, "")


class Listing:
    """What one page of the list shows to `member`; `asked` is what was asked for, in the address
    or, with a search, posted: what somebody searches is a name, and stands in no address."""

    def __init__(self, member: Membership, asked: Any) -> None:
        self.member = member
        self.day = clock.today(member.practice.timezone)
        self.search = " ".join(asked.get("q", "").split())[:LONGEST_SEARCH]
        state = asked.get("state", "")
        self.state = state if state in NAMES else ""
        page = asked.get("page", "")[:6]
        self.asked_page = int(page) if page.isdecimal() else 1

    @cached_property
    def standings(self) -> dict[UUID, str]:
        """Where each of the coach's clients stands, the newest first."""
        # A coach's few hundred are counted sooner here than a database is told how.
        rows = with_standing(self._all, self.day).order_by("-number")
        return dict(rows.values_list("pk", "standing"))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(self.standings.values())

    @property
    def total(self) -> int:
        return len(self.standings)

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                name,
                self.counts[state] if state else self.total,
                state,
                self._address(state=state),
                current=state == self.state,
            )
            for state, name in NAMES.items()
        ]

    @cached_property
    def found(self) -> int:
        """How many the filter and the search leave."""
        return len(self._matches) if self.search else len(self._filtered)

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // PAGE))

    @property
    def page(self) -> int:
        return min(max(1, self.asked_page), self.pages)

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return min(self.page * PAGE, self.found)

    @property
    def earlier(self) -> int:
        return self.page - 1

    @property
    def later(self) -> int:
        """The number of the next page, 0 when there is none."""
        return self.page + 1 if self.page < self.pages else 0

    @property
    def earlier_address(self) -> str:
        return self._address(state=self.state, page=self.earlier)

    @property
    def later_address(self) -> str:
        return self._address(state=self.state, page=self.later)

    @cached_property
    def rows(self) -> list[Row]:
        start = self.first - 1
        shown: Sequence[Client]
        if self.search:
            shown = self._matches[start : start + PAGE]
        else:
            keys = self._filtered[start : start + PAGE]
            shown = list(self._all.filter(pk__in=keys).for_list())
        return rows_of(shown, day=self.day)

    def everyone(self) -> list[Client]:
        """Everybody the filter and the search leave, on all pages, open for a table."""
        chosen = [each.pk for each in self._matches] if self.search else self._filtered
        rows = self._all.filter(pk__in=chosen).select_related("sponsor")
        return list(rows.unlocked("identity").order_by("-number"))

    @property
    def _all(self) -> Any:
        return Client.objects.visible_to(self.member)

    @cached_property
    def _filtered(self) -> list[UUID]:
        wanted = self.state
        return [pk for pk, standing in self.standings.items() if wanted in ("", standing)]

    @cached_property
    def _matches(self) -> list[Client]:
        wanted, kept = folded(self.search).split(), set(self._filtered)
        return [
            client
            for client in self._all.for_list()
            if client.pk in kept
            and all(
                word in folded(f"{client.name} {client.code} {client.email}") for word in wanted
            )
        ]

    def _address(self, **kept: Any) -> str:
        query = {key: value for key, value in kept.items() if value not in ("", 1)}
        return f"?{urlencode(query)}"


def with_standing(clients: QuerySet, day: date) -> Any:
    """Clients annotated with where they stand, as the chapters of their file say."""
    return clients.annotate(standing=_standing(day))


@lru_cache(maxsize=8)
def _standing(day: date) -> Case:
    """Said once a day: to build the conditions costs as much as to ask them."""
    cases = [
        When(condition, then=Value(str(standing)))
        for chapter in CHAPTERS
        for standing, condition in chapter.standings(day).items()
    ]
    return Case(*cases, default=Value(str(Standing.PREPARING)), output_field=CharField())


def rows_of(clients: Sequence[Client], *, day: date) -> list[Row]:
    lines = lines_of(clients, day=day)
    return [Row(client, lines.get(client.pk)) for client in clients]


def lines_of(clients: Sequence[Client], *, day: date) -> dict[UUID, Line]:
    """What to say of each client of a list, in as many queries as for one."""
    found: dict[UUID, Line] = {}
    for chapter in CHAPTERS:
        found.update(chapter.lines(clients, day=day))
    return found


def folded(text: str) -> str:
    """Without case and accents, as people search."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in plain if not unicodedata.combining(each))
