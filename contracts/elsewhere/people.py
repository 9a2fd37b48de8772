"""Who may have signed something elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from clients.models import Client
from coachpractice.practices.models import Membership
from coachpractice.signing.models import Role
from contracts.models import Contract, Signatory
from contracts.parties import Parties


@dataclass(frozen=True)
class Person:
    """`field` is where the day on which they signed is typed."""

    role: str
    name: str
    field: str
    person: UUID | None = None

    @classmethod
    def of(cls, role: str, name: str, person: UUID | None) -> "Person":
        own = {Role.COACH.value: "coach", Role.CLIENT.value: "client"}
        return cls(role, name, own.get(role) or f"signed-{person}", person)


def people(client: Client, before: Iterable[Signatory] = ()) -> list[Person]:
    """The coach, the client, who signs for them, who signs for the organisation, the members of the
    team; and whoever signed what is being corrected, even if they have left since. The keys to the
    client's file must be there."""
    coach = client.coach
    found = [Person.of(Role.COACH, coach.user.name or coach.user.email, None)]
    parties = parties_of(client)
    if not parties.is_team:
        found.append(Person.of(Role.CLIENT, client.name, client.pk))
    found += [Person.of(Role.GUARDIAN, each.name, each.pk) for each in parties.guardians]
    found += [Person.of(Role.SPONSOR, each.name, each.pk) for each in parties.contacts]
    found += [Person.of(Role.MEMBER, each.name, each.pk) for each in parties.members]
    known = {each.person for each in found}
    gone = [each for each in before if each.person and each.person not in known]
    return found + [Person.of(each.role, each.name, each.person) for each in gone]


def must_sign_alone(client: Client) -> bool:
    """Nobody signs in this client's place or with them."""
    return client.kind == Client.Kind.ADULT


def _as_if(client: Client, coach: Membership) -> Contract:
    """A contract that is never kept, to ask who its parties would be."""
    return Contract(
        practice_id=client.practice_id,
        coach=coach,
        client=client,
        sponsor=client.sponsor,
        language=client.language,
    )


def parties_of(client: Client) -> Parties:
    return Parties(_as_if(client, client.coach))
