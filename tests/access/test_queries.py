"""Pages that grow with a coach's work ask as much for three rows as for one, of both databases."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.access.world import one_paper_for_all, surroundings
from tests.contracts import factories

pytestmark = pytest.mark.django_db

PAGES = ("/", "/clients/", "/clients/ cliente", "/contracts/", "/register/")


@pytest.fixture
def desk(client, alice, tmp_path, login):
    with surroundings(tmp_path):
        call_command("load_code", verbosity=0)
        factories.sign_the_code(alice)
        yield login(client, alice)


def asked(desk, page: str) -> dict[str, int]:
    """How many queries the page asks of each database; asked before, so that nothing is new."""
    path, _, searched = page.partition(" ")

    def ask() -> int:
        answer = desk.post(path, {"q": searched}) if searched else desk.get(path)
        return answer.status_code

    ask()
    counters = {alias: CaptureQueriesContext(connections[alias]) for alias in connections}
    with counters["default"], counters["keyring"]:
        assert ask() == 200
    return {alias: len(counter) for alias, counter in counters.items()}


def test_three_rows_cost_as_many_queries_as_one(desk, alice):
    def work() -> None:
        with one_paper_for_all():
            factories.draft_of(alice)
            factories.sent_by(alice)
            factories.signed_by_client(alice, wrong=True)
            factories.concluded_by(alice)

    work()
    one = {page: asked(desk, page) for page in PAGES}
    work()
    work()
    assert {page: asked(desk, page) for page in PAGES} == one
    assert max(counts["keyring"] for counts in one.values()) <= 3
