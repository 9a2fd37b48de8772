from collections.abc import Iterator

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from tests.access.watching import taken_back
from tests.access.world import World, surroundings


@pytest.fixture(scope="module")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Made once for a module, in a transaction in which each test has its own, and taken back."""
    with surroundings(tmp_path_factory.mktemp("world")):
        with django_db_blocker.unblock():
            blocks = taken_back()
            blocks.__enter__()
            made = World()
        yield made
        with django_db_blocker.unblock():
            blocks.__exit__()
            for connection in connections.all():
                connection.run_on_commit = []
