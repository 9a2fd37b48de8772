"""What goes into the text of a contract, where it comes from, and what is still missing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.practices.forms import COUNTRIES
from coachpractice.practices.mending import whom_to_ask
from coachpractice.registry.quotes import QUOTES
from coachpractice.signing.models import Role
from coachpractice.ui.formats import day_text, language_of, money_text
from contracts.changes.rules import Rules
from contracts.filling import Filled, Template
from contracts.models import Contract
from contracts.parties import Guest, Parties, shared
from contracts.pieces import Placeholder
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
# Typed for this contract, in as many lines as it takes.
PROSE = ("client_expectations", "sponsor_expectations", "arrangement")
TEXTS = ("rhythm", "place", "payment_terms", "contact_channel", "contact_hours")
DAYS = ("start_day", "end_day")
COUNTRIES_OF_WORK = ("coach_country", "client_country")
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
        self.parties = Parties(contract)

    @property
    def template(self) -> Template:
        return load(self.contract.template, self.language)

    @cached_property
    def all(self) -> dict[str, str]:
        """Every value the template knows, as it stands in the text; "" for what is missing."""
        read = {
            "quote": self._quoted,
            "contract": self._agreed,
            "parties": self.parties.values.__getitem__,
        }
        found = {each.key: read[each.source](each.key) for each in self.template.placeholders}
        return found | self.parties.flags

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing before this contract can be sent, in the order of the text."""
        lacking = {key for key, _ in self._text.missing}
        missing = [self._gap(each) for each in self.template.placeholders if each.key in lacking]
        return [
            *missing,
            *self._gaps_of_the_draft(),
            *self._gaps_of_the_parties(),
            *self._gaps_of_the_file(),
        ]

    @property
    def _text(self) -> Filled:
        return self.template.fill(self.all, readers=self.parties.readers)

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
        if key == "arrangement" and not self.parties.needs_arrangement:
            return ""
        if key == "sponsor_expectations" and not self.parties.has_sponsor:
            return ""
        if key in COUNTRIES_OF_WORK:
            return self._country(key)
        value = getattr(self.contract, key)
        if value in (None, ""):
            return ""
        return day_text(value, self.language) if key in DAYS else str(value)

    def _country(self, key: str) -> str:
        """Said only where one of the two works abroad."""
        places = {getattr(self.contract, each) for each in COUNTRIES_OF_WORK}
        if places == {self.contract.coach.practice.country}:
            return ""
        code = getattr(self.contract, key)
        with translation.override(self.language):
            return str(dict(COUNTRIES).get(code, code))

    def _money(self, cents: int | None) -> str:
        return "" if cents is None else money_text(cents, self.language)

    # What is missing ---------------------------------------------------------------------------

    def _gap(self, placeholder: Placeholder) -> Gap:
        key = placeholder.key
        label = _label(self.contract.template, key)
        if placeholder.source == "contract":
            return Gap(label, self._field(_FIELDS.get(key, key)))
        if placeholder.source == "parties":
            return Gap(label, self._place_of(key))
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
        elif self.parties.may_keep_from_sponsor and not any(map(shared, contract.objectives)):
            words = _("an objective shared with the organisation")
            found.append(Gap(words, self._field("shared_1")))
        today = clock.today(contract.coach.practice.timezone)
        if contract.end_day and contract.end_day < today:
            found.append(Gap(_("a last day that is still to come"), self._field("end_day")))
        if Rules(contract, today).lacks_review:
            page = reverse("contracts:dependence", args=[contract.pk])
            found.append(Gap(_("what you think of a third renewal in a row"), page))
        return found

    def _gaps_of_the_parties(self) -> list[Gap]:
        """Who is to sign and is not there, or cannot be reached."""
        parties, found = self.parties, []
        if parties.is_team and not parties.has_sponsor:
            found.append(Gap(_("the organisation that signs for the team"), self._who_pays))
        if parties.is_team and not parties.members:
            found.append(Gap(_("a member of the team"), self._beside("add-member")))
        if self.contract.both_parents and parties.is_minor and len(parties.guardians) == 1:
            found.append(Gap(_("the second parent"), self._beside("add-guardian")))
        for guest in parties.guests:
            if not guest.email and guest.row is not parties.client:
                words = _("the e-mail address of %(name)s") % {"name": guest.name}
                found.append(Gap(words, self._page_of(guest)))
        return found

    def _gaps_of_the_file(self) -> list[Gap]:
        client, today = self.contract.client, clock.today(self.contract.coach.practice.timezone)
        signs = any(guest.row is client for guest in self.parties.guests)
        adult = client.kind in (client.Kind.ADULT, client.Kind.PROTECTED)
        asked = (
            (client.email or not signs, _("the client’s e-mail address")),
            (client.adult_confirmed_at or not adult, _("that the client is 18 or older")),
            (client.born_on or not self.parties.is_minor, _("the client’s birth date")),
            (not client.is_of_age(today), _("that the client has come of age")),
            (client.ties, _("whether you have another tie with the client")),
            (client.fit, _("whether the request is within what you can do")),
            (client.others, _("whether there is a link with another of your clients")),
        )
        return [Gap(words, self._file) for said, words in asked if not said]

    # Where it is mended ------------------------------------------------------------------------

    def _place_of(self, key: str) -> str:
        if key == "guardian_names":
            return self._beside("add-guardian")
        if self.contract.sponsor_id:
            return reverse("clients:sponsor", args=[self.contract.sponsor_id])
        return self._who_pays

    def _page_of(self, guest: Guest) -> str:
        if guest.role == Role.SPONSOR:
            return reverse("clients:sponsor", args=[self.contract.sponsor_id])
        name = "change-member" if guest.role == Role.MEMBER else "change-guardian"
        return self._beside(name, guest.person)

    def _beside(self, name: str, *which: Any) -> str:
        return reverse(f"clients:{name}", args=[self.contract.client_id, *which])

    @property
    def _who_pays(self) -> str:
        return self._beside("who-pays")

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
    template = load("coaching", language_of(coach.user.language))
    return [
        _gap_of_coach(_label(template.template, each.key), each.key, coach)
        for each in template.placeholders
        if each.required
        and each.source == "quote"
        and not each.key.startswith((CLIENT, "code_"))
        and not (each.key in QUOTES and QUOTES.get(each.key).read(coach, template.language))
    ]
