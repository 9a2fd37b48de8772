from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from coachpractice.documents.fields import ScanField
from coachpractice.ethics.actions.adopting import LONGEST_NAME, LONGEST_PLACE
from coachpractice.ethics.models import Edition
from coachpractice.ui.forms import LookForm


class AdoptionForm(LookForm):
    """Place and typed name; the date is today's."""

    place = forms.CharField(
        label=_("Place"), max_length=LONGEST_PLACE, help_text=_("The town you sign in.")
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        help_text=_("First name and family name, as you sign."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ElsewhereForm(LookForm):
    """The facts of a code signed on paper or in another system, and its scan."""

    edition = forms.ChoiceField(label=_("Edition you signed"))
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE)
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    name = forms.CharField(
        label=_("Name on the paper"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    scan = ScanField(
        label=_("Scan of the signed paper"),
        help_text=_("PDF, PNG or JPEG, at most 10 MB. It is encrypted before it is kept."),
    )

    def __init__(self, *args: Any, editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.editions = {edition.edition: edition for edition in editions}
        self.fields["edition"].choices = [(name, name) for name in self.editions]  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Div(Div("edition", css_class="col"), Div("day", css_class="col"), css_class="row"),
            "place",
            "name",
            "scan",
        )

    def clean_edition(self) -> Edition:
        return self.editions[self.cleaned_data["edition"]]
