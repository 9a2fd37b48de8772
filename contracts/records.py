from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

P, K = Secrecy.PSEUDONYM, Secrecy.CONTRACT

record(
    "contracts.Contract",
    subject="client",
    purpose=_("Agree on the coaching, keep to it, and prove what was agreed"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(
            (
                "id",
                "practice",
                "created_at",
                "client",
                "coach",
                "year",
                "serial",
                "template",
                "language",
                "sessions_count",
                "session_minutes",
                "start_day",
                "end_day",
                "fee_per_session_cents",
                "fee_total_cents",
                "cancellation_hours",
                "notice_days",
                "reply_days",
                "notes_years",
                "objectives_count",
                "expectations_given",
                "saved_at",
                "envelope",
                "sections",
                "edition",
                "concluded_at",
            ),
            P,
        ),
        **dict.fromkeys(
            (
                "rhythm",
                "place",
                "payment_terms",
                "contact_channel",
                "contact_hours",
                "client_expectations",
                "objectives",
            ),
            K,
        ),
    },
    starts="end of the contract",
    months=120,
    source="C. conso. L213-1",
)
