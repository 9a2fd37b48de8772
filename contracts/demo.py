"""Three invented clients: one contract in force, one with a question open, one being drafted."""

from datetime import timedelta
from typing import Any

from clients import actions as clients
from clients.models import Client
from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.practices.models import Membership
from coachpractice.registry.demo import scene
from coachpractice.signing.actions import concluding, reading
from coachpractice.signing.models import Envelope, Party
from coachpractice.signing.proof import Visit
from contracts import actions
from contracts.models import Contract

VISIT = Visit(address="192.0.2.7", browser="Specimen")


@scene("clients", order=20)
def clients_of(coach: Membership) -> None:
    """Basile signed six weeks ago, Samir asks, Awa's contract is being written."""
    now = clock.now()
    with clock.at(now - timedelta(days=42)):
        basile = _client(coach, "Basile Mirabelle", "basile")
        contract = _drafted(
            basile,
            by=coach,
            client_expectations="Conduire les entretiens annuels de son équipe sans y laisser ses "
            "soirées.",
            objectives=[
                {
                    "text": "Tenir les neuf entretiens à temps",
                    "indicator": "neuf entretiens tenus avant le 15 février",
                }
            ],
        )
        envelope = actions.send(contract, by=coach)
        jobs.run_due()
    with clock.at(now - timedelta(days=41)):
        _signed(envelope, basile, coach)
    with clock.at(now - timedelta(days=2)):
        samir = _client(coach, "Samir Tournelune", "samir")
        contract = _drafted(
            samir,
            by=coach,
            client_expectations="Prendre la parole en réunion sans préparer chaque mot.",
            objectives=[{"text": "Parler sans notes", "indicator": "trois réunions en deux mois"}],
        )
        envelope = actions.send(contract, by=coach)
        jobs.run_due()
    with clock.at(now - timedelta(days=1)):
        party = envelope.parties.get(member=None)
        reading.enter(party, visit=VISIT)
        reading.confirm_clear(party, card="work", visit=VISIT)
        words = "Est-ce que quelqu’un d’autre peut lire vos notes de séance\u00a0?"
        reading.ask(party, card="confidentiality", text=words, visit=VISIT)
        jobs.run_due()
    awa = _client(coach, "Awa Capucine", "awa")
    actions.draft(awa, by=coach)


def _client(coach: Membership, name: str, address: str) -> Client:
    return clients.add(
        by=coach,
        name=name,
        email=f"{address}@courriel.example",
        adult=True,
        ties="none",
        fit="within",
        others="none",
    )


def _drafted(client: Client, *, by: Membership, **facts: Any) -> Contract:
    contract = actions.draft(client, by=by)
    rhythm = "à peu près toutes les trois semaines"
    return actions.save(contract, by=by, fee_per_session_cents=12_000, rhythm=rhythm, **facts)


def _signed(envelope: Envelope, client: Client, coach: Membership) -> None:
    """The client reads, answers, chooses and signs; the coach signs; the seal is set."""
    guest = envelope.parties.get(member=None)
    reading.enter(guest, visit=VISIT)
    text = envelope.snapshot
    checks = {each["key"]: each["right"] for each in text["comprehension"]}
    limits = {each["key"]: True for each in text["limits"] if not each["told"]}
    reading.answer_card(guest, checks=checks, limits=limits)
    for card in text["cards"]:
        reading.confirm_clear(guest, card=card["key"], visit=VISIT)
    consents = {each["key"]: each["key"] != "accreditation-log" for each in text["consents"]}
    _sign(guest, client.name, consents)
    _sign(envelope.parties.get(member=coach), coach.user.name, {})


def _sign(party: Party, name: str, consents: dict[str, bool]) -> None:
    concluding.choose(party, consents=consents, typed_name=name)
    concluding.sign(party, shown_sha256=party.envelope.text_sha256, visit=VISIT)
    jobs.run_due()
