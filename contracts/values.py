"""What goes into the text of a contract, where it comes from, and what is still missing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.practices.mending import whom_to_ask
from coachpractice.registry.quotes import QUOTES
from coachpractice.ui.formats import day_text, language_of, money_text
from contracts.models import Contract
from contracts.pieces import Placeholder, Template
from contracts.wording import load

# Of the client, not of the coach: read from the file of the one, mended there.
CLIENT = "client_"
NUMBERS = (
    "sessions_count",
    "session_minutes",
    "cancellation_hours",
    "notice_days",
    "reply_days",
    "notes_years",
)
TEXTS = ("rhythm", "place", "payment_terms", "contact_channel", "contact_hours")
DAYS = ("start_day", "end_day")
# Where on the drafting page a value is typed, when it is not called the same.
_FIELDS = dict.fromkeys(("fee_total", "fee_per_session"), "fee_per_session_cents")


@dataclass(frozen=True)
class Gap:
    """Something that keeps a contract from being sent, and the address where it is mended."""

    label: str
    url: str


class Values:
    """The values of one contract, read once."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.language = contract.language

    @property
    def template(self) -> Template:
        return load(self.contract.template, self.language)

    @cached_property
    def all(self) -> dict[str, str]:
        """Every value the template knows, as it stands in the text; "" for what is missing."""
        return {
            each.key: self._quoted(each.key) if each.source == "quote" else self._agreed(each.key)
            for each in self.template.placeholders
        }

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing before this contract can be sent, in the order of the text."""
        missing = [
            self._gap(each)
            for each in self.template.placeholders
            if each.required and not self.all[each.key].strip()
        ]
        return [*missing, *self._gaps_of_the_draft(), *self._gaps_of_the_file()]

    def _quoted(self, key: str) -> str:
        if key not in QUOTES:
            return ""
        quote, subject = QUOTES.get(key), self._subject(key)
        until = quote.until(subject) if quote.until else None
        if until and until < clock.today(self.contract.coach.practice.timezone):
            return ""
        return quote.read(subject, self.language)

    def _subject(self, key: str) -> Any:
        return self.contract.client if key.startswith(CLIENT) else self.contract.coach

    def _agreed(self, key: str) -> str:
        if key == "fee_per_session":
            return self._money(self.contract.fee_per_session_cents)
        if key == "fee_total":
            return self._money(self.contract.total_cents)
        value = getattr(self.contract, key)
        if value in (None, ""):
            return ""
        return day_text(value, self.language) if key in DAYS else str(value)

    def _money(self, cents: int | None) -> str:
        return "" if cents is None else money_text(cents, self.language)

    # What is missing ---------------------------------------------------------------------------

    def _gap(self, placeholder: Placeholder) -> Gap:
        key = placeholder.key
        label = _label(self.contract.template, key)
        if placeholder.source == "contract":
            return Gap(label, self._field(_FIELDS.get(key, key)))
        if key.startswith(CLIENT):
            return Gap(label, self._file)
        return _gap_of_coach(label, key, self.contract.coach)

    def _gaps_of_the_draft(self) -> list[Gap]:
        contract, found = self.contract, []
        if not contract.expectations_given:
            found.append(Gap(_("what the client expects"), self._field("client_expectations")))
        if not contract.objectives_count or contract.objectives_count < len(contract.objectives):
            words = _("an objective, and the sign that it is met")
            found.append(Gap(words, self._field("objective_1")))
        today = clock.today(contract.coach.practice.timezone)
        if contract.end_day and contract.end_day < today:
            found.append(Gap(_("a last day that is still to come"), self._field("end_day")))
        return found

    def _gaps_of_the_file(self) -> list[Gap]:
        client = self.contract.client
        asked = (
            (client.email, _("the client’s e-mail address")),
            (client.adult_confirmed_at, _("that the client is 18 or older")),
            (client.ties, _("whether you have another tie with the client")),
            (client.fit, _("whether the request is within what you can do")),
            (client.others, _("whether there is a link with another of your clients")),
        )
        return [Gap(words, self._file) for said, words in asked if not said]

    def _field(self, name: str) -> str:
        return f"{reverse('contracts:draft', args=[self.contract.pk])}#id_{name}"

    @property
    def _file(self) -> str:
        return reverse("clients:change", args=[self.contract.client_id])


def _label(template: str, key: str) -> str:
    """What a value is called, in the reader's language rather than the contract's."""
    placeholders = load(template, language_of(get_language())).placeholders
    return next(each.label for each in placeholders if each.key == key)


def _address(key: str) -> str:
    """The page where the coach fills in what is quoted under `key`."""
    mend = QUOTES.get(key).mend if key in QUOTES else ""
    try:
        return reverse(mend) if mend else ""
    except NoReverseMatch:
        return ""


def _gap_of_coach(label: str, key: str, coach: Any) -> Gap:
    """With the page that mends it, or the name of whoever may open that page."""
    url = _address(key)
    asked = whom_to_ask(QUOTES.get(key).mend, coach) if url else ""
    if not asked:
        return Gap(label, url)
    return Gap(_("%(what)s: ask %(owner)s") % {"what": label, "owner": asked}, "")


def coach_gaps(coach: Any) -> list[Gap]:
    """What a first contract still needs to know of the coach and the practice, the signed code
    aside."""
    template = load("bipartite", language_of(coach.user.language))
    return [
        _gap_of_coach(_label(template.template, each.key), each.key, coach)
        for each in template.placeholders
        if each.required
        and each.source == "quote"
        and not each.key.startswith((CLIENT, "code_"))
        and not (each.key in QUOTES and QUOTES.get(each.key).read(coach, template.language))
    ]
