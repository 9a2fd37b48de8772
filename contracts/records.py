from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

P, WHO, K, SAID = Secrecy.PSEUDONYM, Secrecy.IDENTITY, Secrecy.CONTRACT, Secrecy.CONTENT

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
                "sponsor",
                "sponsor_contact",
                "framework",
                "sponsor_expectations_given",
                "report_attendance",
                "report_progress",
                "meeting_start",
                "meeting_mid",
                "meeting_end",
                "guardian",
                "both_parents",
                "arrangement_given",
                "signing_order",
                "asks_code",
                "coach_country",
                "client_country",
                "saved_at",
                "envelope",
                "taken_in",
                "sections",
                "edition",
                "concluded_at",
                "amends",
                "renews",
                "renewal",
                "stops_on",
                "withdrawn_at",
                "superseded_at",
                "discarded_at",
                "discarded_by",
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
                "sponsor_expectations",
                "arrangement",
                "objectives",
                "greeting",
            ),
            K,
        ),
    },
    starts="end of the contract",
    months=120,
    source="C. conso. L213-1",
)

ACCORD = (
    "id",
    "practice",
    "created_at",
    "coach",
    "year",
    "serial",
    "language",
    "start_day",
    "end_day",
    "notice_days",
    "follows",
    "saved_at",
    "envelope",
    "taken_in",
    "sections",
    "concluded_at",
)

record(
    "contracts.ConfidentialityAgreement",
    subject="whoever signs it with the coach",
    purpose=_("Agree on secrecy with those who come near a coaching, and prove it"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys((*ACCORD, "capacity", "client", "duty_years"), P),
        **dict.fromkeys(("name", "email", "organisation", "address"), WHO),
        "purpose": K,
    },
    starts="end of the agreement",
    months=120,
    source="C. civ. 2224",
)

record(
    "contracts.FrameworkContract",
    subject="sponsor",
    purpose=_("Agree with a sponsor on what holds for all the coachings it pays for"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(
            (*ACCORD, "sponsor", "contact", "fee_cents", "fee_per", "coachees_most"), P
        ),
        "payment_terms": K,
    },
    starts="end of the framework contract",
    months=120,
    source="C. com. L123-22",
)

_WITH_CONTRACT = {"starts": "end of the contract", "months": 120, "source": "C. conso. L213-1"}
SETTLED = (
    "id", "practice", "created_at", "contract", "how", "party", "recorded_by", "settled_at",
    "settled_by",
)  # fmt: skip

record(
    "contracts.Ending",
    subject="client",
    purpose=_("End a contract when somebody asks, and prove that it was done in time"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys((*SETTLED, "asker", "asked_at", "asked_on", "last_day", "settle_by"), P),
        **dict.fromkeys(("reason", "note"), SAID),
    },
    **_WITH_CONTRACT,
)
record(
    "contracts.Withdrawal",
    subject="client",
    purpose=_("Let a consumer withdraw from a contract, and prove when they did"),
    basis=Basis.OBLIGATION,
    fields={
        **dict.fromkeys((*SETTLED, "declared_at", "declared_on", "started_early"), P),
        **dict.fromkeys(("name", "receipt_to"), WHO),
        "note": SAID,
    },
    **_WITH_CONTRACT,
)
record(
    "contracts.Suspension",
    subject="client",
    purpose=_("Know when no session takes place"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(
            (
                "id", "practice", "created_at", "contract", "starts", "ends", "agreed_on",
                "recorded_by",
            ),
            P,
        ),
        "reason": SAID,
    },
    **_WITH_CONTRACT,
)  # fmt: skip
record(
    "contracts.DependenceReview",
    subject="client",
    purpose=_("Think over, before a third renewal, whether the client still needs the coach"),
    basis=Basis.INTEREST,
    fields={
        **dict.fromkeys(
            ("id", "practice", "created_at", "contract", "written_at", "written_by"), P
        ),
        "text": SAID,
    },
    starts="end of the contract",
    months=60,
)

record(
    "contracts.FirstMeeting",
    subject="client",
    purpose=_("Show that the contract was explained before it was signed"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(
        ("id", "practice", "created_at", "contract", "explained_on", "noted_at", "noted_by"), P
    ),
    **_WITH_CONTRACT,
)

_SIGNED_ELSEWHERE = {
    "subject": "client, or whoever signed it with the coach",
    "basis": Basis.CONTRACT,
    **_WITH_CONTRACT,
}
record(
    "contracts.TakenIn",
    purpose=_("Keep what was signed on paper or in another system, with its scan"),
    fields={
        **dict.fromkeys(
            (
                "id", "practice", "created_at", "kind", "coach", "subject", "object", "language",
                "code", "medium", "signed_on", "code_on", "cards", "limits", "scan", "scan_kind",
                "scan_sha256", "taken_in_at", "taken_in_by", "sealed_at", "sealed",
                "sealed_sha256", "dropped_at", "dropped_by",
            ),
            P,
        ),
        "system": K,
    },
    **_SIGNED_ELSEWHERE,
)  # fmt: skip
record(
    "contracts.Signatory",
    purpose=_("Know who signed on paper or in another system, and on which day"),
    fields={
        **dict.fromkeys(
            ("id", "practice", "created_at", "taken_in", "role", "person", "signed_on"), P
        ),
        "name": WHO,
    },
    **_SIGNED_ELSEWHERE,
)
record(
    "contracts.ConsentThere",
    purpose=_("Know what was consented to on paper or in another system"),
    fields=dict.fromkeys(
        ("id", "practice", "created_at", "taken_in", "key", "given", "answered_on"), P
    ),
    **_SIGNED_ELSEWHERE,
)
