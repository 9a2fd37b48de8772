"""finding.py of an app: what of yours answers to these words?

What is encrypted is opened and looked at in memory: a coach has a few hundred names. A finder
asks a constant number of queries, and only for rows `visible_to` whoever asks.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from coachpractice.registry.folding import folded
from coachpractice.registry.register import Register


class Words:
    """What somebody searches; case and accents do not count."""

    def __init__(self, typed: str) -> None:
        self.folded = folded(typed)
        self.each = self.folded.split()

    def __bool__(self) -> bool:
        return bool(self.each)

    def are_in(self, *texts: object) -> bool:
        """Whether every word is somewhere in these texts."""
        text = folded(" ".join(map(str, texts)))
        return all(word in text for word in self.each)

    def begin_words_of(self, *texts: object) -> bool:
        """Whether a word of these texts begins with each: for texts longer than a name."""
        text = folded(" ".join(map(str, texts)))
        return all(re.search(rf"(?<!\w){re.escape(word)}", text) for word in self.each)


@dataclass(frozen=True)
class Found:
    """One answer: its words, the page that shows it, and what tells it from its like."""

    label: str | Promise
    url: str
    hint: str | Promise = ""


@dataclass(frozen=True)
class Finder:
    """One group of answers. `permission` leaves it out for members without that right."""

    name: str
    title: str | Promise
    order: int
    permission: Any
    find: Callable[[Any, Words], Iterable[Found]]


FINDERS: Register[Finder] = Register("finder")


def finder(name: str, title: str | Promise, *, order: int, permission: Any = None) -> Callable:
    """Register a function `find(member, words)` as a group of answers."""

    def keep(find: Callable[[Any, Words], Iterable[Found]]) -> Callable:
        FINDERS.add(name, Finder(name, title, order, permission, find))
        return find

    return keep


def finders_for(member: Any) -> list[Finder]:
    """The groups this member may ask, in their order."""
    allowed = [each for each in FINDERS if each.permission is None or member.may(each.permission)]
    return sorted(allowed, key=lambda each: each.order)
