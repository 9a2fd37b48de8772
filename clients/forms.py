from typing import Any

from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions import LONGEST
from clients.models import Client
from coachpractice.ui.forms import LookForm

_FEW_WORDS = {"rows": 2}
LANGUAGES = [("fr", "Français"), ("en", "English")]  # each in its own, as at the foot of pages


class ClientForm(LookForm):
    """Whom one coaches and, on the same page, what the code asks to settle beforehand."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST["name"],
        help_text=_("As it is to stand in the contract."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST["email"],
        help_text=_("A personal address: nothing of the coaching goes to a work mailbox."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=LONGEST["phone"],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Postal address"),
        max_length=LONGEST["address"],
        required=False,
        widget=forms.Textarea(attrs={**_FEW_WORDS, "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of contract and mails"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
    )
    adult = forms.BooleanField(
        label=_("This person is 18 or older"),
        error_messages={"required": _("Tick it once you know: this contract is between adults.")},
    )
    ties = forms.ChoiceField(
        label=_("Do you have any other tie with this person?"),
        choices=Client.Ties,
        widget=forms.RadioSelect,
        help_text=_("Family, friendship, work, money (clause 1.6.1)."),
    )
    ties_detail = forms.CharField(
        label=_("Which tie"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={**_FEW_WORDS, "dir": "auto"}),
    )
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
    others_detail = forms.CharField(
        label=_("Which link"),
        max_length=1000,
        required=False,
        help_text=_("Use codes, C-014, rather than names."),
        widget=forms.Textarea(attrs={**_FEW_WORDS, "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(
                _("Who it is"),
                "name",
                "email",
                Row(Column("phone"), Column(Field("language", wrapper_class="chips"))),
                "address",
                "adult",
                css_class="section",
            ),
            Fieldset(
                _("Before you begin"),
                Field("ties", wrapper_class="chips"),
                "ties_detail",
                Field("fit", wrapper_class="chips"),
                Field("others", wrapper_class="chips"),
                "others_detail",
                css_class="section",
            ),
        )

    @classmethod
    def about(cls, client: Client, data: Any = None) -> "ClientForm":
        """The form of a client who has a file already."""
        facts = {name: getattr(client, name) for name in cls.base_fields if name != "adult"}
        return cls(data, initial={**facts, "adult": bool(client.adult_confirmed_at)})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        words = _("Say in a few words which one.")
        for name in ("ties", "others"):
            if found.get(name, "none") != "none" and not found.get(f"{name}_detail"):
                self.add_error(f"{name}_detail", words)
        return found
