from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from coachpractice.ui.fields import DayField
from coachpractice.ui.forms import LookForm


class PutOffForm(forms.Form):
    """Until when: a chip's day, or the one that was typed."""

    source = forms.CharField(max_length=60)
    subject = forms.UUIDField()
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    day = DayField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["until"] = cleaned.get("until") or cleaned.get("day")
        return cleaned

    @property
    def chosen(self) -> date | None:
        return self.cleaned_data["until"]


class BringBackForm(forms.Form):
    source = forms.CharField(max_length=60)
    subject = forms.UUIDField()


def _hour(hour: int) -> str:
    return now("%(hour)s:00") % {"hour": hour}


class SettingsForm(LookForm):
    """Which mails one gets. The clock is that of the account."""

    deadlines = forms.BooleanField(
        label=_("Write to me before a date: 60, 30 and 7 days"),
        required=False,
        help_text=_("The end of a contract or an insurance, for instance."),
    )
    digest_day = forms.TypedChoiceField(
        label=_("Weekly mail"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("What waits for you, in one mail a week. None goes when nothing waits."),
    )
    hour = forms.TypedChoiceField(label=_("From what time on"), coerce=int)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = self.fields["digest_day"]
        days.choices = [  # type: ignore[attr-defined]
            ("", _("Never")),
            *((day, capfirst(name)) for day, name in WEEKDAYS.items()),
        ]
        days.label = _("Weekly mail")
        hours = self.fields["hour"]
        hours.choices = [(hour, _hour(hour)) for hour in range(24)]  # type: ignore[attr-defined]
        hours.help_text = now("By your clock (%(zone)s). Mails go within the hour.") % {
            "zone": zone
        }
