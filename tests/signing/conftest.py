from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client

from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.practices.models import Membership
from coachpractice.signing.actions import sending
from coachpractice.signing.models import Envelope, Party
from tests.signing import samples


@pytest.fixture(scope="session")
def seal_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The files of a seal, made once."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("seal")
    names = str(folder / "seal.p12"), str(folder / "root.pem")
    with override_settings(SEAL_FILE=names[0], SEAL_ROOT_FILE=names[1]):
        call_command("ensure_seal")
    return names


@pytest.fixture(autouse=True)
def seal(seal_files: tuple[str, str], settings: object, tmp_path: object) -> None:
    settings.SEAL_FILE, settings.SEAL_ROOT_FILE = seal_files  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "vault": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    samples.concluded.clear()


@pytest.fixture
def sent(alice: Membership) -> Envelope:
    """A contract that Alice sent to Odette: frozen, Odette invited."""
    envelope = samples.envelope(alice)
    sending.send(envelope)
    jobs.run_due()
    envelope.refresh_from_db()
    return envelope


@pytest.fixture
def odette(sent: Envelope) -> Party:
    return sent.parties.get(role="client")


@pytest.fixture
def at_door() -> Callable[[Party], Client]:
    """A browser that came in by the party's present link."""

    def come_in(party: Party) -> Client:
        browser = Client()
        link = Link.objects.get(purpose="sign", holder=party.pk)
        response = browser.post(f"/l/{link.token}")
        assert response.status_code == 302, response.content
        return browser

    return come_in
