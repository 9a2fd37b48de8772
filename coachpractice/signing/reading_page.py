"""The reading page: three cards, what each still asks, and what a POST to one of them means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import reading
from coachpractice.signing.models import Party, Question
from coachpractice.signing.proof import Visit
from coachpractice.ui.forms import ErrorLine


@dataclass
class CheckField:
    """A comprehension question on the page: what was chosen, and what is right once answered."""

    key: str
    question: str
    choices: list[dict[str, str]]
    chosen: str
    answered: bool
    right: bool
    right_text: str
    because: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"check-{self.key}"


@dataclass
class LimitField:
    key: str
    text: str
    told: bool
    chosen: str = ""

    @property
    def name(self) -> str:
        return f"limit-{self.key}"


@dataclass
class CardOnPage:
    """One of the cards, with its sections and everything said on it so far."""

    key: str
    number: int
    title: str
    intro: str
    sections: list[dict[str, Any]]
    clear: bool
    is_open: bool = False
    asks: bool = False
    questions: list[Question] = field(default_factory=list)
    checks: list[CheckField] = field(default_factory=list)
    limits: list[LimitField] = field(default_factory=list)
    draft: str = ""
    errors: list[ErrorLine] = field(default_factory=list)

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if question.is_open]


class Reading:
    """The page for one party, with `card` standing open. With `posted`, it shows again what was
    typed there."""

    def __init__(
        self,
        party: Party,
        *,
        posted: Mapping[str, str] | None = None,
        card: str = "",
        refusal: Refused | None = None,
    ) -> None:
        self.party = party
        self.text = party.text
        self.posted = posted or {}
        self.card = card
        self.refusal = refusal

    # What is shown -----------------------------------------------------------------------------

    @cached_property
    def cards(self) -> list[CardOnPage]:
        clear = set(self.party.clearcards.values_list("card", flat=True))
        questions = list(self.party.questions.unlocked("content"))
        cards = [
            self._card(number, card, card["key"] in clear, questions)
            for number, card in enumerate(self.text.get("cards", ()), start=1)
        ]
        self._open_one(cards)
        return cards

    def _open_one(self, cards: list[CardOnPage]) -> None:
        """The card that was asked for stands open, else the first that is still to read."""
        waiting = [card.key for card in cards if not card.clear]
        first = self.card or (waiting[0] if waiting else "")
        for card in cards:
            card.is_open = card.key == first

    def _card(
        self, number: int, card: dict[str, Any], clear: bool, questions: list[Question]
    ) -> CardOnPage:
        key = card["key"]
        page = CardOnPage(
            key=key,
            number=number,
            title=card["title"],
            intro=card.get("intro", ""),
            sections=[each for each in self.text["sections"] if each["card"] == key],
            clear=clear,
            questions=[question for question in questions if question.card == key],
        )
        if key == self.text.get("answers_on"):
            page.checks = [self._check(each) for each in self._questions]
            page.limits = [self._limit(each) for each in self.text.get("limits", ())]
        if key == self.card and self.refusal:
            page.asks = f"question-{key}" in self.refusal.fields
            page.draft = self.posted.get(f"question-{key}", "")
            page.errors = self._error_lines(self.refusal)
        return page

    def _error_lines(self, refusal: Refused) -> list[ErrorLine]:
        """The same words once, leading to the first place they are about."""
        firsts = {f"check-{each['key']}": each["choices"][0]["key"] for each in self._questions}
        anchors: dict[str, str] = {}
        for name, words in refusal.fields.items():
            first = firsts.get(name)
            anchors.setdefault(str(words), f"{name}-{first}" if first else name)
        lines = [ErrorLine(words, anchor=anchor) for words, anchor in anchors.items()]
        return lines or [ErrorLine(str(refusal))]

    @property
    def _questions(self) -> list[dict[str, Any]]:
        return self.text.get("comprehension", ())

    @cached_property
    def _answered(self) -> dict[str, str]:
        return dict(self.party.checks.values_list("key", "choice"))

    @cached_property
    def _limits(self) -> dict[str, bool]:
        return dict(self.party.limitanswers.values_list("key", "agreed"))

    def _check(self, question: dict[str, Any]) -> CheckField:
        key, texts = question["key"], {c["key"]: c["text"] for c in question["choices"]}
        chosen = self._answered.get(key) or self.posted.get(f"check-{key}", "")
        return CheckField(
            key=key,
            question=question["question"],
            choices=question["choices"],
            chosen=chosen,
            answered=key in self._answered,
            right=chosen == question["right"],
            right_text=texts[question["right"]],
            because=question["because"],
            error=self._error(f"check-{key}"),
        )

    def _limit(self, limit: dict[str, Any]) -> LimitField:
        key = limit["key"]
        kept = {True: "agree", False: "object"}.get(self._limits.get(key))  # type: ignore[arg-type]
        return LimitField(
            key=key,
            text=limit["text"],
            told=limit["told"],
            chosen=self._posted_limit(key) or kept or "",
        )

    @property
    def limits_agreed(self) -> bool:
        """Whether the list as a whole has its answer."""
        return "limits" in self.posted or all(key in self._limits for key in self.limits_to_agree)

    @property
    def limits_to_agree(self) -> list[str]:
        """The keys of those that no law imposes."""
        return [each["key"] for each in self.text.get("limits", ()) if not each["told"]]

    @property
    def limits_error(self) -> str:
        return self._error("limits")

    def _error(self, name: str) -> str:
        return str(self.refusal.fields.get(name, "")) if self.refusal else ""

    @property
    def clear_count(self) -> int:
        return sum(card.clear for card in self.cards)

    @property
    def all_clear(self) -> bool:
        return all(card.clear for card in self.cards) and not self.open_questions

    @property
    def open_questions(self) -> list[Question]:
        return [question for card in self.cards for question in card.open_questions]

    @property
    def answered(self) -> list[CardOnPage]:
        """Cards with an answer of the coach that wait to be said clear again."""
        waiting = [card for card in self.cards if not card.clear]
        return [card for card in waiting if any(each.answered_at for each in card.questions)]

    @property
    def objections(self) -> list[LimitField]:
        return [each for card in self.cards for each in card.limits if each.chosen == "object"]

    @property
    def choices(self) -> list[dict[str, str]]:
        """The party's own choices, in words."""
        given = dict(self.party.consents.values_list("key", "given"))
        return [
            {
                "question": each["question"],
                "answer": each["yes"] if given[each["key"]] else each["no"],
            }
            for each in self.text.get("consents", ())
            if each["key"] in given
        ]

    # What a POST means -------------------------------------------------------------------------

    def keep(self, *, visit: Visit) -> None:
        """Keep the answers of the card, then do what its button says.

        An objection waits for the coach: the card is not clear then, whatever the button. `Refused`
        names the fields where something is missing, or where a question stands unsent.
        """
        if self.card not in {card["key"] for card in self.text.get("cards", ())}:
            raise Refused(_("There is no such part in this document."))
        if self.card == self.text.get("answers_on"):
            reading.answer_card(self.party, checks=self._posted_checks, limits=self._posted_limits)
        text = self.posted.get(f"question-{self.card}", "")
        if self.posted.get("do") == "ask":
            reading.ask(self.party, card=self.card, text=text, visit=visit)
        elif text.strip():
            words = _("You wrote a question: send it, or empty the field first.")
            raise Refused(words, field=f"question-{self.card}")
        elif not reading.objections(self.party, self.card).exists():
            reading.confirm_clear(self.party, card=self.card, visit=visit)

    @property
    def _posted_checks(self) -> dict[str, str]:
        return {
            each["key"]: self.posted.get(f"check-{each['key']}", "") for each in self._questions
        }

    @property
    def _posted_limits(self) -> dict[str, bool]:
        answers = {
            each["key"]: self._posted_limit(each["key"]) for each in self.text.get("limits", ())
        }
        return {key: answer == "agree" for key, answer in answers.items() if answer}

    def _posted_limit(self, key: str) -> str:
        """The list is agreed to as a whole; each limit may be objected to."""
        if self.posted.get(f"limit-{key}") == "object":
            return "object"
        return "agree" if self.posted.get("limits") == "agree" else ""

    def url_of(self, card: str, place: str = "card") -> str:
        return f"{reverse('signing:read')}?part={card}#{place}-{card}"

    def next_url(self) -> str:
        """After a card: stay on it while something is to be read there, at its place on the page,
        else go on."""
        fresh = Reading(self.party)
        own = next(card for card in fresh.cards if card.key == self.card)
        if not own.clear:
            return self.url_of(self.card, "asked")
        if any(not check.right for check in own.checks):
            return self.url_of(self.card, "checks")
        return fresh.onward_url

    @property
    def onward_url(self) -> str:
        """The first card that is not clear yet, else what follows the reading."""
        waiting = [card.key for card in self.cards if not card.clear]
        if waiting:
            return self.url_of(waiting[0])
        return (
            f"{reverse('signing:read')}#go-on" if self.open_questions else reverse("signing:choose")
        )
