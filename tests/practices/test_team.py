import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from coachpractice import clock
from coachpractice.accounts.models import User
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.practices import invitations, team
from coachpractice.practices.models import Invitation, Membership, Practice
from coachpractice.practices.permissions import Permission
from coachpractice.registry.errors import Refused
from coachpractice.vault.keyring.models import Key
from tests import processes
from tests.accounts.conftest import code
from tests.factories import PASSWORD, MembershipFactory, PracticeFactory, UserFactory
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


def test_an_invitation_is_sent_again_and_the_older_link_is_shut(
    client, alice, login, invitation, mailoutbox
):
    login(client, alice, confirmed=True)
    assert client.post(reverse("practices:invite-again", args=[invitation.pk])).url == TEAM
    jobs.run_due()
    (mail,) = mailoutbox
    assert mail.to == ["dora@example.org"]
    newer = re.search(r"http://localhost:8000(/join/\S+)", mail.body)[1]
    assert [Client().get(each).status_code for each in (path(invitation), newer)] == [410, 200]


def test_the_mail_to_an_assistant_says_what_they_will_see(alice, mailoutbox):
    team.invite(email="zoe@example.org", by=alice, role="assistant")
    jobs.run_due()
    assert "vos propres clients" not in mailoutbox[0].body
    assert "les tarifs" in mailoutbox[0].body


class TestAnAssistant:
    @pytest.fixture
    def zoe(self, alice) -> Membership:
        """Invited by Alice, in whose practice Bob coaches too."""
        invitation = team.invite(email="zoe@example.org", by=alice, role="assistant")
        return team.accept(invitation, user=UserFactory(email="zoe@example.org", name="Zoé"))

    def test_helps_whoever_invited_them_and_nobody_else(self, zoe, alice, bob):
        assert [row["coach"] for row in zoe.assisted()] == [alice.pk]

    def test_helps_a_coach_who_lets_them_until_that_coach_no_longer_does(
        self, client, zoe, bob, login
    ):
        page = login(client, bob).get(reverse("practices:settings"))
        assert_valid_html(page.text)
        url = reverse("practices:let-help", args=[zoe.pk])
        client.post(url, {"help": "yes"})
        client.post(url, {"help": "yes"})
        assert bob.pk in {row["coach"] for row in zoe.assisted()}
        assert_valid_html(client.get(reverse("practices:settings")).text)
        client.post(url, {"help": "no"})
        client.post(url, {"help": "no"})
        assert bob.pk not in {row["coach"] for row in zoe.assisted()}
        noted = Entry.objects.filter(actor=bob.pk).order_by("at").values_list("event", flat=True)
        assert list(noted) == ["assistance-given", "assistance-ended"]

    def test_an_owner_opens_nobody_elses_files(self, client, zoe, alice, bob, login):
        login(client, alice).post(reverse("practices:let-help", args=[zoe.pk]), {"coach": bob.pk})
        assert [row["coach"] for row in zoe.assisted()] == [alice.pk]

    def test_nobody_lets_a_coach_help_or_somebody_elsewhere(self, client, bob, alice, charlie, zoe):
        for colleague in (bob, charlie):
            with pytest.raises(Refused):
                team.let_help(colleague, by=alice)
        with pytest.raises(Refused):
            team.let_help(zoe, by=charlie)

    @pytest.mark.parametrize("name", ["settings", "profile", "facts", "team", "invite"])
    def test_opens_no_settings(self, client, zoe, login, name):
        login(client, zoe, confirmed=True)
        assert client.get(reverse(f"practices:{name}")).status_code == 403

    def test_has_three_rights(self, zoe):
        assert {each for each in Permission if zoe.may(each)} == {
            Permission.SEE_PARTIES,
            Permission.PREPARE,
            Permission.SEND_LINKS,
        }


class TestEndingAPlace:
    @pytest.fixture
    def end(self, client, login, alice):
        def post(member: Membership):
            login(client, alice, confirmed=True)
            return client.post(reverse("practices:end-membership", args=[member.pk]))

        return post

    def test_the_page_says_what_follows_and_changes_nothing(self, client, alice, bob, login):
        login(client, alice, confirmed=True)
        page = client.get(reverse("practices:end-membership", args=[bob.pk]))
        assert_valid_html(page.text)
        bob.refresh_from_db()
        assert bob.left_at is None

    def test_nothing_of_the_practice_opens_any_more(self, end, bob, alice):
        elsewhere = Client()
        login_page = reverse("account_login")
        elsewhere.post(login_page, {"login": bob.user.email, "password": PASSWORD})
        assert elsewhere.get(reverse("practices:settings")).status_code == 200
        assert end(bob).url == TEAM
        assert elsewhere.get(reverse("practices:settings")).url.startswith(login_page)
        assert list(Membership.objects.visible_to(alice).for_list()) == [alice]
        assert Entry.objects.get(event="member-left").object == bob.pk

    def test_assistants_and_invitations_of_whoever_goes_go_too(self, end, alice, bob):
        sent = team.invite(email="zoe@example.org", by=bob, role="assistant")
        zoe = team.accept(sent, user=UserFactory(email="zoe@example.org"))
        asked = team.invite(email="dora@example.org", by=bob)
        end(bob)
        assert list(zoe.assisted()) == []
        assert Client().get(path(asked)).status_code == 410

    def test_invited_again_they_find_their_place(self, end, alice, bob):
        end(bob)
        again = team.invite(email=bob.user.email, by=alice)
        assert team.accept(again, user=bob.user).pk == bob.pk
        assert Membership.objects.filter(user=bob.user).count() == 1

    def test_the_last_owner_stays(self, end, client, alice, bob):
        page = end(alice)
        assert page.status_code == 409
        assert_valid_html(page.text)
        alice.refresh_from_db()
        assert alice.left_at is None

    @pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
    def test_only_an_owner_of_the_practice_ends_it(
        self, client, alice, login, request, who, status
    ):
        login(client, request.getfixturevalue(who), confirmed=True)
        url = reverse("practices:end-membership", args=[alice.pk])
        assert client.post(url).status_code == status


def end_other(by: UUID, member: UUID) -> str:
    pair = Membership.objects.in_bulk([by, member])
    try:
        team.end(pair[member], by=pair[by])
    except Refused:
        return "refused"
    return "ended"


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_end_each_others_place_one_stays() -> None:
    practice = PracticeFactory()
    one, other = (MembershipFactory(practice=practice) for _ in range(2))
    answers = processes.race(end_other, [(one.pk, other.pk), (other.pk, one.pk)])
    assert sorted(answers) == ["ended", "refused"]
    assert Membership.objects.owners().count() == 1


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
