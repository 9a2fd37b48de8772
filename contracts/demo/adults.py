"""Adults who pay for themselves: in force, about to end and in English, under curatorship."""

from datetime import timedelta

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
from contracts.demo.agreed import ADULT, AWA, BASILE, CURATOR, ROWAN
from contracts.demo.signing import coach_signs, guest_signs, party_of


def basile(coach: Membership) -> Story:
    """In force; an answer showed that a limit of secrecy was not understood, so they spoke of it
    before the coach signed."""
    yield Ago(47, "17:05")
    client = clients.add(
        by=coach, name="Basile Mirabelle", email="basile@courriel.example", **ADULT
    )
    contract = actions.draft(client, by=coach)
    yield Ago(44, "9:40")
    actions.save(contract, by=coach, **BASILE)
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
        by=coach, name="Rowan Fairwren", email="rowan@fairwren.example", language="en", **ADULT
    )
    contract = actions.draft(client, by=coach)
    yield Ago(168, "16:20")
    actions.save(contract, by=coach, start_day=first_day, end_day=last_day, **ROWAN)
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, client.pk, Ago(165, "8:12"))
    yield Ago(162, "9:25")
    coach_signs(envelope, coach)


def awa(coach: Membership) -> Story:
    """Under curatorship: client and curator will both sign. The draft has gaps."""
    yield Ago(6, "11:10")
    client = clients.add(
        by=coach,
        kind=Client.Kind.PROTECTED,
        protection=Client.Protection.CURATORSHIP,
        name="Awa Capucine",
        email="awa@courriel.example",
        **ADULT,
    )
    guardians.add(client, by=coach, **CURATOR)
    contract = actions.draft(client, by=coach)
    yield Ago(2, "18:25")
    actions.save(contract, by=coach, start_day=clock.today() + timedelta(days=16), **AWA)
