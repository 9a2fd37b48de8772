"""Who is who: Alice owns a practice, Bob coaches in it, Charlie owns another one."""

import gc
import time
from collections.abc import Callable, Iterator

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client, override_settings

from coachpractice.practices.models import Membership
from tests.factories import MembershipFactory, PracticeFactory, UserFactory

BOTH = ["default", "keyring"]

# A seventh of the time of a run went into looking for cycles among what stays anyway.
gc.set_threshold(100_000, 50, 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a database gets both: no row opens without the keyring."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if mark is None and not asked:
            continue
        given = dict(mark.kwargs) if mark else {}
        given.setdefault("databases", BOTH)
        item.add_marker(pytest.mark.django_db(**given), append=False)


@pytest.fixture(scope="session", autouse=True)
def _static_files_when_asked() -> Iterator[None]:
    """Each test client builds the middleware anew, which would read every static file again."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest) -> None:
    """Rate limits live in the cache, and every test comes from the same address."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def alice(db: None) -> Membership:
    """Owns the practice where Bob works."""
    user = UserFactory(email="alice@example.org", name="Alice Églantine")
    return MembershipFactory(user=user, practice=PracticeFactory(name="Cabinet Églantine"))


@pytest.fixture
def bob(alice: Membership) -> Membership:
    """A coach in Alice's practice."""
    user = UserFactory(email="bob@example.org", name="Bob Capucine")
    return MembershipFactory(user=user, practice=alice.practice, coach=True)


@pytest.fixture
def charlie(db: None) -> Membership:
    """A stranger: owns another practice."""
    user = UserFactory(email="charlie@example.org", name="Charlie Passerose")
    return MembershipFactory(user=user, practice=PracticeFactory(name="Cabinet Passerose"))


@pytest.fixture
def login() -> Callable[..., Client]:
    """login(client, member): this browser is that member's. With `confirmed=True` they have just
    said who they are, as dangerous acts ask."""

    def log_in(client: Client, member: Membership, *, confirmed: bool = False) -> Client:
        client.force_login(member.user)
        if confirmed:
            confirm(client, member)
        return client

    return log_in


def confirm(client: Client, member: Membership, *, age: float = 0) -> None:
    """Note in this browser's session that its owner gave their password `age` seconds ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - age, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(member.user_id)
    session.save()
