from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Ending, Secrecy, record

PLAIN, PSEUDONYM, IDENTITY = Secrecy.PLAIN, Secrecy.PSEUDONYM, Secrecy.IDENTITY

record(
    "ethics.Edition",
    subject="nobody",
    purpose=_("Hold the text of the code, edition by edition"),
    basis=Basis.OBLIGATION,
    fields=dict.fromkeys(
        ("id", "code", "edition", "language", "title", "sha256", "content", "loaded_at"), PLAIN
    ),
    then=Ending.KEEP,
)
record(
    "ethics.Adoption",
    subject="coach",
    purpose=_("Show that a coach signed the code, and which edition"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(
            (
                "id",
                "practice",
                "created_at",
                "coach",
                "edition",
                "day",
                "code",
                "envelope",
                "scan",
                "scan_kind",
                "adopted_at",
                "adopted_by",
                "copy_sealed_at",
                "sealed_copy",
            ),
            PSEUDONYM,
        ),
        "place": IDENTITY,
        "name": IDENTITY,
    },
    starts="end of the membership",
    source="the coach",
)
