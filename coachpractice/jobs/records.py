from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

record(
    "jobs.Job",
    subject="practice",
    purpose=_("Do what was promised, once"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys(
        (
            "id",
            "name",
            "ids",
            "created_at",
            "run_after",
            "attempts",
            "leased_until",
            "lease",
            "last_error",
            "done_at",
            "failed_at",
        ),
        Secrecy.PSEUDONYM,
    ),
    starts="end of the job",
    months=12,
)
