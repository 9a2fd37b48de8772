from django.utils.translation import gettext_lazy as _

from coachpractice.registry.records import Basis, Secrecy, record

P, WHO, C = Secrecy.PSEUDONYM, Secrecy.IDENTITY, Secrecy.CONTENT

record(
    "clients.Client",
    subject="client",
    purpose=_("Know whom one coaches, reach them, and check beforehand that one may"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys(
            (
                "id",
                "practice",
                "created_at",
                "coach",
                "number",
                "language",
                "adult_confirmed_at",
                "adult_confirmed_by",
                "ties",
                "ties_declared_at",
                "ties_declared_by",
                "fit",
                "fit_assessed_at",
                "fit_assessed_by",
                "others",
                "others_checked_at",
                "others_checked_by",
            ),
            P,
        ),
        **dict.fromkeys(("name", "email", "phone", "address"), WHO),
        **dict.fromkeys(("ties_detail", "others_detail"), C),
    },
    starts="end of the contract",
    months=120,
    source="C. conso. L213-1",
)
