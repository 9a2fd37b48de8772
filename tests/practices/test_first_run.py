from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from coachpractice.accounts.models import User
from coachpractice.audit.models import Entry
from coachpractice.practices import actions
from coachpractice.practices.models import Membership, Practice, Profile
from coachpractice.registry.errors import Refused
from coachpractice.vault.keyring.models import Key
from tests import processes
from tests.factories import PASSWORD, PracticeFactory, UserFactory
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db

START = reverse("practices:first-run")
FOUNDER = {
    "name": "Hélène Aubépine",
    "email": "Helene@Aubepine.example",
    "password": PASSWORD,
    "practice": "Cabinet Aubépine",
}


def test_the_first_visitor_is_led_to_found_the_practice(client: Client) -> None:
    response = client.get(reverse("account_login"))
    assert (response.status_code, response.url) == (302, START)
    page = client.get(START)
    assert page.status_code == 200
    assert_valid_html(page.text)


def test_the_first_visitor_makes_account_and_practice_and_is_logged_in(client: Client) -> None:
    response = client.post(START, FOUNDER)
    assert (response.status_code, response.url) == (302, "/")
    owner = Membership.objects.get()
    assert owner.user.email == "helene@aubepine.example"
    assert owner.user.check_password(PASSWORD)
    assert (owner.role, owner.practice.name) == ("owner", "Cabinet Aubépine")
    assert Profile.objects.get(coach=owner).methods == ""
    assert Key.objects.filter(subject=owner.pk).count() == 3
    assert client.session["_auth_user_id"] == str(owner.user_id)
    events = set(Entry.objects.values_list("event", flat=True))
    assert events == {"practice-founded", "logged-in"}


def test_nobody_founds_a_second_first_practice(client: Client) -> None:
    PracticeFactory()
    assert client.get(START).url == reverse("account_login")
    client.post(START, FOUNDER)
    assert (User.objects.count(), Practice.objects.count()) == (0, 1)


def test_an_example_practice_does_not_stand_in_the_way(client: Client) -> None:
    PracticeFactory(specimen=True)
    login = client.get(reverse("account_login"))
    assert START in login.text  # whoever came for the example still finds the login page
    client.post(START, FOUNDER)
    assert Practice.objects.filter(specimen=False).count() == 1


@pytest.mark.parametrize("password", ["court", "onze-lettre", "qwerty123456"])
def test_a_weak_password_is_refused_at_its_field(client: Client, password: str) -> None:
    page = client.post(START, FOUNDER | {"password": password})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"password"}
    assert (User.objects.count(), Practice.objects.count()) == (0, 0)


def test_where_sign_up_is_open_an_account_makes_its_own_practice(client: Client, settings) -> None:
    PracticeFactory()
    settings.SIGN_UP = "open"
    user = UserFactory()
    client.force_login(user)
    assert_valid_html(client.get(START).text)
    client.post(START, {"practice": "Cabinet Tilleul"})
    assert Membership.objects.get(user=user).practice.name == "Cabinet Tilleul"


def test_elsewhere_an_account_without_a_practice_is_told_to_be_invited(client: Client) -> None:
    PracticeFactory()
    client.force_login(UserFactory())
    page = client.get(START)
    assert_valid_html(page.text)
    client.post(START, {"practice": "Cabinet Tilleul"})
    assert Practice.objects.count() == 1


def found(visitor: int) -> str:
    try:
        actions.found_first(
            email=f"visitor{visitor}@example.org",
            password=PASSWORD,
            name=f"Visitor {visitor}",
            practice=f"Cabinet {visitor}",
            language="fr",
        )
    except Refused as refusal:
        return str(refusal)
    return "founded"


@pytest.mark.django_db(transaction=True)
def test_of_visitors_who_come_at_once_one_founds_the_practice() -> None:
    answers = processes.race(found, [(visitor,) for visitor in range(6)])
    refused = str(actions.SOMEBODY_CAME_FIRST)
    assert sorted(answers) == sorted(["founded", *[refused] * 5])
    assert (Practice.objects.count(), User.objects.count()) == (1, 1)


def found_with_account(user: UUID) -> bool:
    try:
        actions.found_own(user=User.objects.get(pk=user), name="Cabinet")
    except Refused:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_of_accounts_that_found_at_once_one_does() -> None:
    users = [(UserFactory().pk,) for _ in range(4)]
    assert sorted(processes.race(found_with_account, users)) == [False, False, False, True]
    assert Practice.objects.count() == 1


def test_a_member_is_led_home(client: Client, alice, login) -> None:
    assert login(client, alice).get(START).url == "/"
