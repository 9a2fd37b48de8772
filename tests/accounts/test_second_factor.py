import json
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from coachpractice.audit.models import Entry
from tests.accounts.conftest import code, wrong
from tests.conftest import confirm
from tests.factories import PASSWORD
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

ACTIVATE = reverse("mfa_activate_totp")
CODE = reverse("mfa_authenticate")
CODES = reverse("mfa_view_recovery_codes")


def give_password(client):
    return client.post(
        reverse("account_login"), {"login": "alice@example.org", "password": PASSWORD}
    )


def events() -> list[str]:
    return list(Entry.objects.order_by("at").values_list("event", flat=True))


def test_turning_it_on_shows_recovery_codes_tells_by_mail_and_is_noted(
    client, alice, login, delivered, django_capture_on_commit_callbacks
):
    login(client, alice, confirmed=True)
    page = client.get(ACTIVATE)
    assert_valid_html(page.text)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ACTIVATE, {"code": code(secret)})
    assert response.url == CODES
    page = client.get(CODES)
    assert_valid_html(page.text)
    assert len(page.context["codes"]) == 10
    assert events() == ["second-factor-on"]
    (mail,) = delivered()
    assert mail.to == ["alice@example.org"]


def test_its_secrets_are_encrypted_in_the_database(alice, second_factor):
    secret = second_factor(alice.user)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert [one for one in codes if one in kept] == []


def test_the_password_alone_does_not_open_the_account(client, alice, second_factor):
    secret = second_factor(alice.user)
    assert give_password(client).url == CODE
    assert "_auth_user_id" not in client.session
    assert_valid_html(client.get(CODE).text)
    assert client.post(CODE, {"code": wrong(secret)}).status_code == 200
    assert client.post(CODE, {"code": code(secret)}).url == "/"
    assert events() == ["second-factor-refused", "logged-in"]
    assert Entry.objects.get(event="logged-in").details == {"means": "password-mfa"}


def test_a_code_opens_once(client, alice, second_factor):
    secret = second_factor(alice.user)
    give_password(client)
    used = code(secret)
    client.post(CODE, {"code": used})
    client.post(reverse("account_logout"))
    give_password(client)
    assert client.post(CODE, {"code": used}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client, alice, second_factor):
    second_factor(alice.user)
    kept = Authenticator.objects.get(type="recovery_codes")
    spare = kept.wrap().get_unused_codes()[0]
    give_password(client)
    assert client.post(CODE, {"code": spare}).url == "/"
    client.post(reverse("account_logout"))
    give_password(client)
    assert client.post(CODE, {"code": spare}).status_code == 200


def test_one_can_leave_between_password_and_code(client, alice, second_factor):
    second_factor(alice.user)
    give_password(client)
    client.post(reverse("account_logout"))
    assert client.get(reverse("account_login")).status_code == 200


def test_turning_it_off_asks_who_it_is_and_is_noted(
    client, alice, login, second_factor, delivered, django_capture_on_commit_callbacks
):
    second_factor(alice.user)
    login(client, alice)
    off = reverse("mfa_deactivate_totp")
    assert client.get(off).url == f"{reverse('account_reauthenticate')}?next={quote(off, safe='')}"
    confirm(client, alice)
    assert_valid_html(client.get(off).text)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(off)
    assert Authenticator.objects.count() == 0
    assert events() == ["second-factor-off"]
    assert len(delivered()) == 1


def test_new_recovery_codes_replace_the_old_ones(
    client, alice, login, second_factor, django_capture_on_commit_callbacks
):
    second_factor(alice.user)
    login(client, alice, confirmed=True)
    before = client.get(CODES).context["codes"]
    renew = reverse("mfa_generate_recovery_codes")
    assert_valid_html(client.get(renew).text)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(renew).url == CODES
    after = client.get(CODES).context["codes"]
    assert set(before) & set(after) == set()
    assert events() == ["recovery-codes-renewed"]


def test_looking_at_recovery_codes_changes_nothing(client, alice, login, second_factor):
    second_factor(alice.user)
    login(client, alice, confirmed=True)
    before = list(Authenticator.objects.order_by("pk").values())
    client.get(CODES)
    assert list(Authenticator.objects.order_by("pk").values()) == before


def test_the_page_about_it_says_whether_it_is_on(client, alice, login, second_factor):
    login(client, alice)
    index = reverse("mfa_index")
    assert ACTIVATE in client.get(index).text
    second_factor(alice.user)
    page = client.get(index)
    assert_valid_html(page.text)
    assert ACTIVATE not in page.text


class TestWhereItIsRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    @pytest.mark.parametrize("name", ["accounts:account", "practices:settings", "mfa_index"])
    def test_nothing_opens_before_it_is_set_up(self, client, alice, login, name):
        login(client, alice, confirmed=True)
        assert client.get(reverse(name)).url == ACTIVATE

    def test_everything_opens_once_it_is_set_up(
        self, client, alice, login, django_capture_on_commit_callbacks
    ):
        login(client, alice, confirmed=True)
        secret = client.get(ACTIVATE).context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            client.post(ACTIVATE, {"code": code(secret)})
        assert client.get(reverse("practices:settings")).status_code == 200

    def test_an_older_session_gives_a_code_first(self, client, alice, login, second_factor):
        secret = second_factor(alice.user)
        login(client, alice)
        there = reverse("practices:settings")
        asked = client.get(there).url
        assert asked == f"{reverse('mfa_reauthenticate')}?next={quote(there, safe='')}"
        assert_valid_html(client.get(asked).text)
        assert client.post(asked, {"code": code(secret)}).url == there
        assert client.get(there).status_code == 200

    def test_it_cannot_be_turned_off(self, client, alice, second_factor):
        secret = second_factor(alice.user)
        give_password(client)
        client.post(CODE, {"code": code(secret)})
        off = reverse("mfa_deactivate_totp")
        assert_valid_html(client.get(off).text)
        client.post(off)
        assert Authenticator.objects.filter(type="totp").count() == 1

    def test_public_pages_stay_open(self, client, alice, login):
        login(client, alice)
        assert client.get(reverse("account_signup")).status_code == 200
