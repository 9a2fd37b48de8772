from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

PLAIN, P = Secrecy.PLAIN, Secrecy.PSEUDONYM
IDENTITY, CONTENT = Secrecy.IDENTITY, Secrecy.CONTENT

record(
    "practices.Practice",
    subject="practice",
    purpose=_("Print on documents what the law asks of a practice"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(
            (
                "name",
                "legal_form",
                "registration",
                "address",
                "postcode",
                "city",
                "country",
                "vat_exempt",
                "vat_number",
                "mediator_name",
                "mediator_url",
                "suppliers",
                "language",
                "timezone",
            ),
            PLAIN,
        ),
        **dict.fromkeys(("id", "specimen", "first", "created_at"), P),
    },
    starts="end of the practice",
)
record(
    "practices.Membership",
    subject="coach",
    purpose=_("Know who works in a practice, and what they may do"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(("id", "practice", "user", "role", "joined_at", "left_at"), P),
    starts="end of the practice",
)
record(
    "practices.Assistance",
    subject="coach",
    purpose=_("Know whose clients an assistant may see"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(("id", "practice", "created_at", "assistant", "coach"), P),
    starts="end of the help",
    months=0,
)
record(
    "practices.Profile",
    subject="coach",
    purpose=_("Write into contracts what a coach says of themselves"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(("id", "practice", "coach", "created_at"), P),
        **dict.fromkeys(
            ("title", "professional_body", "insurer", "insurance_countries", "insurance_until"),
            PLAIN,
        ),
        **dict.fromkeys(("phone", "deputy_name", "insurance_number"), IDENTITY),
        **dict.fromkeys(("credentials", "methods", "tools", "supervision_rhythm"), CONTENT),
    },
    starts="end of the membership",
)
record(
    "practices.Invitation",
    subject="coach",
    purpose=_("Let a colleague join a practice"),
    basis=Basis.INTEREST,
    fields={
        "email": IDENTITY,
        **dict.fromkeys(
            (
                "id",
                "practice",
                "created_at",
                "role",
                "invited_by",
                "expires_at",
                "accepted_at",
                "accepted_by",
                "withdrawn_at",
            ),
            P,
        ),
    },
    starts="end of the invitation",
    months=12,
)
