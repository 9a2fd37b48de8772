"""Who comes near a coaching, and promises secrecy: an interpreter, a human resources contact."""

from datetime import timedelta

from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago, Story
from contracts.accords import actions as accords
from contracts.demo.agreed import INTERPRETER, MEETINGS_OF_THE_TEAM
from contracts.demo.organisations import Organisations
from contracts.demo.signing import coach_signs, guest_signs
from contracts.models import ConfidentialityAgreement

Capacity = ConfidentialityAgreement.Capacity


def interpreter(coach: Membership) -> Story:
    """In force, and about to end."""
    last_day = clock.today(coach.practice.timezone) + timedelta(days=12)
    yield Ago(176, "14:50")
    agreement = accords.draft_agreement(by=coach, capacity=Capacity.INTERPRETER)
    yield Ago(173, "9:20")
    accords.save(agreement, by=coach, end_day=last_day, **INTERPRETER)
    envelope = accords.send(agreement, by=coach)
    yield from guest_signs(envelope, None, Ago(170, "13:06"))
    yield Ago(170, "17:32")
    coach_signs(envelope, coach)


def human_resources(coach: Membership, pays: Organisations) -> Story:
    """Signed by her; the coach’s signature is all that is missing."""
    yield Ago(8, "10:05")
    agreement = accords.draft_agreement(
        by=coach, capacity=Capacity.HR_CONTACT, contact=pays.people["Élodie"]
    )
    accords.save(agreement, by=coach, purpose=MEETINGS_OF_THE_TEAM)
    envelope = accords.send(agreement, by=coach)
    yield from guest_signs(envelope, None, Ago(2, "17:48"))
