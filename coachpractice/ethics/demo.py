"""The example coach has signed the code."""

from coachpractice import clock
from coachpractice.ethics.actions import adopt
from coachpractice.ethics.models import Edition
from coachpractice.jobs import actions as jobs
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago
from coachpractice.registry.demo import scene


@scene("code", order=10)
def code(coach: Membership) -> None:
    edition = Edition.objects.current()
    assert edition, "load_code comes first"
    with clock.at(Ago(190, "9:10").moment):
        adopt(by=coach, edition=edition, place="Lyon", name=coach.user.name)
        jobs.run_due()
