"""The list of a coach's contracts, filtered by where they stand."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from coachpractice import clock
from coachpractice.practices.models import Membership
from contracts.drafts.discarding import KEPT
from contracts.models import Contract, State

PAGE = 25
# filter in the address: its name, and the states it shows
FILTERS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (pgettext_lazy("contracts", "All"), tuple(State)),
    "draft": (_("Drafts"), (State.DRAFT, State.DECLINED)),
    "out": (_("To be signed"), (State.SENT, State.TO_COUNTERSIGN, State.EXPIRED)),
    "in-force": (_("In force"), (State.IN_FORCE, State.SUSPENDED)),
    "ended": (
        pgettext_lazy("contracts", "Ended"),
        (State.ENDED, State.WITHDRAWN, State.SUPERSEDED),
    ),
}


@dataclass(frozen=True)
class Chip:
    name: str | Promise
    count: int
    address: str
    current: bool


class Listing:
    """What one page of the list shows to `member`; `asked` is the address's query."""

    def __init__(self, member: Membership, asked: Any) -> None:
        day = clock.today(member.practice.timezone)
        self.member = member
        self.all = Contract.objects.visible_to(member).with_state(day)
        state = asked.get("state", "")
        self.state = state if state in FILTERS else ""
        page = asked.get("page", "")[:6]
        self.asked_page = int(page) if page.isdecimal() else 1

    @cached_property
    def counts(self) -> dict[str, int]:
        rows = self.all.order_by().values_list("state").annotate(count=Count("pk"))
        return dict(rows)

    def _count(self, states: tuple[str, ...]) -> int:
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(name, self._count(states), self._address(1, key), current=key == self.state)
            for key, (name, states) in FILTERS.items()
        ]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def found(self) -> int:
        return self._count(FILTERS[self.state][1])

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
        return self._address(self.page - 1, self.state) if self.page > 1 else ""

    @property
    def later(self) -> str:
        return self._address(self.page + 1, self.state) if self.page < self.pages else ""

    @cached_property
    def rows(self) -> list[Contract]:
        start = self.first - 1
        shown = self.all.filter(state__in=FILTERS[self.state][1]).for_list()
        return list(shown[start : start + PAGE])

    @cached_property
    def thrown_away(self) -> list[Contract]:
        """Drafts that can still be brought back, the latest first, each with when it will be
        gone; for their coach alone."""
        if self.member.is_assistant:
            return []
        rows = Contract.with_thrown_away.visible_to(self.member).thrown_away()
        found = rows.filter(discarded_at__gt=clock.now() - KEPT).select_related("client")
        shown = list(found.unlocked("identity").order_by("-discarded_at"))
        for contract in shown:
            contract.gone_at = contract.discarded_at + KEPT
        return shown

    def _address(self, page: int, state: str) -> str:
        query = {"state": state, "page": page}
        return f"?{urlencode({k: v for k, v in query.items() if v not in ('', 1)})}"
