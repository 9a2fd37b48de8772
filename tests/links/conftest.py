import uuid

import pytest

from coachpractice.links import actions
from coachpractice.links.models import Link
from tests.factories import PracticeFactory
from tests.links import samples


@pytest.fixture
def practice(db):
    return PracticeFactory()


@pytest.fixture
def issue(practice):
    def issue(holder=None, **more):
        given = {"purpose": "tests", "holder": holder or uuid.uuid4(), "practice": practice.pk}
        return actions.issue(**{**given, **more})

    return issue


@pytest.fixture
def link(issue):
    return issue()


@pytest.fixture
def fresh():
    return lambda link: Link.objects.get(pk=link.pk)


@pytest.fixture(autouse=True)
def nobody_told():
    for kept in (samples.renewed, samples.entered, samples.refusing):
        kept.clear()
