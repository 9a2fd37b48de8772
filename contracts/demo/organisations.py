"""Organisations that pay: for Samir, whose contract waits for theirs; and for a team, under a
framework contract."""

from dataclasses import dataclass, field
from datetime import timedelta

from clients import actions as clients
from clients.actions import contacts, members, sponsors
from clients.models import Client, Sponsor, SponsorContact
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago, Story
from coachpractice.signing.actions import reading
from contracts import actions
from contracts.accords import actions as accords
from contracts.changes import ending
from contracts.demo.agreed import (
    ADULT,
    ASKED,
    COOPERATIVE,
    GLASSWORKS,
    MEMBERS,
    OF_THE_COOPERATIVE,
    OF_THE_GLASSWORKS,
    QUESTION,
    SAMIR,
    TEAM,
)
from contracts.demo.paper import on_paper
from contracts.demo.signing import VISIT, coach_signs, guest_signs, party_of, read
from contracts.models import Asker, Contract


@dataclass
class Organisations:
    """Those of the stories that later ones come back to, with their people by first name."""

    cooperative: Sponsor | None = None
    people: dict[str, SponsorContact] = field(default_factory=dict)


def samir(coach: Membership) -> Story:
    """He paid himself, by a contract on paper, which he ends. His employer pays from now on: he has
    signed, its human resources have not."""
    in_a_week = clock.today() + timedelta(days=7)
    yield Ago(148, "15:40")
    client = clients.add(by=coach, name="Samir Tournelune", email="samir@courriel.example", **ADULT)
    yield Ago(141, "18:10")
    before = on_paper(client, coach, signed_on=clock.today() - timedelta(days=2))
    yield Ago(12, "15:40")
    contract = _his_employer_pays(client, coach)
    yield Ago(9, "14:30")
    actions.save(contract, by=coach, start_day=in_a_week + timedelta(days=1), **SAMIR)
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, client.pk, Ago(6, "21:04"))
    yield Ago(5, "10:30")
    why = "Son employeur prend la suite à sa charge."
    ending.end(before, by=coach, asker=Asker.CLIENT, last_day=in_a_week, reason=why)


def _his_employer_pays(client: Client, coach: Membership) -> Contract:
    glassworks = sponsors.add(by=coach, **GLASSWORKS)
    for facts in OF_THE_GLASSWORKS:
        contacts.add(glassworks, by=coach, **facts)
    clients.set_sponsor(client, by=coach, sponsor=glassworks)
    return actions.draft(client, by=coach)


def framework(coach: Membership, pays: Organisations) -> Story:
    """What a cooperative and the coach agreed for all the coachings to come."""
    yield Ago(62, "10:20")
    pays.cooperative = sponsors.add(by=coach, **COOPERATIVE)
    for facts in OF_THE_COOPERATIVE:
        first = facts["name"].split()[0]
        pays.people[first] = contacts.add(pays.cooperative, by=coach, **facts)
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
    clement, yse, _oriane = (members.add(client, by=coach, **facts) for facts in MEMBERS)
    contract = actions.draft(client, by=coach)
    yield Ago(9, "16:15")
    actions.save(contract, by=coach, **TEAM)
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, pays.people["Florian"].pk, Ago(6, "8:50"))
    yield from guest_signs(envelope, clement.pk, Ago(3, "18:30"))
    yield Ago(1, "19:22")
    asks = party_of(envelope, yse.pk)
    reading.enter(asks, visit=VISIT)
    yield Ago(1, "19:31")
    read(asks, unclear="confidentiality")
    reading.ask(asks, card="confidentiality", text=QUESTION, visit=VISIT)
