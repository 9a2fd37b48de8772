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
                "kind",
                "language",
                "adult_on",
                "adult_confirmed_at",
                "adult_confirmed_by",
                "protection",
                "vulnerable",
                "arranged_at",
                "arranged_by",
                "sponsor",
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
        **dict.fromkeys(("name", "email", "phone", "address", "born_on"), WHO),
        **dict.fromkeys(("ties_detail", "others_detail", "arrangement"), C),
    },
    starts="end of the contract",
    months=120,
    source="C. conso. L213-1",
)

OWNED = ("id", "practice", "created_at")
LEFT = ("left_at", "left_by")

record(
    "clients.Guardian",
    subject="guardian",
    purpose=_("Know who signs for a minor or a protected adult, and reach them"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys((*OWNED, "client", "kind", *LEFT), P),
        **dict.fromkeys(("name", "email", "phone", "address"), WHO),
        "authority": C,
    },
    starts="end of the contract",
    months=120,
    source="C. conso. L213-1",
)

record(
    "clients.TeamMember",
    subject="client",
    purpose=_("Know who is in a team one coaches, and ask each of them"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys((*OWNED, "client", *LEFT), P),
        **dict.fromkeys(("name", "email"), WHO),
    },
    starts="end of the contract",
    months=120,
    source="C. conso. L213-1",
)

record(
    "clients.Sponsor",
    subject="sponsor",
    purpose=_("Know which organisation pays for a coaching"),
    basis=Basis.CONTRACT,
    fields={
        **dict.fromkeys((*OWNED, "coach", "language"), P),
        **dict.fromkeys(("name", "address", "registration"), WHO),
    },
    starts="end of the last contract",
    months=120,
    source="C. com. L123-22",
)

record(
    "clients.SponsorContact",
    subject="sponsor's contact",
    purpose=_("Reach the people of a sponsor who sign, come to meetings or pay"),
    basis=Basis.INTEREST,
    fields={
        **dict.fromkeys((*OWNED, "sponsor", "signs", "attends", "pays", *LEFT), P),
        **dict.fromkeys(("name", "email", "phone", "function"), WHO),
    },
    starts="end of the last contract",
    months=120,
    source="C. com. L123-22",
)

record(
    "clients.Import",
    subject="coach",
    purpose=_("Look a list of clients over before it is taken in, and take it back"),
    basis=Basis.CONTRACT,
    fields={**dict.fromkeys((*OWNED, "coach", "done_at"), P), "lines": WHO},
    starts="the choice of the list, for one day",
    months=0,
)

record(
    "clients.Imported",
    subject="client",
    purpose=_("Look a list of clients over before it is taken in, and take it back"),
    basis=Basis.CONTRACT,
    fields=dict.fromkeys((*OWNED, "batch", "client"), P),
    starts="end of the contract",
    months=120,
)
