from typing import Any, ClassVar

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from coachpractice.documents.fields import ScanField
from coachpractice.practices.forms import COUNTRIES
from coachpractice.ui.fields import DayField
from coachpractice.ui.forms import LookForm
from cpd.actions import FACTS, LONGEST
from cpd.models import BodyMembership, InsurancePolicy, Qualification, Standing

# Offered while one types; any other may be written.
BODIES = (
    "EMCC France",
    "EMCC Global",
    "ICF France",
    "ICF",
    "SF Coach",
    "Association for Coaching",
)


def _line(label: Any, help_text: Any = "", *, required: bool = True, **attrs: str) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", **attrs}),
    )


def _proof() -> ScanField:
    return ScanField(
        label=_("Proof"),
        required=False,
        help_text=_("PDF, PNG or JPEG, at most 10 MB. It is encrypted before it is kept."),
    )


class StandingForm(LookForm):
    """What all of them have: two days and a proof."""

    model: ClassVar[type[Standing]]

    @classmethod
    def about(cls, row: Standing, data: Any = None, files: Any = None) -> "StandingForm":
        """The form of what is on file already."""
        form = cls(data, files, initial={name: getattr(row, name) for name in FACTS[cls.model]})
        if row.proof_id:
            form.fields["proof"].help_text = _(
                "There is one on file. If you choose another, it takes its place."
            )
        return form


class InsuranceForm(StandingForm):
    model = InsurancePolicy

    insurer = _line(_("Insurer"))
    number = _line(_("Policy number"))
    countries = forms.MultipleChoiceField(
        label=_("Countries covered"),
        choices=COUNTRIES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where you work, and where your clients are."),
    )
    since = DayField(label=_("Begins on"))
    until = DayField(
        label=_("Ends on"),
        help_text=_("As the certificate says; if it renews by itself, the day before it does."),
    )
    proof = _proof()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Row(Column("insurer"), Column("number")),
            Field("countries", wrapper_class="chips"),
            Row(Column("since"), Column("until")),
            "proof",
        )


class MembershipForm(StandingForm):
    model = BodyMembership

    body = _line(_("Professional body"), list="bodies")
    number = _line(_("Member number"), required=False)
    level = _line(
        _("Level"), _("If the body has any: for instance “accredited member”."), required=False
    )
    since = DayField(label=_("Member since"))
    until = DayField(
        label=_("Paid until"), required=False, help_text=_("Leave it empty if it has no end.")
    )
    proof = _proof()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "body",
            Row(Column("level"), Column("number")),
            Row(Column("since"), Column("until")),
            "proof",
        )


class QualificationForm(StandingForm):
    model = Qualification

    name = _line(_("Name"), _("As it stands on the diploma or certificate."))
    awarded_by = _line(_("Awarded by"))
    since = DayField(label=_("Awarded on"))
    until = DayField(
        label=_("Holds until"), required=False, help_text=_("Leave it empty if it has no end.")
    )
    proof = _proof()
    shown = forms.BooleanField(
        label=_("My contracts may name it"),
        required=False,
        initial=True,
        help_text=_("They stop by themselves when it lapses."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "name",
            "awarded_by",
            Row(Column("since"), Column("until")),
            "proof",
            "shown",
        )


FORMS: dict[str, type[StandingForm]] = {
    form.model.kind: form for form in (InsuranceForm, MembershipForm, QualificationForm)
}
