"""What goes into the text of an accord, where it comes from, and what is still missing."""

from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.practices.mending import whom_to_ask
from coachpractice.registry.quotes import QUOTES
from coachpractice.ui.formats import day_text, language_of, money_text
from contracts.accords.kinds import kind_of
from contracts.accords.wording import load
from contracts.filling import Template
from contracts.models import Accord, ConfidentialityAgreement, FrameworkContract
from contracts.pieces import Placeholder
from contracts.values import Gap

FLAG = "1"
Capacity = ConfidentialityAgreement.Capacity
# In which capacity somebody signs, as it stands in brackets after their name.
_CAPACITIES: dict[str, str | Promise] = {
    Capacity.HR_CONTACT: pgettext_lazy("in brackets", "human resources contact"),
    Capacity.CO_COACH: pgettext_lazy("in brackets", "co-coach"),
    Capacity.INTERPRETER: pgettext_lazy("in brackets", "interpreter"),
    Capacity.ORGANISATION: pgettext_lazy("in brackets", "for the organisation"),
    Capacity.CLIENT: "",
}
OF_ORGANISATIONS = (Capacity.HR_CONTACT, Capacity.ORGANISATION)


class Values:
    """The values of one accord, read once. `FIELDS` says where on the drafting page a value is
    typed, when it is not called the same."""

    FIELDS: dict[str, str] = {}

    def __init__(self, accord: Any) -> None:
        self.accord = accord
        self.kind = kind_of(accord)
        self.language = accord.language

    @property
    def template(self) -> Template:
        return load(self.kind.template, self.language)

    @cached_property
    def all(self) -> dict[str, str]:
        """Every value the template knows, as it stands in the text; "" for what is missing."""
        with translation.override(self.language):
            own = self._own()
            return {
                each.key: self._quoted(each.key) if each.source == "quote" else own[each.key]
                for each in self.template.placeholders
            }

    @cached_property
    def flags(self) -> dict[str, str]:
        """What the conditions of the wording ask, by name; "" is no."""
        return {key: FLAG for key, holds in self._conditions().items() if holds}

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is missing before this can be sent, in the order of the text."""
        missing = [
            self._gap(each)
            for each in self.template.placeholders
            if each.required and not self.all[each.key].strip()
        ]
        today = clock.today(self.accord.coach.practice.timezone)
        if self.accord.end_day and self.accord.end_day < today:
            missing.append(Gap(_("a last day that is still to come"), self._field("end_day")))
        return [*missing, *self._more_gaps()]

    def _own(self) -> dict[str, str]:
        """The values that are no quotes."""
        raise NotImplementedError

    def _conditions(self) -> dict[str, bool]:
        raise NotImplementedError

    def _more_gaps(self) -> list[Gap]:
        raise NotImplementedError

    def _quoted(self, key: str) -> str:
        """What the coach's own pages say; nothing once it has lapsed."""
        if key not in QUOTES:
            return ""
        quote, coach = QUOTES.get(key), self.accord.coach
        until = quote.until(coach) if quote.until else None
        if until and until < clock.today(coach.practice.timezone):
            return ""
        return quote.read(coach, self.language)

    def _day(self, name: str) -> str:
        day = getattr(self.accord, name)
        return day_text(day, self.language) if day else ""

    def _number(self, name: str) -> str:
        value = getattr(self.accord, name)
        return "" if value is None else str(value)

    # What is missing ---------------------------------------------------------------------------

    def _gap(self, placeholder: Placeholder) -> Gap:
        key = placeholder.key
        label = self._label(key)
        if placeholder.source != "quote":
            return Gap(label, self._where(key))
        mend = QUOTES.get(key).mend if key in QUOTES else ""
        try:
            url = reverse(mend) if mend else ""
        except NoReverseMatch:
            return Gap(label, "")
        asked = whom_to_ask(mend, self.accord.coach) if url else ""
        if not asked:
            return Gap(label, url)
        return Gap(_("%(what)s: ask %(owner)s") % {"what": label, "owner": asked}, "")

    def _label(self, key: str) -> str:
        """What a value is called, in the reader's language rather than the text's."""
        placeholders = load(self.kind.template, language_of(get_language())).placeholders
        return next(each.label for each in placeholders if each.key == key)

    def _where(self, key: str) -> str:
        return self._field(self.FIELDS.get(key, key))

    def _field(self, name: str) -> str:
        return f"{reverse(self.kind.draft_url, args=[self.accord.pk])}#id_{name}"


class AgreementValues(Values):
    """Of an agreement of confidentiality."""

    accord: ConfidentialityAgreement
    FIELDS = {"counterpart_name": "name"}

    def _own(self) -> dict[str, str]:
        accord, client = self.accord, self.accord.client
        address = client.address if accord.is_with_client and client else accord.address
        return {
            "counterpart_name": accord.subject_name,
            "counterpart_address": ", ".join(address.split("\n")),
            "organisation": accord.organisation,
            "capacity": str(_CAPACITIES[accord.capacity]),
            "purpose": accord.purpose,
            "start_day": self._day("start_day"),
            "end_day": self._day("end_day"),
            "duty_years": self._number("duty_years"),
            "notice_days": self._number("notice_days"),
        }

    def _conditions(self) -> dict[str, bool]:
        capacity = self.accord.capacity
        return {
            "is_client": self.accord.is_with_client,
            "is_organisation": capacity in OF_ORGANISATIONS,
            "is_near": capacity in (Capacity.CO_COACH, Capacity.INTERPRETER),
        }

    def _where(self, key: str) -> str:
        if key == "counterpart_name" and self.accord.is_with_client:
            return self._file
        return super()._where(key)

    def _more_gaps(self) -> list[Gap]:
        accord, found = self.accord, []
        if accord.capacity in OF_ORGANISATIONS and not accord.organisation:
            found.append(Gap(self._label("organisation"), self._field("organisation")))
        if not accord.subject_email:
            found.append(
                Gap(_("the client’s e-mail address"), self._file)
                if accord.is_with_client
                else Gap(_("their e-mail address"), self._field("email"))
            )
        return found

    @property
    def _file(self) -> str:
        return reverse("clients:change", args=[self.accord.client_id])


class FrameworkValues(Values):
    """Of a framework contract."""

    accord: FrameworkContract
    FIELDS = {"contact_name": "contact", "fee": "fee_cents"}

    def _own(self) -> dict[str, str]:
        accord, sponsor, contact = self.accord, self.accord.sponsor, self.accord.contact
        function = f", {contact.function}" if contact and contact.function else ""
        fee = accord.fee_cents
        return {
            "sponsor_name": sponsor.name,
            "sponsor_address": ", ".join(sponsor.address.split("\n")),
            "sponsor_registration": sponsor.registration,
            "contact_name": f"{contact.name}{function}" if contact else "",
            "coachees_most": self._number("coachees_most"),
            "fee": "" if fee is None else money_text(fee, self.language),
            "payment_terms": accord.payment_terms,
            "start_day": self._day("start_day"),
            "end_day": self._day("end_day"),
            "notice_days": self._number("notice_days"),
        }

    def _conditions(self) -> dict[str, bool]:
        per = self.accord.fee_per
        return {
            "per_session": per == FrameworkContract.Per.SESSION,
            "per_coachee": per == FrameworkContract.Per.COACHEE,
        }

    def _where(self, key: str) -> str:
        if key == "sponsor_name":
            return reverse("clients:change-sponsor", args=[self.accord.sponsor_id])
        return super()._where(key)

    def _more_gaps(self) -> list[Gap]:
        contact = self.accord.contact
        if contact and (contact.left_at or not contact.signs):
            words = _("somebody who signs for the sponsor today")
            return [Gap(words, self._field("contact"))]
        return []


def values_of(accord: Accord) -> Values:
    return (
        FrameworkValues(accord)
        if isinstance(accord, FrameworkContract)
        else AgreementValues(accord)
    )
