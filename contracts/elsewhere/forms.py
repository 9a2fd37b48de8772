"""What the paper says: who signed it and when, what it covers, what was consented to."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import Column, Div, Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from clients.forms.typed import LANGUAGES
from coachpractice.documents.fields import ScanField
from coachpractice.ethics.models import Edition
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Role
from coachpractice.ui.fields import DayField, MoneyField
from coachpractice.ui.formats import language_of
from coachpractice.ui.forms import LookForm, mark_needed
from contracts.elsewhere.declared import LONGEST_NAME, LONGEST_SYSTEM, Answer, Declared, Hand
from contracts.elsewhere.fields import Choices, day, number, one_of, ticks
from contracts.elsewhere.people import Person, must_sign_alone
from contracts.elsewhere.says import cards, consents, limits, sections, wording_of
from contracts.models import KIND, Medium
from contracts.parties import FLAG, Parties

ELSE = "else"
ROLES: Choices = (
    (Role.GUARDIAN, gettext_lazy("For the client, or with them")),
    (Role.SPONSOR, gettext_lazy("For the organisation")),
    (Role.COUNTERPART, gettext_lazy("In another quality")),
)
ANSWERS: Choices = (
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
    ("unasked", pgettext_lazy("a choice", "Not asked")),
)
NO_CODE = "none"
SOMEBODY = ("else_name", "else_role", "else_day")


class SignedForm(LookForm):
    """Who signed on which day, what is covered, where it was signed, and its scan: of anything."""

    medium = one_of(gettext_lazy("Where was it signed?"), Medium.choices)
    system = forms.CharField(
        label=gettext_lazy("Which system"),
        required=False,
        max_length=LONGEST_SYSTEM,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scan = ScanField(
        label=gettext_lazy("Scan of the signed document"),
        help_text=gettext_lazy(
            "PDF, PNG or JPEG, at most 10 MB. It is encrypted before it is kept."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        people: Sequence[Person],
        kind: str,
        **more: Any,
    ) -> None:
        self.people, self.has_scan = people, more.pop("has_scan", False)
        self.today = more.pop("today")
        self.template = wording_of(kind, language_of(get_language()))
        super().__init__(data, files, **more)
        for each in people:
            self.fields[each.field] = day(named(each))
        self.fields[people[0].field].help_text = _(
            "A day like 1/9/2026. Leave it empty for whoever did not sign."
        )
        mark_needed(self, [each.field for each in people])
        if self.has_scan:
            self.fields["scan"].required = False
            self.fields["scan"].label = _("Another scan")
            self.fields["scan"].help_text = _(
                "Leave empty to keep the one there is. PDF, PNG or JPEG, at most 10 MB."
            )
        mark_needed(self, ["system"])

    def refuse_new(self, refusal: Refused) -> None:
        """Faults of what was declared, but for fields that could not be read anyway."""
        for field, message in refusal.fields.items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, str(message))

    def hands(self) -> list[Hand]:
        found = self.cleaned_data
        return [Hand(who, found[who.field]) for who in self.people if found.get(who.field)]

    def where(self) -> Fieldset:
        return Fieldset(
            _("Where it was signed, and its scan"),
            Field("medium", wrapper_class="chips"),
            "system",
            "scan",
            css_class="section",
        )

    def whose(self, *more: Any) -> Fieldset:
        return Fieldset(
            _("Who signed, and on which day"),
            *(each.field for each in self.people),
            *more,
            css_class="section signed-days",
        )

    def covered(self, parts: Sequence[tuple[str, str]]) -> list[str]:
        """The sections by part, as one ticks them."""
        names = []
        for key, title in parts:
            found = [(e.key, e.title) for e in self.covers() if e.card == key]
            if found:
                name = f"sections_{key}"
                self.fields[name] = ticks(title, found)
                names.append(name)
        mark_needed(self, names)
        return names

    def covers(self) -> list[Any]:
        """The sections it may cover."""
        return sections(self.template)

    def ticked(self, begins: str) -> tuple[str, ...]:
        """What was ticked, in the order of the wording."""
        return tuple(
            key
            for name in self.fields
            if name.startswith(begins)
            for key in self.cleaned_data.get(name, ())
        )


def named(person: Person) -> str:
    return f"{person.name} ({Role(person.role).label})"


class ContractForm(SignedForm):
    """Of a contract with a client."""

    else_name = forms.CharField(
        label=gettext_lazy("Somebody else who signed"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    else_role = forms.ChoiceField(
        label=gettext_lazy("Signed as"), choices=[("", "–"), *ROLES], required=False
    )
    else_day = day(gettext_lazy("Day"))
    start_day = DayField(label=gettext_lazy("First day"))
    end_day = DayField(label=gettext_lazy("Last day"))
    sessions_count = number(gettext_lazy("Sessions"), 1, 200)
    fee_total_cents = MoneyField(label=gettext_lazy("Price in all"), required=False)
    objectives_count = number(
        gettext_lazy("Objectives with their sign"),
        0,
        50,
        help_text=gettext_lazy("How many the paper names."),
    )
    notice_days = number(gettext_lazy("Your notice, days"), 0, 365)
    language = one_of(gettext_lazy("Language of the contract"), LANGUAGES)
    sponsored = one_of(gettext_lazy("Who pays?"), ())
    code = one_of(gettext_lazy("Was the code of ethics handed over?"), ())
    code_on = day(gettext_lazy("On which day"))

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        parties: Parties,
        editions: Sequence[Edition],
        **more: Any,
    ) -> None:
        self.parties = parties
        self.editions = {str(each.pk): each for each in editions}
        super().__init__(data, files, kind=KIND, **more)
        self._choose()
        self._list()
        mark_needed(self, ["code_on", *SOMEBODY])
        self.helper.layout = self._layout()

    def _choose(self) -> None:
        sponsor = self.parties.contract.sponsor
        if sponsor is None:
            del self.fields["sponsored"]
        else:
            own = (("yes", sponsor.name), ("no", _("The client")))
            self.fields["sponsored"].choices = own  # type: ignore[attr-defined]
        yes = [(pk, _("Yes, edition %(name)s") % {"name": e}) for pk, e in self.editions.items()]
        self.fields["code"].choices = [*yes, (NO_CODE, _("No"))]  # type: ignore[attr-defined]

    def _list(self) -> None:
        """The lists to tick, in our own words."""
        parts = cards(self.template)
        self.listed = self.covered(parts)
        self.fields["limits"] = ticks(
            _("Limits of confidentiality it names"),
            [(each.key, each.text) for each in self._standing(limits(self.template))],
        )
        self.fields["cards"] = ticks(_("Talked through with the client until it was clear"), parts)
        self.asked = consents(self.template)
        for each in self.asked:
            self.fields[each.key] = one_of(each.question, ANSWERS)
            self.fields[f"{each.key}_on"] = day(_("Day, if not that of the signature"))
        mark_needed(self, ["limits", "cards"])

    def covers(self) -> list[Any]:
        return self._standing(sections(self.template))

    def _standing(self, pieces: list[Any]) -> list[Any]:
        """What a contract with this client may say: nothing of an organisation where none pays."""
        given = {each.key: FLAG for each in self.template.placeholders if each.source != "parties"}
        given |= self.parties.flags | {k: v for k, v in self.parties.values.items() if v}
        return [each for each in pieces if each.guard.holds(given)]

    def _layout(self) -> Layout:
        somebody = Div(
            Row(Column("else_name"), Column("else_role"), Column("else_day")),
            css_class="signed-else",
        )
        chips = [Field("sponsored", wrapper_class="chips")] if "sponsored" in self.fields else []
        choices = [
            Div(Field(each.key, wrapper_class="chips"), f"{each.key}_on", css_class="choice-there")
            for each in self.asked
        ]
        return Layout(
            self.whose(somebody),
            Fieldset(
                _("The contract"),
                Row(Column("start_day"), Column("end_day")),
                Row(Column("sessions_count"), Column(AppendedText("fee_total_cents", "€"))),
                Row(Column("objectives_count"), Column("notice_days")),
                *chips,
                Field("language", wrapper_class="chips"),
                css_class="section",
            ),
            Fieldset(_("What it says"), *self.listed, "limits", css_class="section"),
            Fieldset(_("What was explained and chosen"), "cards", *choices, css_class="section"),
            Fieldset(
                _("The code of ethics"), Field("code", wrapper_class="chips"), "code_on",
                css_class="section",
            ),
            self.where(),
        )  # fmt: skip

    def declared(self) -> Declared:
        """What was typed, as far as it could be read."""
        found = self.cleaned_data
        chosen = {each.key: found.get(each.key, "") for each in self.asked}
        return Declared(
            hands=tuple(self.hands() + self._somebody_else()),
            medium=found.get("medium", ""),
            system=found.get("system", "") if found.get("medium") == Medium.SYSTEM else "",
            sections=self.ticked("sections_"),
            cards=self.ticked("cards"),
            limits=self.ticked("limits"),
            answers={
                key: Answer(answer == "yes", found.get(f"{key}_on"))
                for key, answer in chosen.items()
                if answer in ("yes", "no")
            },
            edition=self.editions.get(found.get("code", "")),
            code_on=found.get("code_on"),
        )

    def _somebody_else(self) -> list[Hand]:
        found = self.cleaned_data
        if not all(found.get(name) for name in SOMEBODY):
            return []
        person = Person(found["else_role"], found["else_name"], "else_day")
        return [Hand(person, found["else_day"])]

    def facts(self) -> dict[str, Any]:
        names = (
            "language", "start_day", "end_day", "sessions_count", "notice_days",
            "fee_total_cents", "objectives_count",
        )  # fmt: skip
        found = {name: self.cleaned_data[name] for name in names}
        return found | {"sponsored": self.cleaned_data.get("sponsored") == "yes"}

    def clean(self) -> dict[str, Any]:
        """With the faults of what was declared, so that a scan is chosen again once, not twice."""
        found = super().clean() or {}
        start, end = found.get("start_day"), found.get("end_day")
        if start and end and end < start:
            self.add_error("end_day", _("The last day comes before the first."))
        if any(found.get(name) for name in SOMEBODY):
            for name in SOMEBODY:
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Say who, as what, and when."))
        try:
            client = self.parties.client
            self.declared().check(
                today=self.today, born_on=client.born_on, alone=must_sign_alone(client)
            )
        except Refused as refusal:
            self.refuse_new(refusal)
        return found
