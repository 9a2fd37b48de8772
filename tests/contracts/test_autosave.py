"""What a draft saves by itself never undoes what its button saved."""

import pytest
from django.test import Client as Browser
from django.urls import reverse
from playwright.sync_api import expect

from contracts.models import Contract
from tests.browser import enter_as
from tests.contracts.factories import draft_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_button_waits_for_older_words_under_way(live_server, open_page, coach):
    contract = draft_of(coach, objectives=[])
    browser, page = Browser(), open_page()
    browser.force_login(coach.user)
    enter_as(page, browser, live_server.url)
    address = reverse("contracts:draft", args=[contract.pk])
    page.goto(live_server.url + address)
    held = []
    page.route(
        f"**{address}",
        lambda route: (
            held.append(route)
            if route.request.headers.get("hx-request") and not held
            else route.continue_()
        ),
    )

    page.locator("[name=objective_1]").fill("Choisir une voie")
    with page.expect_request(f"**{address}"):
        page.locator("[name=indicator_1]").focus()
    page.locator("[name=indicator_1]").fill("Un choix écrit")
    page.get_by_role("button", name="Vérifier et envoyer").click()
    expect(page).to_have_url(live_server.url + address)
    held[0].continue_()

    expect(page).to_have_url(live_server.url + reverse("contracts:send", args=[contract.pk]))
    [objective] = Contract.objects.get(pk=contract.pk).objectives
    assert (objective["text"], objective["indicator"]) == ("Choisir une voie", "Un choix écrit")
