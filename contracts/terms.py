"""What an assistant types into a draft: dates, numbers and fees, and none of its words."""

from copy import deepcopy
from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django.utils.translation import gettext_lazy as _

from coachpractice.ui.forms import LookForm, mark_needed
from contracts.forms import NEEDED, DraftForm
from contracts.models import Contract

TERMS = (
    "sessions_count", "session_minutes", "fee_per_session_cents", "fee_total_cents", "start_day",
    "end_day", "cancellation_hours", "notice_days", "reply_days", "notes_years", "language",
)  # fmt: skip


class TermsForm(LookForm):
    """The fields of the drafting page that say nothing of the client."""

    def __init__(self, data: Any = None, *, contract: Contract) -> None:
        super().__init__(data, initial={name: getattr(contract, name) for name in TERMS})
        self.fields |= {name: deepcopy(DraftForm.base_fields[name]) for name in TERMS}
        mark_needed(self, [name for name in NEEDED if name in TERMS])
        self.helper.layout = Layout(
            Fieldset(
                _("Sessions and price"),
                Row(Column("sessions_count"), Column("session_minutes")),
                Row(
                    Column(AppendedText("fee_per_session_cents", "€")),
                    Column(AppendedText("fee_total_cents", "€")),
                ),
                Row(Column("start_day"), Column("end_day")),
                css_class="section",
            ),
            Fieldset(
                _("Absences, contact, notes"),
                Row(Column("cancellation_hours"), Column("notice_days")),
                Row(Column("reply_days"), Column("notes_years")),
                Field("language", wrapper_class="chips"),
                css_class="section",
            ),
        )
