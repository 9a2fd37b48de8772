import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from coachpractice import clock
from coachpractice.accounts.models import SignUpRequest, User
from tests.factories import PASSWORD
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

SIGN_UP = reverse("account_signup")
ANSWERS = {"name": "Odette Passerose", "password": PASSWORD}


@pytest.fixture
def opened(settings):
    settings.SIGN_UP = "open"


def link_in(message) -> str:
    return re.search(r"http://localhost:8000(/account/signup/\S+)", message.body)[1]


@pytest.mark.parametrize("how", ["invitation", "closed"])
def test_where_it_is_not_open_nobody_signs_up(client, settings, how):
    settings.SIGN_UP = how
    page = client.get(SIGN_UP)
    assert_valid_html(page.text)
    assert "<form" not in page.text.split("<main")[1].split("<footer")[0]
    client.post(SIGN_UP, {"email": "odette@example.org"})
    assert SignUpRequest.objects.count() == 0


def test_the_mailed_link_makes_the_account_and_logs_in(client, opened, delivered):
    assert_valid_html(client.get(SIGN_UP).text)
    sent = client.post(SIGN_UP, {"email": "Odette@Example.org"})
    assert_valid_html(client.get(sent.url).text)
    (message,) = delivered()
    link = link_in(message)
    page = client.get(link)
    assert_valid_html(page.text)
    assert User.objects.count() == 0
    assert client.post(link, ANSWERS).url == "/"
    user = User.objects.get()
    assert (user.email, user.name) == ("odette@example.org", "Odette Passerose")
    assert client.session["_auth_user_id"] == str(user.pk)
    spent = Client().get(link)
    assert spent.status_code == 410
    assert_valid_html(spent.text)


def test_an_address_with_an_account_gets_the_same_answer_and_another_mail(
    client, alice, opened, delivered
):
    answers = [
        client.post(SIGN_UP, {"email": email})
        for email in ("alice@example.org", "odette@example.org")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, reverse("accounts:sign-up-sent"))
    }
    to_alice, to_odette = delivered()
    assert (to_alice.to, to_odette.to) == (["alice@example.org"], ["odette@example.org"])
    assert "/account/signup/" not in to_alice.body
    assert to_alice.subject == to_odette.subject


def test_the_link_is_too_old_after_a_day(client, opened, delivered):
    client.post(SIGN_UP, {"email": "odette@example.org"})
    (message,) = delivered()
    with clock.at(clock.now() + timedelta(hours=25)):
        assert client.post(link_in(message), ANSWERS).status_code == 410
        client.post(SIGN_UP, {"email": "lison@example.org"})
    assert User.objects.count() == 0
    assert list(SignUpRequest.objects.values_list("email", flat=True)) == ["lison@example.org"]


@pytest.mark.parametrize("token", ["x", "0" * 32, "0" * 32 + ":abc", "é"])
def test_a_forged_link_opens_nothing(client, opened, token):
    page = client.get(reverse("accounts:finish-sign-up", args=[token]))
    assert page.status_code == 410


@pytest.mark.parametrize("address", [SIGN_UP, f"{SIGN_UP}forged/"])
def test_the_address_is_kept_and_told_nowhere(client, opened, address):
    answer = client.get(address)
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "strict-origin")
