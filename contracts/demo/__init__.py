"""Six invented clients, one of each kind, whose contracts stand at six different points."""

from coachpractice.practices.models import Membership
from coachpractice.practices.stories import tell
from coachpractice.registry.demo import scene
from contracts.demo import adults, near, organisations, young

# Each takes seconds, and nothing in the stories waits for it.
LATER = ("signing.seal", "contracts.seal-copy")


@scene("clients", order=20)
def clients_of(coach: Membership) -> None:
    """One contract in force, one at an organisation's, one of a child, one drafted, one of a team,
    one about to end; and who comes near: an interpreter, a human resources contact."""
    pays = organisations.Organisations()
    tell(
        near.interpreter(coach),
        adults.rowan(coach),
        organisations.samir(coach),
        young.linotte(coach),
        organisations.framework(coach, pays),
        adults.basile(coach),
        organisations.team(coach, pays),
        near.human_resources(coach, pays),
        adults.awa(coach),
        later=LATER,
    )
