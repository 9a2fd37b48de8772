from pathlib import Path

import pytest

from coachpractice.mail.models import OutboxMail
from tests.mail import samples
from tests.sink import Sink, sink


@pytest.fixture(autouse=True)
def letters(settings, tmp_path):
    """Templates of the tests, an outbox of their own, and nobody told yet."""
    first, *others = settings.TEMPLATES
    folders = [*first["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [{**first, "DIRS": folders}, *others]
    settings.OUTBOX_DIR = tmp_path / "outbox"
    samples.told.clear()


@pytest.fixture
def outbox(settings):
    """This installation has no mail server."""
    settings.EMAIL_BACKEND = "coachpractice.mail.outbox.OutboxBackend"
    settings.OUTBOX = True


@pytest.fixture
def use(settings):
    """use(server): mails go there."""

    def use(server: Sink) -> Sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        return server

    return use


@pytest.fixture
def server(use):
    """A mail server on the loopback."""
    with sink() as opened:
        yield use(opened)


@pytest.fixture
def fresh():
    return lambda mail: OutboxMail.objects.get(pk=mail.pk)
