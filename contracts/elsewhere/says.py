"""What something taken in says, in words: for its page and for its paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from coachpractice.ethics.models import Edition
from contracts.accords import wording as accords
from contracts.accords.kinds import KINDS
from contracts.models import KIND, Contract, Signatory, TakenIn
from contracts.pieces import Consent, Limit, Section
from contracts.wording import CARDS, CONSENTS, Template, load

CHILD = "child"


@dataclass(frozen=True)
class Choice:
    question: str
    given: bool
    words: str
    on: date


class Says:
    """One `TakenIn` and the row it made, read in `language`."""

    def __init__(self, taken: TakenIn, row: object, language: str) -> None:
        self.taken, self.row, self.language = taken, row, language
        self.template = wording_of(taken.kind, language)

    @property
    def signatories(self) -> Iterable[Signatory]:
        return self.taken.signatories.all()

    @property
    def sections(self) -> list[str]:
        """The titles of the sections it covers."""
        keys = set(self.row.sections.split())  # type: ignore[attr-defined]
        return [each.title for each in sections(self.template) if each.key in keys]

    @property
    def cards(self) -> list[str]:
        keys = set(self.taken.cards.split())
        return [title for key, title in cards(self.template) if key in keys]

    @property
    def limits(self) -> list[str]:
        keys = set(self.taken.limits.split())
        return [each.text for each in limits(self.template) if each.key in keys]

    @property
    def choices(self) -> list[Choice]:
        return choices_of(self.taken, self.language)

    @property
    def edition(self) -> Edition | None:
        return getattr(self.row, "edition", None)

    @property
    def is_contract(self) -> bool:
        return isinstance(self.row, Contract)

    @property
    def label(self) -> str:
        return label_of(self.taken.kind)


def row_of(taken: TakenIn) -> Any:
    """The contract or agreement it made; with what names whoever it is with."""
    models: dict[str, Any] = {KIND: Contract} | {
        each.agreement: each.model for each in KINDS.values()
    }
    model = models[taken.kind]
    people = ("client", "sponsor") if model is Contract else model.PEOPLE
    rows = model.objects.of_practice(taken.practice_id).select_related(
        "coach__user", "coach__practice", *people
    )
    return rows.unlocked("identity").get(pk=taken.object)


def choices_of(taken: TakenIn, language: str) -> list[Choice]:
    given = {each.key: each for each in taken.consents.all()}
    return [
        Choice(each.question, row.given, each.yes if row.given else each.no, row.answered_on)
        for each in consents(wording_of(taken.kind, language))
        if (row := given.get(each.key))
    ]


def wording_of(kind: str, language: str) -> Template:
    """Our own wording of what can be signed elsewhere, to say what that covers."""
    if kind == KIND:
        return load("coaching", language)
    template = next(each.template for each in KINDS.values() if each.agreement == kind)
    return accords.load(template, language)


def label_of(kind: str) -> str:
    """What it is called, in the language that is active."""
    if kind == KIND:
        return _("Coaching contract")
    return str(next(each.label for each in KINDS.values() if each.agreement == kind))


def sections(template: Template) -> list[Section]:
    """All but those of a child's own text, which only repeat them."""
    return [each for each in template.sections if set(each.readers) != {CHILD}]


def cards(template: Template) -> list[tuple[str, str]]:
    """The parts a client confirms, with their titles for an adult."""
    titles: dict[str, str] = {}
    for each in template.cards:
        if CHILD not in each.readers:
            titles.setdefault(each.key, each.title)
    return [(key, titles[key]) for key in CARDS if key in titles]


def limits(template: Template) -> list[Limit]:
    found = {each.key: each for each in template.limits if CHILD not in each.readers}
    return list(found.values())


def consents(template: Template) -> list[Consent]:
    """The choices as an adult is asked to make them."""
    return [each for each in template.consents if each.key in CONSENTS and "client" in each.readers]
