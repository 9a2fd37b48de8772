import io
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.practices.models import Membership
from coachpractice.signing import papers
from coachpractice.signing.actions import sending
from coachpractice.signing.models import Envelope, Extract, Party
from coachpractice.vault import files
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
    return send(samples.envelope(alice))


def send(envelope: Envelope) -> Envelope:
    """What the job does, but for the rendering: that takes half a second, so it is done once for
    all these tests, of another contract."""
    pdf = _presented(envelope)
    stored = files.store(
        pdf, subject=envelope.subject, practice=envelope.practice_id, scope="contract"
    )
    Envelope.objects.filter(pk=envelope.pk).update(
        frozen_at=clock.now(), presented=stored, presented_sha256=sha256(pdf).hexdigest()
    )
    sending.invite_next(envelope)
    jobs.run_due()
    envelope.refresh_from_db()
    return envelope


_rendered: list[bytes] = []


def _presented(envelope: Envelope) -> bytes:
    if not _rendered:
        _rendered.append(papers.presented(envelope))
    return _rendered[0]


@pytest.fixture
def rendered_once(request, monkeypatch) -> None:
    """Rendering takes half a second: but for tests about what is presented (`rendered_anew`), each
    kind of paper is rendered once for all."""

    def presented(paper: Envelope | Extract) -> bytes:
        kind = paper.party.role if isinstance(paper, Extract) else "whole"
        if kind not in _kinds:
            _kinds[kind] = render(paper)
        return _kinds[kind]

    render = papers.presented
    if "rendered_anew" not in request.fixturenames:
        monkeypatch.setattr(papers, "presented", presented)


_kinds: dict[str, bytes] = {}


@pytest.fixture
def rendered_anew() -> None:
    """Asked for by tests about what is presented."""


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
