"""The example coach is insured, belongs to a body, and has an accreditation that ends soon."""

from datetime import date, timedelta

from coachpractice import clock
from coachpractice.documents import rendering
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago
from coachpractice.registry.demo import scene
from cpd import actions
from cpd.models import BodyMembership, InsurancePolicy, Qualification

PAPER = (
    "<html lang='fr'><title>Attestation</title><meta name='author' content='Spécimen'>"
    "<h1>Attestation</h1><p>Spécimen : personne n’a délivré ce papier."
)


@scene("standing", order=15)
def standing(coach: Membership) -> None:
    today = clock.today(coach.practice.timezone)
    paper = rendering.render(PAPER, at=clock.now())
    told = Ago(185, "18:20").moment
    with clock.at(told):
        actions.add(
            InsurancePolicy,
            by=coach,
            insurer="Mutuelle des Sept Rives",
            number="77-204-118",
            countries=["FR", "BE"],
            since=date(told.year, 1, 1),
            until=date(told.year + 1, 12, 31),
            proof=paper,
        )
        actions.add(
            BodyMembership,
            by=coach,
            body="Association des coachs de Clairnuit",
            level="membre titulaire",
            since=date(today.year - 3, 2, 1),
            proof=paper,
        )
        actions.add(
            Qualification,
            by=coach,
            name="Praticienne accréditée",
            awarded_by="Association des coachs de Clairnuit",
            since=today + timedelta(days=40) - timedelta(days=5 * 365),
            until=today + timedelta(days=40),
            proof=paper,
        )
