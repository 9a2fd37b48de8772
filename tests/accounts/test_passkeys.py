"""Passkeys, with the authenticator that Chromium plays."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from coachpractice.audit.models import Entry
from coachpractice.practices.models import Membership
from tests.accounts.conftest import code
from tests.accounts.passkeys import credential
from tests.browser import enter_as
from tests.conftest import confirm
from tests.factories import PASSWORD
from tests.pages import assert_page_is_sound, assert_valid_html

pytestmark = pytest.mark.django_db(transaction=True)

ADD, KEYS, LOGIN = (
    reverse(name) for name in ("mfa_add_webauthn", "mfa_list_webauthn", "account_login")
)
BY_PASSKEY, CODE, ACTIVATE = (
    reverse(name) for name in ("mfa_login_webauthn", "mfa_authenticate", "mfa_activate_totp")
)
CONFIRM = reverse("mfa_reauthenticate_webauthn")
SETTINGS = reverse("practices:settings")
CODES = reverse("mfa_view_recovery_codes")
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
STRANGE = ["", "5", "[]", "{}", '"x"', "null", '{"response": 5}', '{"id": "x", "response": {}}']


@pytest.fixture
def device(open_page: Callable, live_server: Any) -> Callable:
    """device(client) is a page with the cookies of `client`, on a machine with an authenticator
    built in. `page.go(path)` opens a page of the site, `page.at(path)` waits to be there."""

    def make(client: Client, **options: Any) -> Any:
        page = open_page(**options)
        page.go = lambda path: page.goto(live_server.url + path)
        page.at = lambda path: page.wait_for_url(live_server.url + path)
        page.go("/health/")
        enter_as(page, client, live_server.url)
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text))
        return page

    return make


def add_key(page: Any, name: str = "Mon portable") -> None:
    page.go(ADD)
    page.fill("[name=name]", name)
    page.click("#passkey_add")
    page.at(CODES)


def give_password(page: Any, member: Membership) -> None:
    page.fill("[name=login]", member.user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Continuer").click()


def log_out(page: Any) -> None:
    page.go(reverse("account_logout"))
    page.locator("main").get_by_role("button", name=re.compile("Se déconnecter|Log out")).click()
    page.at(LOGIN)
    page.complaints.clear()  # Chromium tells that it cleared its cache, as it was asked to


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Se connecter avec une clé d’accès"), ("en", "Log in with a passkey")],
)
def test_a_passkey_is_added_then_logs_in_alone(
    client: Client, alice: Membership, login: Callable, device: Callable, language: str, words: str
) -> None:
    alice.user.language = language
    alice.user.save()
    login(client, alice, confirmed=True)
    page = device(client, language=language)
    add_key(page)
    key = Authenticator.objects.get(type="webauthn")
    assert (key.user, key.wrap().name, key.wrap().is_passwordless) == (
        alice.user,
        "Mon portable",
        True,
    )
    log_out(page)
    page.go(f"{LOGIN}?next={quote(SETTINGS)}")
    page.get_by_role("button", name=words).click()
    page.at(SETTINGS)
    assert Entry.objects.get(event="logged-in").details == {"means": "mfa"}
    assert page.complaints == []


def test_it_is_a_second_factor_after_the_password(
    client: Client, alice: Membership, login: Callable, device: Callable
) -> None:
    login(client, alice, confirmed=True)
    page = device(client)
    add_key(page)
    log_out(page)
    give_password(page, alice)
    page.at(CODE)
    assert_page_is_sound(page)
    page.click("#passkey_authenticate")
    page.at("/")
    assert Entry.objects.get(event="logged-in").details == {"means": "password-mfa"}


def test_it_is_enough_where_a_second_factor_is_required(
    client: Client, alice: Membership, login: Callable, device: Callable, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    login(client, alice, confirmed=True)
    assert client.get(SETTINGS).url == ACTIVATE
    assert ADD in client.get(ACTIVATE).text
    page = device(client)
    add_key(page)
    assert client.get(SETTINGS).status_code == 200

    confirm(client, alice)  # a session from before it was required
    assert client.get(SETTINGS).url == f"{CONFIRM}?next={quote(SETTINGS, safe='')}"
    page.go(SETTINGS)
    assert_page_is_sound(page)
    page.click("#passkey_confirm")
    page.at(SETTINGS)

    key = Authenticator.objects.get(type="webauthn")
    refused = client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert refused.status_code == 409
    assert Authenticator.objects.filter(type="webauthn").exists()


def test_it_is_renamed_and_removed_and_its_owner_told(
    client: Client, alice: Membership, login: Callable, device: Callable, delivered: Callable
) -> None:
    login(client, alice, confirmed=True)
    page = device(client, width=360)
    page.go(KEYS)
    assert_page_is_sound(page)
    page.go(ADD)
    assert_page_is_sound(page)
    add_key(page)
    confirm(client, alice)
    key = Authenticator.objects.get(type="webauthn")
    page.go(KEYS)
    assert_page_is_sound(page)
    page.get_by_role("link", name="Renommer").click()
    page.fill("[name=name]", "Clé <b>bleue</b>")
    page.get_by_role("button", name="Enregistrer").click()
    page.at(KEYS)
    assert page.locator("th[scope=row]").inner_text() == "Clé <b>bleue</b>"
    page.get_by_role("link", name="Retirer").click()
    assert_page_is_sound(page)
    page.get_by_role("button", name="Retirer la clé").click()
    page.at(KEYS)
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    noted = Entry.objects.filter(object=alice.pk).order_by("at").values_list("event", flat=True)
    assert list(noted) == ["passkey-added", "passkey-removed"]
    assert len(delivered()) == 2


def test_a_device_without_a_key_says_so_and_the_password_stays(
    client: Client, alice: Membership, device: Callable
) -> None:
    page = device(client)
    page.go(LOGIN)
    page.click("#passkey_login")
    page.locator("[data-passkey-trouble]").wait_for(timeout=20_000)
    assert_page_is_sound(page)
    give_password(page, alice)
    page.at("/")


def test_without_javascript_there_is_no_button_that_does_nothing(
    client: Client, alice: Membership, login: Callable, device: Callable
) -> None:
    page = device(client, scripts=False)
    page.go(LOGIN)
    assert not page.locator("#passkey_login").is_visible()
    assert page.get_by_role("button", name="Continuer").is_visible()
    login(client, alice, confirmed=True)
    page = device(client, scripts=False)
    page.go(ADD)
    assert not page.locator("#passkey_add").is_visible()
    assert "JavaScript" in page.locator("main").inner_text()


@pytest.mark.parametrize("credential", STRANGE)
def test_what_is_no_passkey_opens_and_adds_nothing(
    client: Client, alice: Membership, login: Callable, credential: str
) -> None:
    asked = client.get(BY_PASSKEY)
    assert asked.json()["request_options"]["publicKey"]["userVerification"] == "required"
    assert client.post(BY_PASSKEY, {"credential": credential}).url == LOGIN
    assert "_auth_user_id" not in client.session
    assert_valid_html(client.get(LOGIN).text)
    login(client, alice, confirmed=True)
    client.get(ADD)
    assert client.post(ADD, {"credential": credential}).status_code == 200
    assert Authenticator.objects.count() == 0


def test_a_key_that_is_not_recognised_asks_once_more(
    client: Client, alice: Membership, login: Callable
) -> None:
    Authenticator.objects.create(
        user=alice.user, type="webauthn", data={"name": "x", "credential": credential()}
    )
    login(client, alice)
    assert_valid_html(client.get(f"{CONFIRM}?next={SETTINGS}").text)
    again = client.post(CONFIRM, {"credential": '{"id": 5}', "next": SETTINGS})
    assert again.url == f"{CONFIRM}?next={quote(SETTINGS, safe='')}"
    assert "n’est pas reconnue" in client.get(again.url).text


def test_another_persons_key_is_not_there(
    client: Client, alice: Membership, bob: Membership, login: Callable
) -> None:
    hers = Authenticator.objects.create(
        user=alice.user, type="webauthn", data={"name": "x", "credential": {}}
    )
    login(client, bob, confirmed=True)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        url = reverse(name, args=[hers.pk])
        assert client.get(url).status_code == client.post(url, {"name": "y"}).status_code == 404
    hers.refresh_from_db()
    assert hers.data["name"] == "x"


def test_with_both_the_code_is_asked_for_and_either_may_go(
    client: Client, alice: Membership, login: Callable, second_factor: Callable, settings: Any
) -> None:
    secret = second_factor(alice.user)
    key = Authenticator.objects.create(
        user=alice.user, type="webauthn", data={"name": "x", "credential": {}}
    )
    settings.SECOND_FACTOR_REQUIRED = True
    login(client, alice)
    asked = client.get(SETTINGS).url
    assert asked.startswith(reverse("mfa_reauthenticate"))
    client.post(asked, {"code": code(secret)})
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.filter(type="webauthn").exists()
