"""What a member's apps answer to some words, group by group."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from coachpractice.registry.finding import Found, Words, finders_for

SHOWN = 20  # of each group; more words find fewer
LONGEST = 100


@dataclass(frozen=True)
class Group:
    name: str
    title: str | Promise
    found: list[Found]
    more: int


def answers(typed: str, *, member: Any) -> list[Group]:
    """The groups that have an answer, in their order."""
    words = Words(typed[:LONGEST])
    if not words:
        return []
    groups = []
    for finder in finders_for(member):
        found = list(finder.find(member, words))
        if found:
            more = max(0, len(found) - SHOWN)
            groups.append(Group(finder.name, finder.title, found[:SHOWN], more))
    return groups
