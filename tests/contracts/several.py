"""Contracts that several people sign, by the apps' own actions."""

from datetime import date

from clients.actions import contacts, guardians, members, sponsors
from clients.models import Client
from coachpractice import clock
from coachpractice.signing.actions import concluding, sending
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit
from contracts import actions
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.contracts.factories import AGREED, countersign, freeze, fresh
from tests.signing.several import prepare

SHARED = {"text": "Tenir des réunions courtes", "indicator": "Trente minutes", "shared": True}
# Something in each place that not everybody may read.
PRIVATE = {"text": "Quetsche, partir ou rester", "indicator": "Une décision", "shared": False}
EXPECTS = "Mirabelle : parler plus librement en réunion."
SPONSOR_EXPECTS = "Des réunions où tous s’expriment."
ARRANGEMENT = "les dates des séances (Reine-claude), et rien de leur contenu"
BORN = date(2012, 3, 4)  # 14 in November 2026
PAID = {
    "client_expectations": EXPECTS,
    "sponsor_expectations": SPONSOR_EXPECTS,
    "objectives": [SHARED, PRIVATE],
}


def sponsor_of(coach, *, email="rh@verrerie.example", **facts):
    """An organisation and its contact, who signs, attends and pays."""
    sponsor = sponsors.add(by=coach, name="Verrerie des Sept Rives", address="1, rue du Four\nLyon")
    parts = {"signs": True, "attends": True, "pays": True}
    contacts.add(sponsor, by=coach, name="Aymar Réséda", email=email, function="DRH",
                 **{**parts, **facts})  # fmt: skip
    return sponsor


def sponsored(coach, **facts) -> Client:
    return ClientFactory(by=coach, sponsor=sponsor_of(coach), **facts)


def minor(coach, *, parents=1, born_on=BORN, **facts) -> Client:
    client = ClientFactory(by=coach, kind="minor", born_on=born_on, adult=None, **facts)
    for name in ("Rose", "Basile")[:parents]:
        guardians.add(
            client,
            by=coach,
            name=f"{name} Passerose",
            email=f"{name.lower()}@famille.example",
            kind="parent",
        )
    return client


KINDS = {"guardianship": "guardian", "curatorship": "curator", "mandate": "representative"}


def protected(coach, protection, **facts) -> Client:
    client = ClientFactory(by=coach, kind="protected", protection=protection, **facts)
    guardians.add(
        client, by=coach, name="Agathe Lierre", email="agathe@tutelle.example",
        kind=KINDS[protection],
    )  # fmt: skip
    return client


def team(coach, *names, **facts) -> Client:
    facts.setdefault("sponsor", sponsor_of(coach))
    client = ClientFactory(by=coach, kind="team", name="Équipe du four", adult=None, **facts)
    for name in names or ("Awa", "Samir", "Odile"):
        members.add(
            client, by=coach, name=f"{name} Tilleul", email=f"{name.lower()}@equipe.example"
        )
    return client


def drafted(coach, client, **facts) -> Contract:
    """A complete draft with this client."""
    contract = actions.draft(client, by=coach)
    agreed = AGREED | (PAID if client.sponsor_id else {}) | {"arrangement": ARRANGEMENT}
    actions.save(contract, by=coach, **{**agreed, **facts})
    return fresh(contract)


def sent_to(coach, client, **facts) -> Contract:
    contract = drafted(coach, client, **facts)
    freeze(actions.send(contract, by=coach))
    return fresh(contract)


def party(contract, name) -> Party:
    """The party whose name begins so."""
    rows = contract.envelope.parties.select_related("envelope", "extract").unlocked()
    return next(each for each in rows if each.name.startswith(name))


def guests(contract) -> list[Party]:
    rows = contract.envelope.parties.guests().select_related("envelope", "extract")
    return list(rows.order_by("position", "created_at").unlocked())


def sign_as(guest, *, consents=True) -> None:
    prepare(guest, consents=consents)
    concluding.sign(guest, shown_sha256=guest.text_sha256, visit=Visit())
    sending.invite_next(guest.envelope)


def signed_by_guests(coach, client, **facts) -> Contract:
    contract = sent_to(coach, client, **facts)
    for guest in guests(contract):
        sign_as(guest)
    return fresh(contract)


def concluded_with(coach, client, *, on=None, **facts) -> Contract:
    """In force: signed by all, on that day if one is given."""
    if on:
        with clock.at(on):
            return concluded_with(coach, client, **facts)
    contract = signed_by_guests(coach, client, **facts)
    countersign(contract)
    return fresh(contract)
