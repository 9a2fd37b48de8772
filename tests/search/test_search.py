"""One field for people, contracts, clauses and pages."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from clients.actions import contacts, guardians, sponsors
from coachpractice.search import answers
from tests.access.world import one_paper_for_all, surroundings
from tests.clients.factories import ClientFactory
from tests.contracts import factories
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.strange import STRANGE

SEARCH = "/search/"


@pytest.fixture
def desk(client, alice, tmp_path, login):
    with surroundings(tmp_path):
        call_command("load_code", verbosity=0)
        yield login(client, alice)


def found(desk, words):
    """The answers by group."""
    groups = desk.post(SEARCH, {"q": words}).context["groups"]
    return {group.name: [str(each.label) for each in group.found] for group in groups}


def minor(by, **facts):
    from coachpractice.clock import date

    return ClientFactory(by=by, kind="minor", adult=None, born_on=date(2015, 1, 1), **facts)


def test_people_are_found_by_name_code_and_address_whatever_case_and_accents(desk, alice):
    ClientFactory(by=alice, name="Lison Églantine", email="lison@courriel.example")
    ClientFactory(by=alice, name="Basile Mirabelle")
    assert found(desk, "EGLAN lis") == {"clients": ["Lison Églantine"]}
    assert found(desk, "c-002") == {"clients": ["Basile Mirabelle"]}
    assert found(desk, "lison@courriel") == {"clients": ["Lison Églantine"]}
    assert found(desk, "nobody at all") == {}


def test_sponsors_their_people_and_guardians_are_found(desk, alice):
    sponsor = sponsors.add(by=alice, name="Verveine SA")
    contacts.add(sponsor, by=alice, name="Aurore Verveine", email="a@verveine.example", signs=True)
    child = minor(alice, name="Petit", email="")
    guardians.add(child, by=alice, name="Mère Verveine", email="m@x.example", kind="parent")
    assert found(desk, "verveine") == {
        "beside-clients": ["Mère Verveine"],
        "sponsors": ["Verveine SA", "Aurore Verveine"],
    }


def test_contracts_are_found_by_number_and_client(desk, alice):
    draft = factories.draft_of(alice, ClientFactory(by=alice, name="Ulla Verveine"))
    groups = desk.post(SEARCH, {"q": draft.number}).context["groups"]
    assert [(each.hint, each.url) for group in groups for each in group.found] == [
        ("Ulla Verveine", reverse("contracts:page", args=[draft.pk]))
    ]
    assert set(found(desk, "ulla")) == {"clients", "contracts"}


def test_clauses_are_found_by_number_label_and_words(desk):
    by_number = found(desk, "1.6.1")["clauses"]
    assert [label.partition(" ")[0] for label in by_number] == ["1.6.1"]
    [group] = desk.post(SEARCH, {"q": "1.6.1"}).context["groups"]
    page, _, anchor = group.found[0].url.partition("#")
    assert f'id="{anchor}"' in desk.get(page).content.decode()


def test_pages_of_the_side_bar_are_found(desk):
    assert found(desk, "réglages")["pages"] == ["Réglages"]


def test_nobody_finds_what_is_another_s(desk, alice, bob, charlie):
    for other in (bob, charlie):
        person = ClientFactory(by=other, name="Zoé Verveine")
        factories.draft_of(other, person)
        sponsors.add(by=other, name="Verveine SA")
    assert found(desk, "verveine") == {}


def test_what_is_typed_stands_in_no_address(desk, alice):
    ClientFactory(by=alice, name="Verveine")
    answer = desk.get(SEARCH, {"q": "verveine"})
    assert (answer.context["groups"], answer.context["typed"]) == ([], "")
    html = desk.post(SEARCH, {"q": "verveine"}).content.decode()
    assert "?q=" not in html
    assert_valid_html(html)


def test_a_long_list_of_answers_is_cut_and_says_so(desk, alice):
    for _ in range(answers.SHOWN + 2):
        ClientFactory(by=alice)
    [group] = desk.post(SEARCH, {"q": "mirabelle"}).context["groups"]
    assert (len(group.found), group.more) == (answers.SHOWN, 2)


def test_the_search_asks_the_same_number_of_queries(desk, alice):
    def work():
        with one_paper_for_all():
            factories.draft_of(alice)
            sponsor = sponsors.add(by=alice, name="Mirabelle SA")
            contacts.add(sponsor, by=alice, name="A", email="a@x.example", signs=True)
            guardians.add(
                minor(alice), by=alice, name="Mirabelle", email="m@x.example", kind="parent"
            )

    def asked():
        desk.post(SEARCH, {"q": "mirabelle"})
        counters = {alias: CaptureQueriesContext(connections[alias]) for alias in connections}
        with counters["default"], counters["keyring"]:
            desk.post(SEARCH, {"q": "mirabelle"})
        return {alias: len(counter) for alias, counter in counters.items()}

    work()
    one = asked()
    work()
    work()
    assert asked() == one
    assert one["keyring"] <= 6


@pytest.mark.parametrize("words", [*STRANGE.values(), "a\x00b", "x" * 5000, " ", ""])
def test_strange_words_are_answered(desk, words):
    answer = desk.post(SEARCH, {"q": words})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert_valid_html(html)
    assert "<script>alert" not in html
    assert escape(" ".join(words.split())[:100]) in html or "\x00" in words


# Keys


def where(page):
    return page.evaluate("document.activeElement.id")


def test_the_slash_and_control_k_lead_to_the_field(desk, open_page):
    page = open_page()
    browse(page, desk)
    page.goto(f"{ORIGIN}/clients/")
    page.keyboard.press("/")
    assert (where(page), page.locator("#find").input_value()) == ("find", "")
    page.keyboard.press("/")
    assert page.locator("#find").input_value() == "/"  # in a field it is a sign like others
    page.locator("#find").blur()
    page.keyboard.press("Control+k")
    assert where(page) == "find"


def test_the_slash_can_be_switched_off_and_control_k_stays(desk, open_page):
    page = open_page()
    browse(page, desk)
    desk.post(reverse("search:shortcuts"), {"keys": "off"})
    page.goto(f"{ORIGIN}/clients/")
    page.keyboard.press("/")
    assert where(page) != "find"
    page.keyboard.press("Control+k")
    assert where(page) == "find"
    desk.post(reverse("search:shortcuts"), {"keys": "on"})
    page.goto(f"{ORIGIN}/clients/")
    page.keyboard.press("/")
    assert where(page) == "find"


@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, True), (360, False)])
def test_the_page_is_sound_with_and_without_scripts(desk, alice, open_page, width, scripts):
    for name in (*STRANGE.values(), "Verveine Odette"):
        ClientFactory(by=alice, name=name)
    page = open_page(width=width, scripts=scripts)
    browse(page, desk)
    page.goto(ORIGIN + SEARCH)
    field = page.locator("#find")
    field.fill("c-0")
    field.press("Enter")
    assert page.locator(".found li").count() == len(STRANGE) + 1
    if scripts:
        assert_page_is_sound(page)
