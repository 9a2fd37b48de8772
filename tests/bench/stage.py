"""The coach in whose practice things are measured, and contracts of hers, made by the product's own
actions."""

from functools import cache

from coachpractice.practices.models import Membership
from contracts.models import Contract
from tests.contracts.factories import concluded_by, sent_by, sign_the_code
from tests.factories import MembershipFactory, UserFactory


@cache
def coach() -> Membership:
    """Owns a practice, has signed the code and may send contracts."""
    member = MembershipFactory(user=UserFactory(name="Maud Clématite"))
    sign_the_code(member)
    return member


@cache
def concluded() -> Contract:
    """A contract in force, with everything the client read, chose and signed."""
    return concluded_by(coach())


@cache
def sent() -> Contract:
    """A contract whose client was invited and has not begun to read."""
    return sent_by(coach())
