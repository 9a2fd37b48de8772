"""Adults who pay for themselves: in force, about to end and in English, under curatorship."""

from datetime import timedelta
from typing import Any

from clients import actions as clients
from clients.actions import guardians
from clients.models import Client
from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago, Story
from coachpractice.signing.actions import reading
from coachpractice.signing.models import Check
from contracts import actions
from contracts.demo.signing import coach_signs, guest_signs, party_of

ASKED: dict[str, Any] = {"ties": "none", "fit": "within", "others": "none"}


def basile(coach: Membership) -> Story:
    """In force; an answer showed that a limit of secrecy was not understood, so they spoke of it
    before the coach signed."""
    yield Ago(47, "17:05")
    client = clients.add(
        by=coach, name="Basile Mirabelle", email="basile@courriel.example", adult=True, **ASKED
    )
    contract = actions.draft(client, by=coach)
    yield Ago(44, "9:40")
    actions.save(
        contract,
        by=coach,
        sessions_count=8,
        session_minutes=60,
        fee_per_session_cents=12_000,
        place="en visio",
        rhythm="à peu près toutes les trois semaines",
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
    yield from guest_signs(envelope, client.pk, Ago(41, "20:38"), mistaken="if-in-danger")
    yield Ago(38, "11:30")
    missed = Check.objects.to_talk_over().get(party=party_of(envelope, client.pk))
    reading.talked_over(missed, by=coach)
    yield Ago(38, "11:52")
    coach_signs(envelope, coach)
    jobs.run_due()  # sealed at once: the first paper one looks at


def rowan(coach: Membership) -> Story:
    """A contract in English, in force, which ends in twenty days."""
    last_day = clock.today(coach.practice.timezone) + timedelta(days=20)
    first_day = Ago(160, "12:00").moment.date()
    yield Ago(171, "10:15")
    client = clients.add(
        by=coach,
        name="Rowan Fairwren",
        email="rowan@fairwren.example",
        language="en",
        adult=True,
        **ASKED,
    )
    contract = actions.draft(client, by=coach)
    yield Ago(168, "16:20")
    actions.save(
        contract,
        by=coach,
        fee_per_session_cents=13_000,
        start_day=first_day,
        end_day=last_day,
        rhythm="about once a month",
        client_expectations="To settle into a first post as head of a studio.",
        objectives=[
            {
                "text": "Hand over the drawings of two projects",
                "indicator": "two colleagues run them alone by the autumn",
            }
        ],
    )
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, client.pk, Ago(165, "8:12"))
    yield Ago(162, "9:25")
    coach_signs(envelope, coach)


def awa(coach: Membership) -> Story:
    """Under curatorship: client and curator will both sign. The draft has a gap."""
    yield Ago(6, "11:10")
    client = clients.add(
        by=coach,
        kind=Client.Kind.PROTECTED,
        protection=Client.Protection.CURATORSHIP,
        name="Awa Capucine",
        email="awa@courriel.example",
        adult=True,
        **ASKED,
    )
    guardians.add(
        client,
        by=coach,
        name="Agathe Lierre",
        email="agathe@lierre.example",
        phone="01 99 00 00 12",
        kind="curator",
        authority="Jugement de curatelle simple, tribunal de Clairnuit",
    )
    contract = actions.draft(client, by=coach)
    yield Ago(2, "18:25")
    actions.save(
        contract,
        by=coach,
        sessions_count=6,
        session_minutes=45,
        fee_per_session_cents=7_000,
        start_day=clock.today() + timedelta(days=16),
        place="au cabinet",
        rhythm="toutes les deux semaines",
        client_expectations="Reprendre une activité à son rythme, trois matinées par semaine.",
        objectives=[{"text": "Choisir entre deux ateliers", "indicator": ""}],
    )
