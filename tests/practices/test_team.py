import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from coachpractice import clock
from coachpractice.accounts.models import User
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.practices import invitations, team
from coachpractice.practices.models import Invitation, Membership, Practice
from coachpractice.registry.errors import Refused
from coachpractice.vault.keyring.models import Key
from tests.accounts.conftest import code
from tests.factories import PASSWORD, UserFactory
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

TEAM, INVITE = reverse("practices:team"), reverse("practices:invite")
ACTIVATE, SIGN_UP = reverse("mfa_activate_totp"), reverse("account_signup")
ANSWERS = {"name": "Dora Bleuet", "password": PASSWORD}


@pytest.fixture
def invitation(alice) -> Invitation:
    return team.invite(email="Dora@Example.org", by=alice)


def path(invitation: Invitation) -> str:
    return invitations.address(invitation).removeprefix("http://localhost:8000")


def test_the_invited_receive_a_link_and_the_team_page_shows_them(client, alice, login, mailoutbox):
    login(client, alice, confirmed=True)
    assert client.post(INVITE, {"email": "dora@example.org", "role": "coach"}).url == TEAM
    jobs.run_due()
    (mail,) = mailoutbox
    assert (mail.to, mail.reply_to) == (["dora@example.org"], ["alice@example.org"])
    assert re.search(r"http://localhost:8000/join/\S+", mail.body)
    page = client.get(TEAM)
    assert_valid_html(page.text)
    assert "dora@example.org" in page.text
    assert Entry.objects.filter(event="member-invited").count() == 1


def test_the_address_is_encrypted(invitation):
    row = Invitation.objects.filter(pk=invitation.pk).values_list("email", flat=True).get()
    assert b"dora" not in bytes(row)


def test_looking_at_the_link_changes_nothing(client, invitation):
    before = list(Invitation.objects.values())
    for _ in range(10):
        page = client.get(path(invitation))
        client.head(path(invitation))
    assert_valid_html(page.text)
    assert list(Invitation.objects.values()) == before
    assert User.objects.filter(email="dora@example.org").count() == 0


def test_the_invited_make_their_account_and_join(client, alice, invitation):
    response = client.post(path(invitation), ANSWERS)
    assert (response.status_code, response.url) == (302, "/")
    dora = Membership.objects.get(user__email="dora@example.org")
    assert (dora.practice_id, dora.role, dora.user.name) == (
        alice.practice_id,
        "coach",
        "Dora Bleuet",
    )
    assert Key.objects.filter(subject=dora.pk).count() == 3
    assert dora.profile.methods == ""
    assert client.session["_auth_user_id"] == str(dora.user_id)
    assert Entry.objects.filter(event="member-joined", object=dora.pk).count() == 1


def test_the_link_opens_once(client, invitation):
    client.post(path(invitation), ANSWERS)
    page = Client().get(path(invitation))
    assert page.status_code == 410
    assert_valid_html(page.text)
    assert Client().post(path(invitation), ANSWERS).status_code == 410


def test_the_link_is_too_old_after_14_days(client, invitation):
    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert client.post(path(invitation), ANSWERS).status_code == 410
    assert User.objects.filter(email="dora@example.org").count() == 0


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "0" * 32 + t[32:], lambda t: "x"])
def test_a_forged_link_opens_nothing(client, invitation, change):
    token = path(invitation).split("/")[2]
    assert client.get(reverse("practices:join", args=[change(token)])).status_code == 410


def test_a_withdrawn_invitation_opens_nothing(client, alice, login, invitation):
    login(client, alice)
    assert client.post(reverse("practices:withdraw", args=[invitation.pk])).url == TEAM
    assert Client().get(path(invitation)).status_code == 410
    assert Entry.objects.filter(event="member-invitation-withdrawn").count() == 1


def test_inviting_again_shuts_the_older_link(client, alice, invitation):
    newer = team.invite(email="dora@example.org", by=alice)
    assert client.get(path(invitation)).status_code == 410
    assert client.get(path(newer)).status_code == 200


def test_a_member_is_not_invited_again(client, alice, bob, login):
    login(client, alice, confirmed=True)
    page = client.post(INVITE, {"email": "bob@example.org", "role": "coach"})
    assert page.context["form"].errors.keys() == {"email"}
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_only_an_owner_of_the_practice_withdraws(client, invitation, login, request, who, status):
    login(client, request.getfixturevalue(who))
    url = reverse("practices:withdraw", args=[invitation.pk])
    assert client.post(url).status_code == status
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_an_accepted_invitation_cannot_be_withdrawn(client, alice, invitation):
    client.post(path(invitation), ANSWERS)
    with pytest.raises(Refused):
        team.withdraw(invitation, by=alice)


HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_address_of_the_invitation_is_kept_and_told_nowhere(client, invitation, method):
    for address in (path(invitation), "/join/x/"):
        answer = getattr(client, method)(address)
        assert {name: answer[name] for name in HEADERS} == HEADERS


class TestWhereASecondFactorIsRequired:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    def test_whoever_joins_is_nobody_here_until_it_is_set(
        self, client, invitation, django_capture_on_commit_callbacks
    ):
        client.post(path(invitation), ANSWERS)
        dora = Membership.objects.get(user__email="dora@example.org")
        for address in ("/", reverse("practices:settings"), reverse("practices:first-run")):
            assert client.get(address).url == ACTIVATE
        assert client.get(SIGN_UP).wsgi_request.member is None
        secret = client.get(ACTIVATE).context["form"].secret
        with django_capture_on_commit_callbacks(execute=True):
            client.post(ACTIVATE, {"code": code(secret)})
        assert client.get(SIGN_UP).wsgi_request.member == dora
        assert client.get(reverse("practices:settings")).status_code == 200

    def test_an_account_without_it_does_not_join(self, client, invitation, login):
        dora = UserFactory(email="dora@example.org")
        client.force_login(dora)
        for answer in (client.get(path(invitation)), client.post(path(invitation))):
            assert answer.url == ACTIVATE
        assert Membership.objects.filter(user=dora).count() == 0

    def test_nor_does_it_found_a_practice(self, client, settings):
        settings.SIGN_UP = "open"
        client.force_login(UserFactory())
        assert client.post(reverse("practices:first-run"), {"practice": "C"}).url == ACTIVATE
        assert Practice.objects.count() == 0


class TestWithAnAccount:
    def test_whoever_is_logged_out_is_led_to_log_in(self, client, invitation):
        UserFactory(email="dora@example.org")
        page = client.get(path(invitation))
        assert_valid_html(page.text)
        assert client.post(path(invitation), ANSWERS).status_code == 200
        assert Membership.objects.filter(user__email="dora@example.org").count() == 0

    def test_the_account_it_went_to_joins(self, client, alice, invitation):
        dora = UserFactory(email="dora@example.org")
        client.force_login(dora)
        assert_valid_html(client.get(path(invitation)).text)
        client.post(path(invitation))
        assert Membership.objects.get(user=dora).practice_id == alice.practice_id

    def test_another_account_does_not_join(self, client, charlie, login, invitation):
        login(client, charlie)
        assert_valid_html(client.get(path(invitation)).text)
        client.post(path(invitation))
        assert Membership.objects.filter(user=charlie.user).count() == 1
        with pytest.raises(Refused):
            team.accept(invitation, user=charlie.user)

    def test_nobody_works_in_two_practices(self, client, alice, charlie, login):
        invitation = team.invite(email="charlie@example.org", by=alice)
        page = login(client, charlie).post(path(invitation))
        assert page.status_code == 409
        assert Membership.objects.filter(user=charlie.user).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_team_page_asks_the_same_number_of_queries(
    client, alice, login, count, django_assert_num_queries
):
    for number in range(count):
        team.invite(email=f"colleague{number}@example.org", by=alice)
    login(client, alice)
    client.get(TEAM)
    with django_assert_num_queries(5), django_assert_num_queries(1, using="keyring"):
        page = client.get(TEAM)
    assert len(page.context["invitations"]) == count
