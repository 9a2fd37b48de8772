"""Clients, by the app's own action: a row of a file comes with the file's keys."""

from datetime import date

import factory

from clients import actions
from clients.actions import contacts, guardians, members, sponsors
from clients.models import Client, Guardian, Sponsor, SponsorContact, TeamMember
from coachpractice import clock


def born(years: int) -> date:
    """The birth date of somebody who turned that old on the first of January."""
    return date(clock.today().year - years, 1, 1)


class ClientFactory(factory.Factory):
    """A client of the coach `by`, with everything settled beforehand: an adult, or a `minor` of
    14, an adult under guardianship (`protected`), a `team`."""

    class Meta:
        model = Client

    class Params:
        minor = factory.Trait(
            kind="minor", adult=None, born_on=factory.LazyFunction(lambda: born(14))
        )
        protected = factory.Trait(kind="protected", adult=None, protection="guardianship")
        team = factory.Trait(kind="team", adult=None, name="Équipe Verrerie")

    name = factory.Sequence(lambda n: f"Cliente {n} Mirabelle")
    email = factory.Sequence(lambda n: f"cliente{n}@example.org")
    language = "fr"
    adult = True
    ties = "none"
    fit = "within"
    others = "none"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return actions.add(**kwargs)


class GuardianFactory(factory.Factory):
    """A parent of `client`, noted by the client's coach."""

    class Meta:
        model = Guardian

    kind = "parent"
    name = factory.Sequence(lambda n: f"Parent {n} Mirabelle")
    email = factory.Sequence(lambda n: f"parent{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, client, **kwargs):
        return guardians.add(client, **{"by": client.coach, **kwargs})


class TeamMemberFactory(factory.Factory):
    class Meta:
        model = TeamMember

    name = factory.Sequence(lambda n: f"Membre {n} Mirabelle")
    email = factory.Sequence(lambda n: f"membre{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, client, **kwargs):
        return members.add(client, **{"by": client.coach, **kwargs})


class SponsorFactory(factory.Factory):
    """An organisation that pays for clients of the coach `by`."""

    class Meta:
        model = Sponsor

    name = factory.Sequence(lambda n: f"Verrerie {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return sponsors.add(**kwargs)


class ContactFactory(factory.Factory):
    """Somebody at `sponsor` who signs."""

    class Meta:
        model = SponsorContact

    name = factory.Sequence(lambda n: f"Contact {n} Marjolaine")
    email = factory.Sequence(lambda n: f"contact{n}@verrerie.example")
    signs = True

    @classmethod
    def _create(cls, model_class, *args, sponsor, **kwargs):
        return contacts.add(sponsor, **{"by": sponsor.coach, **kwargs})
