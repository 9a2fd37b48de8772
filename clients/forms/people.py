from collections.abc import Iterable
from typing import Any

from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions import LONGEST
from clients.forms import typed
from clients.forms.typed import LANGUAGES as LANGUAGES
from clients.models import Client, Sponsor
from coachpractice.ui.fields import DayField
from coachpractice.ui.forms import LookForm, mark_needed

Kind = Client.Kind
# Asked of one kind and not of another.
LACKS = {
    Kind.ADULT: {"born_on", "protection"},
    Kind.MINOR: {"protection", "adult", "vulnerable"},
    Kind.PROTECTED: {"born_on", "adult", "vulnerable"},
    Kind.TEAM: {"born_on", "protection", "adult", "vulnerable", "arrangement", "phone"},
}


class SponsorField(forms.TypedChoiceField):
    """One of the coach's sponsors. Their names are encrypted, so they come with the page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Sponsor"),
            required=False,
            empty_value=None,
            error_messages={"invalid_choice": _("Choose one of your sponsors.")},
            **options,
        )

    def offer(self, sponsors: Iterable[Sponsor]) -> None:
        by_key = {str(sponsor.pk): sponsor for sponsor in sponsors}
        nobody = ("", _("No organisation pays"))
        self.choices = [nobody, *((key, each.name) for key, each in by_key.items())]
        self.coerce = by_key.__getitem__

    def prepare_value(self, value: Any) -> Any:
        return str(value.pk) if isinstance(value, Sponsor) else value


class ClientForm(LookForm):
    """Whom one coaches and, on the same page, what the code asks to settle beforehand. Has the
    fields of one kind of client; `sponsors` are the coach's, with their keys."""

    name = typed.line(_("Name"), "name", help_text=_("As it is to stand in the contract."))
    email = typed.email(
        required=False,
        help_text=_("A personal address: nothing of the coaching goes to a work mailbox."),
    )
    phone = typed.phone()
    address = typed.address()
    language = typed.language(_("Language of contract and mails"))
    sponsor = SponsorField()
    adult = forms.BooleanField(
        label=_("This person is 18 or older"),
        error_messages={"required": _("Tick it once you know: this contract is between adults.")},
    )
    born_on = DayField(
        label=_("Date of birth"),
        help_text=_("Day, month, year: 23/11/2012. Kept until they are 18."),
    )
    protection = forms.ChoiceField(
        label=_("Which protection"),
        choices=Client.Protection,
        widget=forms.RadioSelect,
        help_text=_("It decides who signs."),
    )
    ties = forms.ChoiceField(
        label=_("Do you have any other tie with this person?"),
        choices=Client.Ties,
        widget=forms.RadioSelect,
        help_text=_("Family, friendship, work, money (clause 1.6.1)."),
    )
    ties_detail = typed.words(_("Which tie"), 1000, required=False)
    fit = forms.ChoiceField(
        label=_("What they ask for is"),
        choices=Client.Fit,
        widget=forms.RadioSelect,
        help_text=_("Clause 3.1.1: one works within the limits of one’s competence."),
    )
    others = forms.ChoiceField(
        label=_("Is there a link with another of your clients?"),
        choices=Client.Others,
        widget=forms.RadioSelect,
        help_text=_("Same firm, team, household or circle (clause 1.6.3)."),
    )
    others_detail = typed.words(
        _("Which link"), 1000, required=False, help_text=_("Use codes, C-014, rather than names.")
    )
    vulnerable = forms.BooleanField(
        label=_("This person is vulnerable, whether or not a judge has said so"),
        required=False,
        help_text=_("Clause 1.4.5: an arrangement is then written with them."),
    )
    arrangement = typed.words(
        _("What is agreed, and who is told what"),
        LONGEST["arrangement"],
        rows=3,
        required=False,
        help_text=_("Who is called, and when. It goes into the contract."),
    )

    def __init__(
        self,
        *args: Any,
        kind: str = Kind.ADULT,
        sponsors: Iterable[Sponsor] = (),
        **kwargs: Any,
    ) -> None:
        self.kind = Kind(kind)
        super().__init__(*args, **kwargs)
        for name in LACKS[self.kind]:
            del self.fields[name]
        if named := list(sponsors):
            field: Any = self.fields["sponsor"]
            field.offer(named)
        else:
            del self.fields["sponsor"]
        self._speak_of_this_kind()
        self.helper.layout = Layout(
            Fieldset(_("Who it is"), *self._who(), css_class="section"),
            Fieldset(_("Before you begin"), *self._before(), css_class="section"),
        )

    @classmethod
    def about(
        cls, client: Client, data: Any = None, *, kind: str = "", sponsors: Iterable[Sponsor] = ()
    ) -> "ClientForm":
        """The form of a client who has a file already, or of what they are to become."""
        facts = {name: getattr(client, name) for name in cls.base_fields if name != "adult"}
        initial = {name: value for name, value in facts.items() if value not in (None, "")}
        initial["adult"] = bool(client.adult_confirmed_at)
        return cls(data, initial=initial, kind=kind or client.kind, sponsors=sponsors)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        words = _("Say in a few words which one.")
        for name in ("ties", "others"):
            if found.get(name, "none") != "none" and not found.get(f"{name}_detail"):
                self.add_error(f"{name}_detail", words)
        if found.get("vulnerable") and not found.get("arrangement"):
            self.add_error("arrangement", _("Write down what you have agreed with them."))
        if self.kind == Kind.PROTECTED:
            found["adult"] = True  # by the very name of the kind
        return {**found, "kind": self.kind}

    def _speak_of_this_kind(self) -> None:
        fields = self.fields
        if self.kind == Kind.ADULT:
            fields["email"].required = True
            mark_needed(self, ["email", "arrangement"])
        elif self.kind == Kind.TEAM:
            fields["name"].label = _("Name of the team")
            fields["email"].help_text = _("Of whoever you arrange the dates with.")
            fields["ties"].label = _("Do you have any other tie with somebody of this team?")
            fields["fit"].label = _("What this team asks for is")
        else:
            fields["email"].help_text = _("Their own: whoever signs for them has another.")
            fields["arrangement"].help_text = _(
                "What whoever signs for them is told, and what stays between the two of you. "
                "It goes into the contract."
            )

    def _who(self) -> list[Any]:
        language = Field("language", wrapper_class="chips")
        phone = [Row(Column("phone"), Column(language))] if "phone" in self.fields else [language]
        asked = ["name", "born_on", "email", *phone, "address"]
        protection = Field("protection", wrapper_class="chips")
        rest = ["adult", protection if "protection" in self.fields else "protection", "sponsor"]
        return [each for each in (*asked, *rest) if not isinstance(each, str) or self._has(each)]

    def _before(self) -> list[Any]:
        asked = [
            Field("ties", wrapper_class="chips"),
            "ties_detail",
            Field("fit", wrapper_class="chips"),
            Field("others", wrapper_class="chips"),
            "others_detail",
        ]
        return [*asked, *(each for each in ("vulnerable", "arrangement") if self._has(each))]

    def _has(self, name: str) -> bool:
        return name in self.fields


class ClientSponsorForm(LookForm):
    """Who pays for a client who has a file already."""

    sponsor = SponsorField()

    def __init__(self, *args: Any, sponsors: Iterable[Sponsor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sponsor"]
        field.offer(sponsors)
