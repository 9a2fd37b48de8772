import pytest

from coachpractice.ui import navigation
from tests.ui.samples import ENTRIES


@pytest.fixture(autouse=True)
def sample_site(settings):
    """The room alone: sample pages, and no middleware that asks a table."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.MIDDLEWARE = [
        "coachpractice.ui.middleware.SecurityHeadersMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "csp.middleware.CSPMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "tests.ui.samples.SampleMemberMiddleware",
        "coachpractice.ui.middleware.LanguageMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "coachpractice.ui.middleware.NoEmptyPageMiddleware",
        "coachpractice.ui.middleware.RefusedMiddleware",
    ]
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"


@pytest.fixture(autouse=True)
def sample_entries(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", list(ENTRIES))


@pytest.fixture
def helene(client):
    """Hélène's browser. The sample pages ask for a cookie, not for a session in a table."""
    client.cookies["sessionid"] = "helene"
    return client
