"""Organisations that pay: for Samir, whose contract waits for theirs; and for a team, under a
framework contract."""

from dataclasses import dataclass, field
from datetime import timedelta

from clients import actions as clients
from clients.actions import contacts, members, sponsors
from clients.models import Client, Sponsor, SponsorContact, TeamMember
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago, Story
from coachpractice.signing.actions import reading
from contracts import actions
from contracts.accords import actions as accords
from contracts.changes import ending
from contracts.demo.adults import ASKED
from contracts.demo.paper import on_paper
from contracts.demo.signing import VISIT, coach_signs, guest_signs, party_of, read
from contracts.models import Asker


@dataclass
class Organisations:
    """Those of the stories that later ones come back to, with their people by first name."""

    cooperative: Sponsor | None = None
    people: dict[str, SponsorContact] = field(default_factory=dict)


def samir(coach: Membership, pays: Organisations) -> Story:
    """He paid himself, by a contract on paper, which he ends. His employer pays from now on: he has
    signed, its human resources have not."""
    in_a_week = clock.today() + timedelta(days=7)
    yield Ago(148, "15:40")
    client = clients.add(
        by=coach, name="Samir Tournelune", email="samir@courriel.example", adult=True, **ASKED
    )
    yield Ago(141, "18:10")
    before = on_paper(client, coach, signed_on=clock.today() - timedelta(days=2))
    yield Ago(12, "15:40")
    glassworks = sponsors.add(
        by=coach,
        name="Verrerie du Loriot",
        address="1, rue du Four\n69000 Lyon",
        registration="SIREN 111 111 111",
    )
    contacts.add(
        glassworks,
        by=coach,
        name="Aymar Réséda",
        email="aymar@loriot.example",
        function="directeur des ressources humaines",
        signs=True,
        attends=True,
    )
    contacts.add(
        glassworks,
        by=coach,
        name="Colombe Verdier",
        email="comptabilite@loriot.example",
        function="comptable",
        pays=True,
    )
    clients.set_sponsor(client, by=coach, sponsor=glassworks)
    contract = actions.draft(client, by=coach)
    yield Ago(9, "14:30")
    actions.save(
        contract,
        by=coach,
        sessions_count=8,
        session_minutes=90,
        fee_per_session_cents=18_000,
        start_day=in_a_week + timedelta(days=1),
        place="au cabinet",
        rhythm="toutes les trois semaines",
        client_expectations="Prendre la parole en réunion sans préparer chaque mot.",
        sponsor_expectations="Que les réunions de l’atelier durent moins longtemps.",
        meeting_mid=True,
        objectives=[
            {
                "text": "Conduire la réunion du lundi en trente minutes",
                "indicator": "quatre lundis de suite",
                "shared": True,
            },
            {
                "text": "Choisir de rester ou non à ce poste",
                "indicator": "une décision avant l’été",
                "shared": False,
            },
        ],
    )
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, client.pk, Ago(6, "21:04"))
    yield Ago(5, "10:30")
    ending.end(
        before,
        by=coach,
        asker=Asker.CLIENT,
        last_day=in_a_week,
        reason="Son employeur prend la suite à sa charge.",
    )


def framework(coach: Membership, pays: Organisations) -> Story:
    """What a cooperative and the coach agreed for all the coachings to come."""
    yield Ago(62, "10:20")
    pays.cooperative = sponsors.add(
        by=coach,
        name="Coopérative de la Huppe",
        address="14, chemin des Roselières\n69000 Lyon",
        registration="SIREN 222 222 222",
    )
    parts = {
        "Florian Busard": {"function": "directeur", "signs": True, "pays": True},
        "Élodie Sarcelle": {"function": "ressources humaines", "attends": True},
    }
    for name, facts in parts.items():
        first, last = name.split()
        email = f"{last.lower()}@huppe.example"
        pays.people[first] = contacts.add(
            pays.cooperative, by=coach, name=name, email=email, **facts
        )
    above = accords.draft_framework(pays.cooperative, by=coach)
    yield Ago(59, "9:15")
    accords.save(above, by=coach, fee_cents=32_000, coachees_most=12)
    envelope = accords.send(above, by=coach)
    yield from guest_signs(envelope, pays.people["Florian"].pk, Ago(56, "11:03"))
    yield Ago(53, "8:45")
    coach_signs(envelope, coach)


def team(coach: Membership, pays: Organisations) -> Story:
    """Under the framework contract: the director and one member have signed, another asks."""
    yield Ago(12, "9:30")
    client = clients.add(
        by=coach,
        kind=Client.Kind.TEAM,
        name="Équipe du Martin-pêcheur",
        sponsor=pays.cooperative,
        **ASKED,
    )
    clement, ysé, _oriane = _members(client, coach)
    contract = actions.draft(client, by=coach)
    yield Ago(9, "16:15")
    actions.save(
        contract,
        by=coach,
        sessions_count=5,
        session_minutes=120,
        place="à la coopérative",
        rhythm="une fois par mois",
        client_expectations="Se répartir les tournées sans que cela finisse en dispute.",
        sponsor_expectations="Une équipe qui règle ses tournées elle-même.",
        objectives=[
            {
                "text": "Écrire ensemble la règle des tournées",
                "indicator": "une règle affichée et suivie pendant un mois",
            }
        ],
    )
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, pays.people["Florian"].pk, Ago(6, "8:50"))
    yield from guest_signs(envelope, clement.pk, Ago(3, "18:30"))
    yield Ago(1, "19:22")
    asks = party_of(envelope, ysé.pk)
    reading.enter(asks, visit=VISIT)
    yield Ago(1, "19:31")
    read(asks, unclear="confidentiality")
    words = "Si je dis non à la supervision, est-ce que les autres membres le sauront\u00a0?"
    reading.ask(asks, card="confidentiality", text=words, visit=VISIT)


def _members(client: Client, coach: Membership) -> list[TeamMember]:
    return [
        members.add(client, by=coach, name=name, email=f"{address}@huppe.example")
        for name, address in (
            ("Clément Grèbe", "grebe"),
            ("Ysé Bruant", "bruant"),
            ("Oriane Pinson", "pinson"),
        )
    ]
