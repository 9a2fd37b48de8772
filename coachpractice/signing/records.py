from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

P, WHO = Secrecy.PSEUDONYM, Secrecy.IDENTITY
SAID, AGREED = Secrecy.CONTENT, Secrecy.CONTRACT
_PURPOSE = _("Prove who agreed to what")
_TEN_YEARS = {"starts": "end of the contract", "months": 120, "source": "C. conso. L213-1"}


def _columns(*plain: str, **secret: Secrecy) -> dict[str, Secrecy]:
    return {**dict.fromkeys(("id", "practice", "created_at", *plain), P), **secret}


record(
    "signing.Envelope",
    subject="client",
    purpose=_PURPOSE,
    basis=Basis.CONTRACT,
    fields=_columns(
        "kind",
        "coach",
        "subject",
        "object",
        "language",
        "code",
        "text_sha256",
        "specimen",
        "expires_at",
        "frozen_at",
        "presented",
        "presented_sha256",
        "signed_at",
        "sealed_at",
        "sealed",
        "sealed_sha256",
        "seal_failed_at",
        "declined_at",
        "declined_by",
        "voided_at",
        "voided_by",
        "leaves_at",
        snapshot=AGREED,
        greeting=AGREED,
    ),
    **_TEN_YEARS,
)
record(
    "signing.Party",
    subject="client",
    purpose=_PURPOSE,
    basis=Basis.CONTRACT,
    fields=_columns(
        "envelope",
        "role",
        "position",
        "member",
        "person",
        "code",
        "secret_mac",
        "code_seed",
        "code_until",
        "wrong_codes",
        "wait_until",
        "identified_at",
        "invited_at",
        "opened_at",
        "shown_sha256",
        "signed_at",
        "declined_at",
        name=WHO,
        email=WHO,
        typed_name=AGREED,
        reason=SAID,
    ),
    **_TEN_YEARS,
)
record(
    "signing.Extract",
    subject="client",
    purpose=_PURPOSE,
    basis=Basis.CONTRACT,
    fields=_columns(
        "party",
        "envelope",
        "text_sha256",
        "frozen_at",
        "presented",
        "presented_sha256",
        "sealed_at",
        "sealed",
        "sealed_sha256",
        text=AGREED,
    ),
    **_TEN_YEARS,
)
record(
    "signing.ClearCard",
    subject="client",
    purpose=_("Show that the contract was understood"),
    basis=Basis.CONTRACT,
    fields=_columns("party", "card"),
    **_TEN_YEARS,
)
record(
    "signing.Question",
    subject="client",
    purpose=_("Answer what was not clear"),
    basis=Basis.CONTRACT,
    fields=_columns(
        "party",
        "card",
        "about",
        "channel",
        "spoken_on",
        "answered_at",
        "answered_by",
        "closed_at",
        text=SAID,
        answer=SAID,
    ),
    starts="end of the contract",
    months=60,
)
record(
    "signing.Check",
    subject="client",
    purpose=_("Show that the contract was understood"),
    basis=Basis.CONTRACT,
    fields=_columns("party", "key", "choice", "right_choice", "talked_over_at", "talked_over_by"),
    starts="end of the contract",
    months=60,
)
record(
    "signing.LimitAnswer",
    subject="client",
    purpose=_("Agree on the limits of confidentiality"),
    basis=Basis.CONTRACT,
    fields=_columns("party", "key", "agreed"),
    **_TEN_YEARS,
)
record(
    "signing.Consent",
    subject="client",
    purpose=_("Respect each person’s own choices"),
    basis=Basis.CONSENT,
    fields=_columns("party", "key", "given", "answered_at"),
    **_TEN_YEARS,
)
record(
    "signing.ProofValue",
    subject="client",
    purpose=_PURPOSE,
    basis=Basis.CONTRACT,
    fields=_columns("envelope", "entry", values=AGREED),
    **_TEN_YEARS,
)
