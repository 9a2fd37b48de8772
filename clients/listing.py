"""The list of a coach's clients: filtered by where they stand, searched by name, page by page.

Names are encrypted, so a search opens them all and looks in memory; without one only the page that
is shown is opened.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
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


@dataclass(frozen=True)
class Chip:
    """A filter with how many it would show, and the address that keeps it."""

    name: str | Promise
    count: int
    address: str
    current: bool


@dataclass(frozen=True)
class Row:
    client: Client
    line: Line | None


class Listing:
    """What one page of the list shows to `member`; `asked` is the address's query."""

    def __init__(self, member: Membership, asked: Any) -> None:
        self.member = member
        self.day = clock.today(member.practice.timezone)
        self.search = " ".join(asked.get("q", "").split())[:LONGEST_SEARCH]
        state = asked.get("state", "")
        self.state = state if state in NAMES else ""
        page = asked.get("page", "")[:6]
        self.asked_page = int(page) if page.isdecimal() else 1

    @cached_property
    def counts(self) -> Counter[str]:
        # A coach's few hundred are counted sooner here than a database is told how.
        rows = with_standing(self._all, self.day)
        return Counter(rows.values_list("standing", flat=True))

    @cached_property
    def total(self) -> int:
        return self.counts.total()

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                name,
                self.counts[state] if state else self.total,
                self._address(state=state),
                current=state == self.state,
            )
            for state, name in NAMES.items()
        ]

    @cached_property
    def found(self) -> int:
        """How many the filter and the search leave."""
        if self.search:
            return len(self._matches)
        return self.counts[self.state] if self.state else self.total

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
    def earlier(self) -> str:
        return self._address(page=self.page - 1) if self.page > 1 else ""

    @property
    def later(self) -> str:
        return self._address(page=self.page + 1) if self.page < self.pages else ""

    @cached_property
    def rows(self) -> list[Row]:
        start = self.first - 1
        shown: Sequence[Client]
        if self.search:
            shown = self._matches[start : start + PAGE]
        else:
            shown = list(self._filtered.for_list()[start : start + PAGE])
        lines = lines_of(shown, day=self.day)
        return [Row(client, lines.get(client.pk)) for client in shown]

    @property
    def _all(self) -> Any:
        return Client.objects.visible_to(self.member)

    @property
    def _filtered(self) -> Any:
        if not self.state:
            return self._all
        return with_standing(self._all, self.day).filter(standing=self.state)

    @cached_property
    def _matches(self) -> list[Client]:
        wanted = folded(self.search).split()
        return [
            client
            for client in self._filtered.for_list()
            if all(word in folded(f"{client.name} {client.code} {client.email}") for word in wanted)
        ]

    def _address(self, **changes: Any) -> str:
        kept = {"q": self.search, "state": self.state, **changes}
        query = {key: value for key, value in kept.items() if value not in ("", 1)}
        return f"?{urlencode(query)}"


def with_standing(clients: QuerySet, day: date) -> Any:
    """Clients annotated with where they stand, as the chapters of their file say."""
    cases = [
        When(condition, then=Value(str(standing)))
        for chapter in CHAPTERS
        for standing, condition in chapter.standings(day).items()
    ]
    default = Value(str(Standing.PREPARING))
    return clients.annotate(standing=Case(*cases, default=default, output_field=CharField()))


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
