"""The pages around drafting: sound, and as many queries for one as for three."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coachpractice.signing.actions.recalling import RECALL
from contracts import actions
from contracts.drafts import discarding
from tests.clients.factories import ClientFactory
from tests.contracts.factories import concluded_by, draft_of, fresh
from tests.contracts.several import concluded_with, sponsored
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse


@pytest.fixture
def desk(client, coach, login):
    return login(client, coach)


def url(page, contract):
    return reverse(f"contracts:{page}", args=[contract.pk])


def waiting(coach):
    contract = draft_of(coach)
    actions.send(contract, by=coach, leaves_in=RECALL)
    return fresh(contract)


def thrown_away(coach):
    contract = draft_of(coach)
    discarding.throw_away(contract, by=coach)
    return contract


PAGES = {
    "page": lambda coach: url("page", waiting(coach)),
    "in force": lambda coach: url("page", concluded_by(coach)),
    "draft": lambda coach: url("draft", draft_of(coach)),
    "send": lambda coach: url("send", draft_of(coach)),
    "list": lambda coach: thrown_away(coach) and reverse("contracts:list"),
    "repeat": lambda coach: url("repeat", concluded_by(coach, ClientFactory(by=coach))),
    "several": lambda coach: url("repeat", concluded_with(coach, sponsored(coach))),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [360, pytest.param(1280, marks=pytest.mark.slow)])
def test_each_page_is_sound(desk, coach, open_page, page, width):
    ClientFactory(by=coach)
    address = PAGES[page](coach)
    assert_valid_html(desk.get(address).content.decode())
    shown = open_page(width=width)
    browse(shown, desk)
    shown.goto(ORIGIN + address)
    assert_page_is_sound(shown)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_draft_thrown_away_as_for_three(desk, coach, count):
    for _number in range(count):
        thrown_away(coach)
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        assert len(desk.get(reverse("contracts:list")).context["listing"].thrown_away) == count
    assert (len(asked), len(keys)) == (5, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_to_repeat_asks_as_much_for_one_client_as_for_three(desk, coach, count):
    contract = concluded_by(coach)
    for _number in range(count):
        ClientFactory(by=coach)
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        assert desk.get(url("repeat", contract)).status_code == 200
    assert (len(asked), len(keys)) == (5, 2)
