"""One factory per model; variants are traits. Rows of a coach come with the coach's keys."""

from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from coachpractice.accounts.models import User
from coachpractice.practices.models import Membership, Practice, Profile
from coachpractice.vault import keys

PASSWORD = "quinze-mirabelles-mûres"  # of every account made here


@cache
def _hashed(password: str) -> str:
    """Hashing takes a tenth of a second, as it should, and most tests need somebody."""
    return make_password(password)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"coach{n}@example.org")
    name = factory.Sequence(lambda n: f"Coach {n}")
    password = factory.Transformer(PASSWORD, transform=_hashed)


class PracticeFactory(DjangoModelFactory):
    class Meta:
        model = Practice

    name = factory.Sequence(lambda n: f"Cabinet {n}")
    legal_form = "entreprise individuelle"
    registration = "SIREN 123 456 789"
    address = "3, rue du Tilleul"
    postcode = "69000"
    city = "Lyon"
    mediator_name = "Médiation de Clairnuit"
    mediator_url = "https://mediation.example/"


class MembershipFactory(DjangoModelFactory):
    """An owner; `coach=True` a coach. `profile__…` fills in what the coach's contracts say."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    class Params:
        coach = factory.Trait(role=Membership.Role.COACH)

    practice = factory.SubFactory(PracticeFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.OWNER

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        member = model_class(*args, **kwargs)
        keys.open_file(member.pk)
        member.save(force_insert=True)
        return member

    @factory.post_generation
    def profile(self, create, extracted, **facts):
        if create:
            ProfileFactory(practice=self.practice, coach=self, **facts)


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = Profile

    methods = "écoute active (Carl Rogers)"
    supervision_rhythm = "une fois par mois"
