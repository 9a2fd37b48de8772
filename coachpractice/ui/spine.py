"""The spine of the code: one stroke per clause, drawn from the states of the register."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

STATES = ("kept", "due", "missing", "declared", "idle", "no-rule")
STEP, GAP, WIDTH, HEIGHT = 11.5, 5, 8, 40


@dataclass(frozen=True)
class Stroke:
    """A clause's state, and where its stroke begins."""

    state: str
    x: float

    @property
    def inner(self) -> float:
        """Where an outlined stroke begins, so that its line stays inside."""
        return round(self.x + 0.6, 1)

    @property
    def middle(self) -> float:
        return round(self.x + WIDTH / 2, 1)


@dataclass(frozen=True)
class Chapter:
    """A chapter's strokes, and the size they take."""

    title: str
    strokes: list[Stroke]
    width: float

    @property
    def view_box(self) -> str:
        return f"-2 0 {self.width + 4:g} {HEIGHT}"

    @property
    def em_width(self) -> str:
        return f"{(self.width + 4) / 16:.2f}em"

    @property
    def em_height(self) -> str:
        return f"{HEIGHT / 16:g}em"


def chapter(title: str, sections: Iterable[Sequence[str]]) -> Chapter:
    """Place the states of a chapter, section by section, with a breath between two sections."""
    strokes: list[Stroke] = []
    x = 0.0
    for section in sections:
        for state in section:
            if state not in STATES:
                raise ValueError(f"{state!r} is no state of a clause")
            strokes.append(Stroke(state, round(x, 1)))
            x += STEP
        x += GAP
    width = strokes[-1].x + WIDTH if strokes else 0
    return Chapter(title, strokes, width)


def in_words(states: Iterable[str]) -> str:
    """The whole drawing in one sentence, for those who do not see it."""
    counts = Counter(states)
    total = sum(counts.values())
    clauses = ngettext("%(n)d clause", "%(n)d clauses", total) % {"n": total}
    parts = [_PART[state](counts[state]) for state in STATES if counts[state]]
    return _("%(clauses)s: %(parts)s.") % {"clauses": clauses, "parts": ", ".join(parts)}


_PART = {
    "kept": lambda n: ngettext("%(n)d kept", "%(n)d kept", n) % {"n": n},
    "due": lambda n: _("%(n)d due soon") % {"n": n},
    "missing": lambda n: _("%(n)d where something is missing") % {"n": n},
    "declared": lambda n: ngettext("%(n)d declared", "%(n)d declared", n) % {"n": n},
    "idle": lambda n: _("%(n)d not concerned") % {"n": n},
    "no-rule": lambda n: _("%(n)d without a rule yet") % {"n": n},
}
