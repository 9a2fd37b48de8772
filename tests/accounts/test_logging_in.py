import re
import statistics
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from tests.factories import PASSWORD
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

LOGIN = reverse("account_login")


def try_to_log_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def stripped(page: str, email: str) -> str:
    """A page without what differs from one showing to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "")


def test_the_right_password_opens_the_account_and_is_noted(client, alice):
    assert_valid_html(client.get(LOGIN).text)
    response = try_to_log_in(client, "Alice@Example.org")
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(alice.user_id)
    entry = Entry.objects.get(event="logged-in")
    assert (entry.stream_id, entry.actor) == (alice.practice_id, alice.pk)
    assert entry.details == {"means": "password"}


def test_the_session_has_a_new_name_after_logging_in(client, alice):
    client.get(reverse("account_reset_password"))
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    try_to_log_in(client, "alice@example.org")
    assert client.session.session_key != before


@pytest.mark.parametrize("address", ["//evil.example/", "https://evil.example/", "javascript:1"])
def test_nobody_is_sent_to_another_site(client, alice, address):
    response = client.post(
        LOGIN, {"login": "alice@example.org", "password": PASSWORD, "next": address}
    )
    assert response.url == "/"


def test_an_unknown_address_and_a_wrong_password_get_the_same_page(client, alice):
    wrong = try_to_log_in(client, "alice@example.org", "not the password")
    unknown = try_to_log_in(client, "nobody@example.org", "not the password")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert stripped(wrong.text, "alice@example.org") == stripped(unknown.text, "nobody@example.org")
    assert_valid_html(wrong.text)


def test_an_unknown_address_and_a_wrong_password_do_the_same_work(client, alice):
    def queries(email: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            try_to_log_in(client, email, "not the password")
        return len(captured)

    assert queries("alice@example.org") == queries("nobody@example.org")
    assert list(Job.objects.values_list("name", flat=True)) == [
        "practices.note-refused-login",
        "practices.note-refused-login",
    ]


def test_an_unknown_address_takes_as_long_as_a_wrong_password(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = False

    def seconds(email: str) -> float:
        start = time.perf_counter()
        try_to_log_in(client, email, "not the password")
        return time.perf_counter() - start

    pairs = [(seconds("alice@example.org"), seconds("nobody@example.org")) for _ in range(7)]
    ratio = statistics.median(known / unknown for known, unknown in pairs)
    assert 0.6 < ratio < 1.7


def test_a_refused_login_is_noted_in_the_practice_of_that_account(client, alice):
    try_to_log_in(client, "alice@example.org", "not the password")
    try_to_log_in(client, "nobody@example.org", "not the password")
    jobs.run_due()
    entry = Entry.objects.get(event="login-failed")
    assert (entry.stream_id, entry.object) == (alice.practice_id, alice.pk)


def test_guessing_at_one_account_is_stopped_even_with_the_right_password(client, alice):
    for _ in range(5):
        try_to_log_in(client, "alice@example.org", "not the password")
    page = try_to_log_in(client, "alice@example.org")
    assert page.status_code == 200
    (refusal,) = page.context["form"].non_field_errors().as_data()
    assert refusal.code == "too_many_login_attempts"


def test_too_many_requests_get_a_page_that_says_so(client, alice, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        try_to_log_in(client, "nobody@example.org", "not the password")
    page = try_to_log_in(client, "nobody@example.org", "not the password")
    assert page.status_code == 429
    assert_valid_html(page.text)


def test_a_closed_account_says_so_only_to_whoever_has_its_password(client, alice):
    alice.user.is_active = False
    alice.user.save()
    assert try_to_log_in(client, "alice@example.org", "not the password").status_code == 200
    response = try_to_log_in(client, "alice@example.org")
    assert response.url == reverse("account_inactive")
    assert_valid_html(client.get(response.url).text)


def test_logging_out_is_noted_and_clears_what_the_browser_kept(client, alice):
    try_to_log_in(client, "alice@example.org")
    assert_valid_html(client.get(reverse("account_logout")).text)
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"))
    assert (response.url, response["Clear-Site-Data"]) == (LOGIN, '"cache"')
    assert "_auth_user_id" not in client.session
    assert Entry.objects.filter(event="logged-out", object=alice.pk).count() == 1
