import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.practices.models import Membership
from coachpractice.signing.actions import sending
from coachpractice.signing.models import Envelope, Party
from tests.signing import samples


@pytest.fixture(autouse=True)
def seal() -> None:
    """The installation of the tests has a seal, and processes of theirs find it too."""
    if not Path(settings.SEAL_FILE).exists():
        call_command("ensure_seal", stdout=io.StringIO())
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
