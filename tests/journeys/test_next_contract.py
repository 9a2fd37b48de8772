"""The next contract, with another person: how many seconds it asks for, and five in one go."""

import re

import pytest
from django.test import Client as Browser
from playwright.sync_api import expect

from tests.browser import enter_as
from tests.contracts.factories import concluded_by, sign_the_code
from tests.contracts.several import concluded_with, sponsored
from tests.factories import MembershipFactory, PracticeFactory, UserFactory
from tests.journeys.seconds import Journey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]

AGAIN = "Le même contrat pour une autre personne"
FIVE = [f"{name} Muguet" for name in ("Awa", "Jean", "Lin", "Rosa", "Zoé")]


@pytest.fixture
def coach(site):
    member = MembershipFactory(
        user=UserFactory(email="maud@clematite.example", name="Maud Clématite"),
        practice=PracticeFactory(name="Cabinet Clématite"),
    )
    sign_the_code(member)
    return member


@pytest.fixture
def desk(site, coach, open_page):
    """Her browser, logged in."""
    browser, page = Browser(), open_page()
    browser.force_login(coach.user)
    enter_as(page, browser, site)
    page.set_default_timeout(20_000)
    return page


def test_the_next_contract_is_a_matter_of_25_seconds(site, desk, coach, arrived):
    contract = concluded_by(coach)
    desk.goto(f"{site}/contracts/{contract.pk}/")
    journey = Journey(desk)
    journey.click(desk.get_by_role("link", name=AGAIN))
    journey.fill(desk.locator("[name=name]"), "Rosa Muguet")
    journey.fill(desk.locator("[name=email]"), "rosa@muguet.example")
    journey.choose(desk.locator("[name=settled]"))
    journey.choose(desk.locator("[name=personal]"))
    journey.click(desk.locator("main form .btn-primary"))
    journey.click(desk.get_by_role("button", name=re.compile("^Envoyer à")))
    expect(desk.get_by_text("Envoyé").first).to_be_visible()
    print("\n" + journey.report("The next contract, for another person", goal=25))  # noqa: T201 -- the figure is what the test is for
    desk.locator("form[action$='/send-now/'] button").click()
    arrived("rosa@muguet.example", 1)
    assert journey.seconds <= 25


@pytest.mark.slow
def test_five_coachees_of_one_sponsor_from_one_contract(site, desk, coach, arrived):
    contract = concluded_with(coach, sponsored(coach))
    desk.goto(f"{site}/contracts/{contract.pk}/")
    desk.get_by_role("link", name=AGAIN).click()
    desk.locator("summary", has_text="Plusieurs à la fois").click()
    lines = [f"{name}, {name.split()[0].lower()}@courriel.example" for name in FIVE]
    desk.locator("[name=people]").fill("\n".join(lines).replace("zoé@", "zoe@"))
    desk.locator("[name=settled]").check()
    desk.locator("main form .btn-primary").click()
    expect(desk.locator("main tbody tr")).to_have_count(5)
    for name in FIVE:
        desk.goto(f"{site}/contracts/?state=draft")
        desk.get_by_role("link", name=name).click()
        desk.locator("[name=client_expectations]").fill("Prendre la parole en réunion.")
        desk.get_by_role("button", name="Vérifier et envoyer").click()
        desk.get_by_role("button", name=re.compile("^Envoyer à")).click()
        desk.locator("form[action$='/send-now/'] button").click()
    for address in ("awa", "jean", "lin", "rosa", "zoe"):
        arrived(f"{address}@courriel.example", 1)
    arrived("rh@verrerie.example", 5)
