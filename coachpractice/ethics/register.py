"""The register: every clause of the code in force, held against what the records show.

A state is never typed, always found by the rule an app brings for the clause. A clause that no
rule answers yet says so, and is never counted as kept.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from coachpractice.ethics.text import Chapter, Clause, Code, Section
from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import RULES, Finding, State

# About the coach's own person: nobody else sees more than one constant line.
PRIVATE = frozenset(
    {
        "fit-to-practise",
        "no-intimate-relationship",
        "unconscious-bias",
        "breach-consequences",
        "ethical-issues-supervised",
    }
)
NO_RULE = "no-rule"
SHOWN = (*State, NO_RULE)
# Of several clauses, in the filters; of one clause, on its badge.
MANY = {
    State.KEPT: pgettext_lazy("clauses", "Kept"),
    State.DUE: pgettext_lazy("clauses", "Due soon"),
    State.MISSING: pgettext_lazy("clauses", "Something is missing"),
    State.DECLARED: pgettext_lazy("clauses", "Declared"),
    State.NOT_CONCERNED: pgettext_lazy("clauses", "Not concerned"),
    NO_RULE: pgettext_lazy("clauses", "No rule yet"),
}
LOOKS = {
    State.KEPT: ("kept", pgettext_lazy("clause", "Kept")),
    State.DUE: ("due", pgettext_lazy("clause", "Due soon")),
    State.MISSING: ("missing", pgettext_lazy("clause", "Missing")),
    State.DECLARED: ("declared", pgettext_lazy("clause", "Declared")),
    State.NOT_CONCERNED: ("idle", pgettext_lazy("clause", "Not concerned")),
    NO_RULE: ("idle", pgettext_lazy("clause", "No rule yet")),
}
IN_ORDER = frozenset({State.KEPT, State.DECLARED, State.NOT_CONCERNED})


@dataclass(frozen=True)
class Entry:
    """A clause and what was found about it; `finding` is None where no rule answers yet."""

    clause: Clause
    finding: Finding | None

    @property
    def state(self) -> str:
        return self.finding.state if self.finding else NO_RULE

    @property
    def look(self) -> str:
        """The badge it carries."""
        return LOOKS[self.state][0]

    @property
    def label(self) -> str | Promise:
        """Its state in words."""
        return LOOKS[self.state][1]

    @property
    def private(self) -> bool:
        return self.clause.key in PRIVATE

    @property
    def in_order(self) -> bool:
        return self.state in IN_ORDER


@dataclass(frozen=True)
class SectionPage:
    """A section with the entries that are shown, and how many of all its clauses are in order."""

    section: Section
    entries: list[Entry]
    in_order: int
    ruled: int

    @property
    def total(self) -> int:
        return len(self.section.clauses)


@dataclass(frozen=True)
class ChapterPage:
    chapter: Chapter
    sections: list[SectionPage]


def states(
    code: Code, member: Membership, day: date, *, reader: Membership | None = None
) -> list[Entry]:
    """What the records of `member` show of each clause on `day`, in the code's order.

    To any reader but the coach, the clauses about the coach's own person show one constant line,
    whatever the state.
    """
    own = reader is None or reader.pk == member.pk
    return [Entry(clause, _finding(clause.key, member, day, own=own)) for clause in code.clauses]


def _finding(key: str, member: Membership, day: date, *, own: bool) -> Finding | None:
    if key in PRIVATE and not own:
        return Finding(State.DECLARED, _("Kept by the coach in private."))
    return RULES.get(key).find(member, day) if key in RULES else None


def counts(entries: Iterable[Entry]) -> Counter[str]:
    """How many clauses stand in each state."""
    return Counter(entry.state for entry in entries)


def chapters(code: Code, entries: list[Entry], only: str = "") -> list[ChapterPage]:
    """The entries chapter by chapter; with `only`, just those in that state, and no empty part."""
    found = {entry.clause.key: entry for entry in entries}
    pages = []
    for chapter in code.chapters:
        sections = [_section(section, found, only) for section in chapter.sections]
        sections = [section for section in sections if section.entries]
        if sections:
            pages.append(ChapterPage(chapter, sections))
    return pages


def _section(section: Section, found: dict[str, Entry], only: str) -> SectionPage:
    entries = [found[clause.key] for clause in section.clauses]
    return SectionPage(
        section,
        [entry for entry in entries if not only or entry.state == only],
        in_order=sum(entry.in_order for entry in entries),
        ruled=sum(entry.finding is not None for entry in entries),
    )


def strokes(code: Code, entries: list[Entry]) -> list[tuple[str, list[list[str]]]]:
    """The states as the spine is drawn: by chapter and section."""
    look = {entry.clause.key: _stroke(entry.state) for entry in entries}
    return [
        (
            chapter.title,
            [[look[clause.key] for clause in section.clauses] for section in chapter.sections],
        )
        for chapter in code.chapters
    ]


def _stroke(state: str) -> str:
    return "idle" if state == State.NOT_CONCERNED else state
