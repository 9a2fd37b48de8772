from collections.abc import Iterable
from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clients.forms.typed import LANGUAGES
from clients.listing import folded
from clients.models import Client, Sponsor, SponsorContact
from coachpractice.ui.fields import DayField, MoneyField
from coachpractice.ui.forms import LookForm, mark_needed
from contracts.accords.actions import LONGEST, PROSE
from contracts.accords.values import OF_ORGANISATIONS
from contracts.accords.wording import load
from contracts.models import ConfidentialityAgreement, FrameworkContract

Capacity = ConfidentialityAgreement.Capacity


def _line(label: Any, name: str, **options: Any) -> Any:
    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    return forms.CharField(
        label=label, required=False, max_length=LONGEST[name], widget=widget, **options
    )


def _prose(label: Any, name: str, **options: Any) -> Any:
    widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    return forms.CharField(
        label=label, required=False, max_length=PROSE[name], widget=widget, **options
    )


def _number(label: Any, least: int, most: int, **options: Any) -> Any:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, widget=widget, **options
    )


class RowField(forms.ChoiceField):
    """One of some rows, by name; `rows` are pairs of a row and how it is called."""

    def offer(self, rows: Iterable[tuple[Any, str]], nothing: str | Promise) -> None:
        named = sorted(rows, key=lambda pair: folded(pair[1]))
        self.rows = {str(row.pk): row for row, _name in named}
        self.choices = [("", nothing), *((str(row.pk), name) for row, name in named)]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return str(getattr(value, "pk", value) or "")


class DraftForm(LookForm):
    """An accord while it is drafted. Nothing is required here: what is missing is listed beside
    the form, and only sending asks for it."""

    NEEDED: tuple[str, ...] = ()

    start_day = DayField(label=_("First day"), required=False)
    end_day = DayField(label=_("Last day"), required=False)
    notice_days = _number(_("Notice, days"), 0, 365)
    language = forms.ChoiceField(
        label=_("Language of the text"), choices=LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, accord: Any, **more: Any) -> None:
        self.accord = accord
        names = [name for name in self.base_fields if hasattr(accord, name)]
        super().__init__(data, initial={name: getattr(accord, name) for name in names})
        self.prepare(**more)
        mark_needed(self, [name for name in self.NEEDED if name in self.fields])

    def prepare(self, **more: Any) -> None:
        """Adapt the fields to this row, and lay them out."""

    def facts(self) -> dict[str, Any]:
        """What was typed well enough to be kept, valid as a whole or not."""
        return dict(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("start_day"), found.get("end_day")
        if start and end and end < start:
            self.add_error("end_day", _("The last day comes before the first."))
        return found


class AgreementForm(DraftForm):
    """Of an agreement of confidentiality."""

    NEEDED = ("name", "email", "purpose", "start_day", "notice_days", "duty_years")

    name = _line(_("Name of who signs"), "name")
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=LONGEST["email"],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    organisation = _line(_("Their organisation"), "organisation")
    address = _prose(_("Postal address"), "address")
    purpose = _prose(
        _("In one sentence"),
        "purpose",
        help_text=_(
            "As it reads in a sentence: “interpreting eight sessions”. No client’s name, and "
            "nothing of what is said in sessions."
        ),
    )
    client = RowField(
        label=_("About the coaching of"),
        required=False,
        help_text=_("For your own order: this name does not stand in the text."),
    )
    duty_years = _number(_("Secrecy after the end, years"), 1, 50)

    def prepare(self, *, clients: Iterable[Client] = (), **more: Any) -> None:
        rows = [(each, f"{each.name} · {each.code}") for each in clients]
        self.fields["client"].offer(rows, _("No client in particular"))  # type: ignore[attr-defined]
        self.fields["end_day"].help_text = _("Left empty: without an end.")
        gone: set[str] = set()
        if self.accord.is_with_client:
            gone = {"name", "email", "organisation", "address", "client", "duty_years"}
        for name in gone:
            del self.fields[name]
        if self.accord.capacity in OF_ORGANISATIONS:
            mark_needed(self, ["organisation"])
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        who = Fieldset(
            _("Who signs"), "name", "email", "organisation", "address", css_class="section"
        )
        about = [name for name in ("purpose", "client") if name in self.fields]
        days = ["notice_days", *(["duty_years"] if "duty_years" in self.fields else [])]
        return Layout(
            *([] if self.accord.is_with_client else [who]),
            Fieldset(_("What it is about"), *about, css_class="section"),
            Fieldset(
                _("How long"),
                Row(Column("start_day"), Column("end_day")),
                Row(*(Column(name) for name in days)),
                Field("language", wrapper_class="chips"),
                css_class="section",
            ),
        )


class FrameworkForm(DraftForm):
    """Of a framework contract."""

    NEEDED = ("contact", "fee_cents", "fee_per", "start_day", "end_day", "notice_days")

    contact = RowField(label=_("Who signs for the sponsor"), required=False)
    fee_cents = MoneyField(label=_("Price"), required=False)
    fee_per = forms.ChoiceField(
        label=_("This price is"), choices=FrameworkContract.Per, widget=forms.RadioSelect
    )
    coachees_most = _number(
        _("People coached, at most"), 1, 500, help_text=_("Left empty: no number is agreed.")
    )
    payment_terms = _line(_("Payment"), "payment_terms")

    def prepare(self, *, contacts: Iterable[SponsorContact] = (), **more: Any) -> None:
        rows = [(each, _called(each)) for each in contacts if each.signs]
        self.fields["contact"].offer(rows, _("Choose…"))  # type: ignore[attr-defined]
        for each in load("framework", self.accord.language).placeholders:
            if each.key == "payment_terms":
                self.fields["payment_terms"].widget.attrs["placeholder"] = each.default
        self.helper.layout = Layout(
            Fieldset(_("Who signs"), "contact", css_class="section"),
            Fieldset(
                _("Price and number"),
                AppendedText("fee_cents", "€"),
                Field("fee_per", wrapper_class="chips"),
                "payment_terms",
                "coachees_most",
                css_class="section",
            ),
            Fieldset(
                _("How long"),
                Row(Column("start_day"), Column("end_day")),
                "notice_days",
                Field("language", wrapper_class="chips"),
                css_class="section",
            ),
        )


def _called(contact: SponsorContact) -> str:
    return f"{contact.name}, {contact.function}" if contact.function else contact.name


class NewAgreementForm(LookForm):
    """With whom an agreement of confidentiality is to be made."""

    capacity = forms.ChoiceField(label=_("With whom?"), choices=Capacity, widget=forms.RadioSelect)
    contact = RowField(
        label=_("Somebody at a sponsor"),
        required=False,
        help_text=_("Their name and address are then filled in."),
    )
    client = RowField(
        label=_("Client"),
        required=False,
        help_text=_("Whose coaching it is about, if it is about one; or the client who signs it."),
    )

    def __init__(
        self, data: Any = None, *, clients: Iterable[Client], contacts: Iterable[SponsorContact]
    ) -> None:
        super().__init__(data)
        people = [(each, f"{each.name} · {each.sponsor.name}") for each in contacts]
        self.fields["contact"].offer(people, _("Nobody, I type it myself"))  # type: ignore[attr-defined]
        coached = [(each, f"{each.name} · {each.code}") for each in clients]
        self.fields["client"].offer(coached, _("No client in particular"))  # type: ignore[attr-defined]
        self.helper.layout = Layout(Field("capacity", wrapper_class="chips"), "contact", "client")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("capacity") == Capacity.CLIENT and not found.get("client"):
            self.add_error("client", _("Say with which client."))
        return found


class NewFrameworkForm(LookForm):
    """With which sponsor a framework contract is to be made."""

    sponsor = RowField(
        label=_("Sponsor"), error_messages={"invalid_choice": _("Choose one of your sponsors.")}
    )

    def __init__(self, data: Any = None, *, sponsors: Iterable[Sponsor]) -> None:
        super().__init__(data)
        self.fields["sponsor"].offer([(each, each.name) for each in sponsors], _("Choose…"))  # type: ignore[attr-defined]
