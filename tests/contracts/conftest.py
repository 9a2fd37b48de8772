import io

import pytest
from django.core.management import call_command

from coachpractice.ethics.models import Edition
from coachpractice.practices.models import Membership
from tests.contracts.factories import sign_the_code


@pytest.fixture
def edition(db: None) -> Edition:
    """The shipped edition of the code, loaded as an installation does."""
    call_command("load_code", verbosity=0, stdout=io.StringIO())
    return Edition.objects.current()


@pytest.fixture
def coach(alice: Membership, edition: Edition) -> Membership:
    """Alice, who signed the code and may send contracts."""
    sign_the_code(alice)
    return alice
