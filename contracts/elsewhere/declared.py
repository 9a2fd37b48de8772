"""What a coach says of something signed elsewhere, and whether it can be so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from coachpractice.ethics.models import Edition
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Role
from contracts.elsewhere.people import Person
from contracts.models import Medium

LONGEST_NAME = 200
LONGEST_SYSTEM = 120
# Nothing signed before is worth keeping: whoever types such a year mistyped it.
EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True)
class Hand:
    """Somebody who signed, and the day on which they did."""

    who: Person
    on: date


@dataclass(frozen=True)
class Answer:
    """A choice made there; without a day, with the client's signature."""

    given: bool
    on: date | None = None


@dataclass(frozen=True)
class Declared:
    """Everything but the scan. `sections`, `cards` and `limits` are keys of our own wording."""

    hands: tuple[Hand, ...]
    medium: str
    system: str = ""
    sections: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    edition: Edition | None = None
    code_on: date | None = None

    @property
    def signed_on(self) -> date:
        """The day of the last signature: from then on it binds."""
        return max(hand.on for hand in self.hands)

    def answered_on(self, answer: Answer) -> date:
        return answer.on or self.signed_on

    def check(self, *, today: date, born_on: date | None = None, alone: bool = False) -> None:
        """Refused, each fault at its field, for what cannot be so: nobody signed, a day to come or
        before anybody concerned was born, another system without a name. `alone` says that the
        client has to have signed themself."""
        faults = dict(self._missing(alone=alone))
        days = [(hand.who.field, hand.on) for hand in self.hands]
        days += [(f"{key}_on", each.on) for key, each in self.answers.items() if each.on]
        if self.code_on:
            days.append(("code_on", self.code_on))
        for name, on in days:
            if words := _impossible(on, today, born_on):
                faults.setdefault(name, words)
        if faults:
            raise Refused(
                _("Something here cannot be so: look at the days and names."), fields=faults
            )

    def _missing(self, *, alone: bool) -> Iterable[tuple[str, str]]:
        roles = {hand.who.role for hand in self.hands}
        if not roles - {Role.COACH}:
            yield "others", _("Say who signed it beside you, and when.")
        elif alone and Role.CLIENT not in roles:
            yield "client", _("Your client has to have signed it. Say when.")
        if Role.COACH not in roles:
            yield "coach", _("Say on which day you signed it.")
        if self.medium == Medium.SYSTEM and not self.system:
            yield "system", _("Say in which system.")
        if self.edition and not self.code_on:
            yield "code_on", _("Say on which day you handed over the code.")


def _impossible(on: date, today: date, born_on: date | None) -> str:
    if on > today:
        return _("This day is still to come.")
    if on < EARLIEST:
        return _("This day is too long ago. Look at the year again.")
    if born_on and on <= born_on:
        return _("Your client was not born yet.")
    return ""
