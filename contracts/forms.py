from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import HTML, Column, Div, Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from clients.forms import LANGUAGES
from clients.listing import folded
from coachpractice.ui.fields import DayField, MoneyField
from coachpractice.ui.forms import LookForm, mark_needed
from contracts.blocks import needed, prose
from contracts.models import Contract
from contracts.parties import Parties
from contracts.typed import LONGEST_TEXT, MOST_OBJECTIVES
from contracts.values import TEXTS
from contracts.wording import load

PAIRS = 3
# May be left empty for now, or come filled in: these do not say that they are optional.
NEEDED = (
    "client_expectations",
    "sessions_count",
    "session_minutes",
    "fee_per_session_cents",
    "start_day",
    "end_day",
    "place",
    "cancellation_hours",
    "notice_days",
    "reply_days",
    "notes_years",
)


def _line(label: Any, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


def _number(label: Any, least: int, most: int) -> Any:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class DraftForm(LookForm):
    """A contract while it is drafted. Nothing is required here: what is missing is listed beside
    the form, and only sending asks for it."""

    client_expectations = prose(_("What the client expects of the coaching"))
    sessions_count = _number(_("Sessions"), 1, 200)
    session_minutes = _number(_("Minutes each"), 5, 600)
    fee_per_session_cents = MoneyField(label=_("Price of a session"), required=False)
    fee_total_cents = MoneyField(
        label=_("Total"),
        required=False,
        help_text=_("Left empty: the sessions at their price."),
    )
    start_day = DayField(label=_("First day"), required=False)
    end_day = DayField(label=_("Last day"), required=False)
    place = _line(_("Place"), _("As it reads in a sentence: “by video call”, “at my office”."))
    rhythm = _line(_("Rhythm"))
    payment_terms = _line(_("Payment"))
    cancellation_hours = _number(_("Cancel free, hours before"), 0, 720)
    notice_days = _number(_("Your notice, days"), 0, 365)
    contact_channel = _line(_("Reach you between sessions"))
    contact_hours = _line(_("When"))
    reply_days = _number(_("Reply within, working days"), 1, 30)
    notes_years = _number(_("Notes kept, years"), 0, 30)
    language = forms.ChoiceField(
        label=_("Language of the contract"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, data: Any = None, *, contract: Contract, parties: Parties | None = None
    ) -> None:
        self.parties = parties or Parties(contract)
        self.pairs = min(max(PAIRS, len(contract.objectives) + 1), MOST_OBJECTIVES)
        self.blocks = needed(contract, self.parties)
        self.asks_shared = self.parties.may_keep_from_sponsor
        names = [name for name in self.base_fields if hasattr(contract, name)]
        initial = {name: getattr(contract, name) for name in names}
        for block in self.blocks.values():
            initial |= block.initial
        initial |= {f"shared_{number}": True for number in range(1, self.pairs + 1)}
        for number, row in enumerate(contract.objectives, start=1):
            initial |= {f"objective_{number}": row["text"], f"indicator_{number}": row["indicator"]}
            initial[f"shared_{number}"] = row.get("shared", True)
        super().__init__(data, initial=initial)
        for block in self.blocks.values():
            self.fields |= block.fields
            mark_needed(self, block.fields)
        for number in range(1, self.pairs + 1):
            self.fields[f"objective_{number}"] = prose(_("An objective"))
            self.fields[f"indicator_{number}"] = prose(
                _("The sign that it is met"),
                rows=1,
                help_text=_("A fact that can be observed, with a date."),
            )
            if self.asks_shared:
                self.fields[f"shared_{number}"] = forms.BooleanField(
                    label=_("Shared with the organisation"),
                    required=False,
                    help_text=_("Not ticked, it stands in your text and the client’s alone."),
                )
        if self.asks_shared:
            mark_needed(self, [f"shared_{number}" for number in range(1, self.pairs + 1)])
        mark_needed(self, NEEDED)
        self._say_what_stands_in(contract)
        self.helper.layout = self._layout(more=len(contract.objectives) > 1)

    def _say_what_stands_in(self, contract: Contract) -> None:
        """The words the contract uses when a field is left empty."""
        for each in load(contract.template, contract.language).placeholders:
            if each.default and each.key in TEXTS:
                self.fields[each.key].widget.attrs["placeholder"] = each.default

    def _layout(self, *, more: bool) -> Layout:
        summary = _("More objectives")
        others = [Div(*self._pair(number)) for number in range(2, self.pairs + 1)]
        early = [self.blocks[key].layout() for key in ("sponsor", "beside") if key in self.blocks]
        return Layout(
            *early,
            Fieldset(
                _("Expectations and objectives"),
                "client_expectations",
                *self._pair(1),
                HTML("<details open>" if more else "<details>"),
                HTML(f"<summary>{summary}</summary>"),
                *others,
                HTML("</details>"),
                css_class="section",
            ),
            Fieldset(
                _("Sessions and price"),
                Row(Column("sessions_count"), Column("session_minutes")),
                Row(
                    Column(AppendedText("fee_per_session_cents", "€")),
                    Column(AppendedText("fee_total_cents", "€")),
                ),
                Row(Column("start_day"), Column("end_day")),
                "place",
                "rhythm",
                "payment_terms",
                css_class="section",
            ),
            Fieldset(
                _("Absences, contact, notes"),
                Row(Column("cancellation_hours"), Column("notice_days")),
                Row(Column("reply_days"), Column("notes_years")),
                "contact_channel",
                "contact_hours",
                Field("language", wrapper_class="chips"),
                self.blocks["signing"].layout(),
                css_class="section",
            ),
        )

    def _pair(self, number: int) -> list[str]:
        """An objective with its sign, and who reads it where that is asked."""
        names = [f"objective_{number}", f"indicator_{number}"]
        return [*names, f"shared_{number}"] if self.asks_shared else names

    def facts(self) -> dict[str, Any]:
        """What was typed well enough to be kept, valid as a whole or not."""
        found = {
            name: value for name, value in self.cleaned_data.items() if name in self.base_fields
        }
        for block in self.blocks.values():
            found |= block.facts(self.cleaned_data)
        pairs = [self._pair(number) for number in range(1, self.pairs + 1)]
        if not {name for pair in pairs for name in pair} & set(self.errors):
            found["objectives"] = [self._objective(pair) for pair in pairs]
        return found

    def _objective(self, pair: list[str]) -> dict[str, Any]:
        text, indicator, *shared = (self.cleaned_data.get(name, "") for name in pair)
        row = {"text": text, "indicator": indicator}
        return row | {"shared": bool(shared[0])} if shared else row

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("start_day"), found.get("end_day")
        if start and end and end < start:
            self.add_error("end_day", _("The last day comes before the first."))
        return found


class NewContractForm(LookForm):
    """With whom a contract is to be made. `clients` are the coach's, with their keys."""

    client = forms.ChoiceField(
        label=_("Client"), error_messages={"invalid_choice": _("Choose one of your clients.")}
    )

    def __init__(self, data: Any = None, *, clients: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["client"]
        named = sorted(clients, key=lambda client: folded(client.name))
        rows = [(str(client.pk), f"{client.name} · {client.code}") for client in named]
        field.choices = [("", _("Choose…")), *rows]
