"""What a journey costs the person who makes it, in seconds of the keystroke-level model.

Card, Moran and Newell's operators: a key 0.28 s, pointing 1.10 s, a click 0.10 s, a hand that moves
between mouse and keyboard 0.40 s, a thought 1.35 s; on a phone a tap is 0.90 s. The sum is a
machine's number for "few steps": it leaves out reading, and claims nothing about real people.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

KEY, POINT, CLICK, HOME, THINK, TAP = 0.28, 1.10, 0.10, 0.40, 1.35, 0.90


@dataclass
class Journey:
    """Drives a page as a person would, and counts what they do."""

    page: Page
    touch: bool = False
    seconds: float = 0.0
    counts: dict[str, int] = field(
        default_factory=lambda: {"fields": 0, "clicks": 0, "keys": 0, "pages": 0}
    )
    _hand: str = "mouse"

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._count_page)

    def _count_page(self, frame) -> None:
        if frame == self.page.main_frame:
            self.counts["pages"] += 1

    def click(self, what: Locator) -> None:
        """Think, point, click; the next page is waited for."""
        self._point()
        what.click()
        self.page.wait_for_load_state("load")

    def fill(self, what: Locator, words: str) -> None:
        """Point at a field and type; on a keyboard that stands in the field before, one tab; where
        the page put the cursor there already, neither."""
        if not self.touch and what.evaluate("field => field === document.activeElement"):
            self.seconds += THINK
            self._home("keyboard")
        elif self._hand == "keyboard" and not self.touch:
            self.seconds += THINK + KEY
            self.counts["keys"] += 1
        else:
            self._point()
            self._home("keyboard")
        self.counts["fields"] += 1
        self.counts["keys"] += len(words)
        self.seconds += KEY * len(words)
        what.fill(words)

    def choose(self, what: Locator) -> None:
        """Point at a box or a chip."""
        self._point()
        what.check()

    def _point(self) -> None:
        self._home("mouse")
        self.counts["clicks"] += 1
        self.seconds += THINK + (TAP if self.touch else POINT + CLICK)

    def _home(self, to: str) -> None:
        if not self.touch and self._hand != to:
            self._hand = to
            self.seconds += HOME

    def report(self, name: str, goal: int) -> str:
        """One line: the seconds against the goal, and what they are made of."""
        parts = ", ".join(f"{count} {what}" for what, count in self.counts.items())
        return f"{name}: {self.seconds:.1f} s of {goal} s ({parts})"
