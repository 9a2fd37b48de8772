import re
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from coachpractice.accounts import zones
from coachpractice.accounts.forms import NewAccountForm
from coachpractice.practices.models import Membership
from coachpractice.ui.forms import LookForm, mark_needed

COUNTRIES = [
    ("FR", _("France")),
    ("BE", _("Belgium")),
    ("CA", _("Canada")),
    ("CH", _("Switzerland")),
    ("DE", _("Germany")),
    ("ES", _("Spain")),
    ("GB", _("United Kingdom")),
    ("IE", _("Ireland")),
    ("IT", _("Italy")),
    ("LU", _("Luxembourg")),
    ("MC", _("Monaco")),
    ("NL", _("Netherlands")),
    ("PT", _("Portugal")),
]


# What no contract goes out without: empty for now or not, these do not say that they are optional.
NEEDED_FACTS = ("registration", "address", "postcode", "city", "mediator_name", "mediator_url")
NEEDED_OF_YOU = ("methods", "supervision_rhythm")
# Kept on file with their proofs by now: asked no more, but whoever typed them may take them out.
TYPED_BEFORE = (
    "credentials", "professional_body", "insurer", "insurance_number", "insurance_countries",
    "insurance_until",
)  # fmt: skip


class PracticeNameForm(LookForm):
    practice = forms.CharField(
        label=_("Name of the practice"),
        max_length=200,
        help_text=_("Your trading name, or your own name."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class FirstRunForm(PracticeNameForm, NewAccountForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You log in with it, and your clients write to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("name", "email", "password", "practice")


class FactsForm(LookForm):
    """What the practice prints on its documents."""

    name = forms.CharField(label=_("Name of the practice"), max_length=200)
    legal_form = forms.CharField(
        label=_("Legal form"),
        max_length=200,
        required=False,
        help_text=_("For instance: sole trader, limited company with 1,000 € of capital."),
    )
    registration = forms.CharField(
        label=_("Registration"),
        max_length=60,
        required=False,
        help_text=_("In France the SIREN or SIRET number; elsewhere the register and number."),
    )
    address = forms.CharField(
        label=_("Street and number"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = forms.CharField(
        label=_("Town"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES)
    vat_exempt = forms.BooleanField(
        label=_("The practice charges no VAT"),
        required=False,
        help_text=_("Small business exemption. Your contracts say so."),
    )
    vat_number = forms.CharField(label=_("VAT number"), max_length=20, required=False)
    mediator_name = forms.CharField(
        label=_("Consumer mediator"),
        max_length=200,
        required=False,
        help_text=_("In France every professional must belong to one, and name it to consumers."),
    )
    mediator_url = forms.URLField(
        label=_("The mediator’s website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Write a web address, such as www.mediation.example.")},
    )
    suppliers = forms.CharField(
        label=_("Technical suppliers"),
        max_length=300,
        required=False,
        help_text=_("Who hosts your data: name and town. Your contracts name them."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("fr", "Français"), ("en", "English")]
    )
    timezone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Signatures and deadlines are shown in it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_needed(self, NEEDED_FACTS)
        self.fields["timezone"].choices = zones.choices()  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Fieldset(_("Who you are"), "name", "legal_form", "registration"),
            Fieldset(_("Where"), "address", "postcode", "city", "country"),
            Fieldset(_("VAT"), "vat_exempt", "vat_number"),
            Fieldset(_("Mediator"), "mediator_name", "mediator_url"),
            Fieldset(_("Data"), "suppliers"),
            Fieldset(_("Language and time"), "language", "timezone"),
        )

    def clean_registration(self) -> str:
        """A bare SIREN or SIRET is checked and spaced; anything else stays as it was typed."""
        typed = self.cleaned_data["registration"].strip()
        digits = re.sub(r"[\s.\u00a0]|^sire[nt]\s*:?", "", typed, flags=re.IGNORECASE)
        if not re.fullmatch(r"\d{9}|\d{14}", digits):
            return typed
        if not adds_up(digits):
            raise forms.ValidationError(_("This number cannot be right: check each digit."))
        groups = [digits[:3], digits[3:6], digits[6:9], *([digits[9:]] if digits[9:] else [])]
        return " ".join(["SIRET" if len(digits) == 14 else "SIREN", *groups])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("vat_exempt") and not cleaned.get("vat_number"):
            self.add_error("vat_number", _("Whoever charges VAT has a number: write it here."))
        return cleaned


class ProfileForm(LookForm):
    """What a coach's contracts say of the coach."""

    title = forms.CharField(
        label=_("Title"), max_length=120, required=False,
        help_text=_("Under your name: for instance “executive coach”."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    credentials = forms.CharField(
        label=_("Qualifications and accreditations"),
        max_length=600,
        required=False,
        help_text=_("Only what you can show, with its year."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    professional_body = forms.CharField(
        label=_("Professional body"), max_length=200, required=False
    )
    methods = forms.CharField(
        label=_("Methods and their authors"),
        max_length=600,
        required=False,
        help_text=_("For instance: active listening (Carl Rogers)."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tools = forms.CharField(
        label=_("Tests and tools, and their authors"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    supervision_rhythm = forms.CharField(
        label=_("How often you have supervision"),
        max_length=120,
        required=False,
        help_text=_("For instance: once a month."),
    )
    deputy_name = forms.CharField(
        label=_("Who tells your clients if you can no longer work"),
        max_length=200,
        required=False,
        help_text=_("A colleague who has agreed to it. Your contracts name them."),
    )
    insurer = forms.CharField(label=_("Insurer"), max_length=200, required=False)
    insurance_number = forms.CharField(label=_("Policy number"), max_length=80, required=False)
    insurance_countries = forms.CharField(
        label=_("Countries covered"), max_length=200, required=False
    )
    insurance_until = forms.DateField(
        label=_("Covered until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_needed(self, NEEDED_OF_YOU)
        typed = [name for name in TYPED_BEFORE if self.initial.get(name)]
        for name in set(TYPED_BEFORE) - set(typed):
            del self.fields[name]
        self.helper.layout = Layout(
            Fieldset(_("You"), "title", "phone"),
            Fieldset(_("Your work"), "methods", "tools"),
            Fieldset(_("Supervision and continuity"), "supervision_rhythm", "deputy_name"),
            *([Fieldset(_("Without proof, as typed before"), *typed)] if typed else []),
        )


class InvitationForm(LookForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Membership.Role.COACH, _("Coach: keeps their own clients")),
            (
                Membership.Role.ASSISTANT,
                _("Assistant: prepares contracts for coaches who let them, and reads no content"),
            ),
            (Membership.Role.OWNER, _("Owner: manages the practice and its team besides")),
        ],
        initial=Membership.Role.COACH,
        widget=forms.RadioSelect,
        help_text=_("Nobody reads another coach’s clients, owners included."),
    )


def adds_up(digits: str) -> bool:
    """Luhn's check, which every SIREN and SIRET passes."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
