"""Leave the practice: honest, and without taking from others what must be kept."""

import pytest
from django.urls import reverse

from clients.models import Client
from coachpractice.practices.models import Membership
from tests.clients.factories import ClientFactory
from tests.conftest import confirm
from tests.factories import MembershipFactory, UserFactory
from tests.pages import assert_valid_html

LEAVE = "/leave/"


def test_a_coach_leaves_and_their_files_stay_shut(client, alice, bob, login):
    ClientFactory(by=bob)
    desk = login(client, bob, confirmed=True)
    assert_valid_html(desk.get(LEAVE).content.decode())
    assert desk.post(LEAVE).url == "/"
    assert desk.get("/").url.startswith(reverse("account_login"))
    assert Membership.objects.get(pk=bob.pk).left_at
    assert desk.get("/clients/").status_code == 302
    assert Client.objects.visible_to(alice).count() == 0
    assert Client.objects.count() == 1


@pytest.mark.parametrize("team", [False, True])
def test_the_last_owner_is_told_why_not(client, alice, login, team):
    if team:
        MembershipFactory(practice=alice.practice, coach=True)
    desk = login(client, alice, confirmed=True)
    page = desk.get(LEAVE)
    assert (page.context["last_owner"], page.context["alone"]) == (True, not team)
    assert_valid_html(page.content.decode())
    assert desk.post(LEAVE).status_code == 409
    assert Membership.objects.get(pk=alice.pk).left_at is None


def test_one_of_two_owners_may_leave(client, alice, login):
    MembershipFactory(practice=alice.practice, user=UserFactory())
    assert login(client, alice, confirmed=True).post(LEAVE).status_code == 302


def test_who_leaves_is_asked_who_they_are(client, bob, login):
    desk = login(client, bob)
    confirm(desk, bob, age=3600)
    answer = desk.post(LEAVE)
    assert answer.url.startswith("/account/confirm/")
    assert Membership.objects.get(pk=bob.pk).left_at is None
