from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

record(
    "export.Export",
    subject="coach",
    purpose=_("Hand a coach everything they keep here"),
    basis=Basis.OBLIGATION,
    fields=dict.fromkeys(
        (
            "id",
            "practice",
            "created_at",
            "coach",
            "steps_done",
            "steps",
            "expires_at",
            "ready_at",
            "failed_at",
            "taken_at",
            "file",
        ),
        Secrecy.PSEUDONYM,
    ),
    starts="the request, for seven days",
    months=0,
    source="RGPD art. 20",
)
