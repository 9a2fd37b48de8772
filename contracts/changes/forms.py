"""What is typed to end a contract, withdraw from it, suspend it, settle what was asked."""

from typing import Any

from crispy_forms.layout import Column, Field, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from coachpractice.ui.fields import DayField
from coachpractice.ui.forms import LookForm
from contracts.changes.ending import LONGEST_REASON
from contracts.changes.following import LONGEST_REVIEW
from contracts.changes.kept import Kept
from contracts.models import Asker, Contract

YES, NO = "yes", "no"


def _prose(label: Any, *, hint: Any = "", longest: int = LONGEST_REASON, **more: Any) -> Any:
    rows = more.pop("rows", 3)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=longest, widget=widget, **more)


# A guest's ------------------------------------------------------------------------------------


class GuestEndForm(LookForm):
    reason = _prose(
        _("A word to your coach"), hint=_("You need not give a reason."), required=False
    )


class WithdrawForm(LookForm):
    """The declaration of C. conso. D221-5: who, which contract, where the receipt goes. The
    contract stands on the page."""

    name = forms.CharField(
        label=_("Your name, in full"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    receipt_to = forms.EmailField(
        label=_("E-mail address for the receipt"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ChoicesForm(LookForm):
    """The guest's own choices, each as it stands."""

    def __init__(self, data: Any = None, *, kept: Kept) -> None:
        super().__init__(data)
        for each in kept.choices:
            self.fields[each.key] = forms.ChoiceField(
                label=each.question,
                choices=[(YES, each.yes), (NO, each.no)],
                initial=YES if each.given else NO,
                widget=forms.RadioSelect,
                help_text=each.detail,
                error_messages={"required": _("Answer yes or no.")},
            )

    def given(self) -> dict[str, bool]:
        return {key: value == YES for key, value in self.cleaned_data.items()}


# The coach's ----------------------------------------------------------------------------------


class EndForm(LookForm):
    asker = forms.ChoiceField(label=_("Who wants it to end?"), widget=forms.RadioSelect)
    asked_on = DayField(label=_("Said on"))
    last_day = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty: the earliest day, as it is written above."),
    )
    reason = _prose(
        _("Reason"),
        hint=_("For your own records; it is not sent to anybody."),
        required=False,
    )

    def __init__(self, data: Any = None, *, contract: Contract, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["asker"].choices = _askers(contract)  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            Field("asker"), Row(Column("asked_on"), Column("last_day")), "reason"
        )


def _askers(contract: Contract) -> list[tuple[str, Any]]:
    """Those there are."""
    found: list[tuple[str, Any]] = [(Asker.COACH, _("I do"))]
    if contract.client.kind != "team":
        found.append((Asker.CLIENT, _("The client")))
    if contract.client.needs_guardian:
        found.append((Asker.GUARDIAN, _("Who signs for the client or with them")))
    if contract.sponsor_id:
        found.append((Asker.SPONSOR, _("The organisation")))
    return found


class WithdrawnForm(LookForm):
    declared_on = DayField(
        label=_("They told you on"),
        help_text=_("The day on which the mail or letter was sent, or on which it was said."),
    )


class SettleForm(LookForm):
    note = _prose(
        _("What was done"),
        hint=_("What was paid back, what is left to do. For your own records."),
        required=False,
    )


class SuspendForm(LookForm):
    starts = DayField(label=_("From"))
    ends = DayField(
        label=_("Last day of the break"),
        required=False,
        help_text=_("Left empty: until you take it up again."),
    )
    agreed_on = DayField(label=_("Agreed with the client on"))
    reason = _prose(_("Reason"), hint=_("For your own records."), required=False)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.helper.layout = Layout(Row(Column("starts"), Column("ends")), "agreed_on", "reason")


class ReviewForm(LookForm):
    text = _prose(
        _("Does this client still need you, and what shows it?"),
        hint=_(
            "What they do by themselves by now, what a new contract is for, what you would lose if "
            "it ended. For you alone: nobody else reads it."
        ),
        longest=LONGEST_REVIEW,
        rows=8,
    )
