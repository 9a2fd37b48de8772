from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

P, WHO = Secrecy.PSEUDONYM, Secrecy.IDENTITY

EACH = dict.fromkeys(
    (
        "id",
        "practice",
        "created_at",
        "coach",
        "since",
        "until",
        "proof",
        "proof_kind",
        "follows",
    ),
    P,
)

record(
    "cpd.InsurancePolicy",
    subject="coach",
    purpose=_("Show that the work is insured, where it is done"),
    basis=Basis.CONTRACT,
    fields={**EACH, "countries": P, "insurer": WHO, "number": WHO},
    starts="end of the membership",
    source="the coach",
)
record(
    "cpd.BodyMembership",
    subject="coach",
    purpose=_("Say truthfully which professional body a coach belongs to"),
    basis=Basis.CONTRACT,
    fields={**EACH, "body": WHO, "number": WHO, "level": WHO},
    starts="end of the membership",
    source="the coach",
)
record(
    "cpd.Qualification",
    subject="coach",
    purpose=_("Say truthfully which qualifications a coach holds"),
    basis=Basis.CONTRACT,
    fields={**EACH, "shown": P, "name": WHO, "awarded_by": WHO},
    starts="end of the membership",
    source="the coach",
)
