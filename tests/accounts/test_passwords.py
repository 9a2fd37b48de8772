import re
from datetime import timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.jobs.models import Job
from coachpractice.mail.models import OutboxMail
from tests.factories import PASSWORD
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

RESET = reverse("account_reset_password")
NEW = "seize-capucines-bleues"


def ask(client, email):
    return client.post(RESET, {"email": email})


def translated(words: str) -> str:
    with translation.override("fr"):
        return translation.gettext(words)


def link_in(message) -> str:
    return re.search(r"http://localhost:8000(/account/password/reset/\S+)", message.body)[1]


def test_a_reset_answers_the_same_for_any_address(client, alice, delivered):
    assert_valid_html(client.get(RESET).text)
    answers = [ask(client, email) for email in ("alice@example.org", "nobody@example.org")]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }
    assert_valid_html(client.get(answers[0].url).text)
    assert [message.to for message in delivered()] == [["alice@example.org"]]


def test_a_reset_does_the_same_work_for_any_address(client, alice):
    def queries(email: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client, email)
        return len(captured)

    assert queries("alice@example.org") == queries("nobody@example.org")
    assert OutboxMail.objects.count() == 2


def test_the_link_is_in_no_row(client, alice, delivered):
    ask(client, "alice@example.org")
    (message,) = delivered()
    token = link_in(message).rstrip("/").split("-", 1)[1]
    rows = [str(row) for model in (Job, OutboxMail) for row in model.objects.values()]
    assert [row for row in rows if token in row] == []
    assert len(rows) == 2


def test_the_link_opens_once_and_closes_every_session(client, alice, login, delivered):
    elsewhere = login(Client(), alice)
    ask(client, "alice@example.org")
    (message,) = delivered()
    form = client.get(link_in(message)).url
    page = client.get(form)
    assert_valid_html(page.text)
    alice.user.refresh_from_db()
    assert alice.user.check_password(PASSWORD)
    done = client.post(form, {"password1": NEW, "password2": NEW})
    assert_valid_html(client.get(done.url).text)
    alice.user.refresh_from_db()
    assert alice.user.check_password(NEW)
    assert elsewhere.get(reverse("accounts:account")).status_code == 302
    assert "_auth_user_id" not in client.session  # the second factor is not skipped
    assert Entry.objects.filter(event="password-reset", object=alice.pk).count() == 1
    spent = Client().get(link_in(message))
    assert spent.context["token_fail"] is True
    assert_valid_html(spent.text)


def test_the_link_is_too_old_after_an_hour(client, alice, delivered, monkeypatch):
    ask(client, "alice@example.org")
    (message,) = delivered()
    later = clock.now().astimezone().replace(tzinfo=None) + timedelta(minutes=61)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
    assert client.get(link_in(message)).context["token_fail"] is True


@pytest.mark.parametrize("key", ["0" * 32, "z" * 32])
def test_a_forged_link_opens_nothing(client, alice, key):
    page = client.get(f"/account/password/reset/{key}-abc-def/")
    assert page.status_code in (200, 404)
    assert "set-password" not in getattr(page, "url", "")


def test_a_changed_password_closes_the_other_sessions_and_tells(client, alice, delivered):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post(reverse("account_login"), {"login": "alice@example.org", "password": PASSWORD})
    change = reverse("account_change_password")
    assert_valid_html(client.get(change).text)
    client.post(change, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert client.get(reverse("accounts:account")).status_code == 200
    assert elsewhere.get(reverse("accounts:account")).status_code == 302
    assert len(client.get(reverse("accounts:sessions")).context["sessions"]) == 1
    assert Entry.objects.filter(event="password-changed", object=alice.pk).count() == 1
    assert [message.subject for message in delivered()] == [translated("Your password was changed")]


def test_the_present_password_is_asked(client, alice, login):
    login(client, alice)
    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": "not it", "password1": NEW, "password2": NEW},
    )
    assert page.context["form"].errors.keys() == {"oldpassword"}
    assert mail.outbox == []


def test_passwords_are_hashed_with_argon2id_of_64_mib(alice):
    assert alice.user.password.startswith("argon2$argon2id$v=19$m=65536,t=2,p=1$")
