"""A girl of fourteen: she signs a text of her own, and both her parents sign."""

from datetime import timedelta

from clients import actions as clients
from clients.actions import guardians
from clients.models import Client, Guardian
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago, Story
from contracts import actions
from contracts.demo.agreed import ASKED, LINOTTE, PARENTS_LEARN
from contracts.demo.signing import coach_signs, guest_signs

_FOURTEEN_AND_A_HALF = timedelta(days=round(14.5 * 365.25))


def linotte(coach: Membership) -> Story:
    """In force."""
    born_on = clock.today(coach.practice.timezone) - _FOURTEEN_AND_A_HALF
    yield Ago(76, "14:05")
    client = clients.add(
        by=coach,
        kind=Client.Kind.MINOR,
        name="Linotte Passerose",
        email="linotte@passerose.example",
        address="8, quai des Souffleurs\n69000 Lyon",
        born_on=born_on,
        arrangement=PARENTS_LEARN,
        **ASKED,
    )
    rose, martin = (_parent(client, coach, name) for name in ("Rose", "Martin"))
    contract = actions.draft(client, by=coach)
    yield Ago(73, "9:50")
    actions.save(contract, by=coach, **LINOTTE)
    envelope = actions.send(contract, by=coach)
    yield from guest_signs(envelope, rose.pk, Ago(70, "20:10"))
    yield from guest_signs(envelope, client.pk, Ago(70, "20:45"))
    yield from guest_signs(envelope, martin.pk, Ago(67, "12:40"))
    yield Ago(64, "9:05")
    coach_signs(envelope, coach)


def _parent(client: Client, coach: Membership, name: str) -> Guardian:
    email = f"{name.lower()}@passerose.example"
    return guardians.add(client, by=coach, name=f"{name} Passerose", email=email, kind="parent")
