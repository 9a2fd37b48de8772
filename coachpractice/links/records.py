from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

record(
    "links.Link",
    subject="file",
    purpose=_("Let somebody without an account open what concerns them"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(
        (
            "id",
            "practice",
            "created_at",
            "purpose",
            "holder",
            "generation",
            "passed_on",
            "expires_at",
            "used_at",
            "closed_at",
        ),
        Secrecy.PSEUDONYM,
    ),
)
