import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from clients.models import Client
from tests.clients.factories import ClientFactory
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.strange import STRANGE

TYPED = {
    "name": "Odette Passerose",
    "email": "odette@example.org",
    "phone": "",
    "address": "",
    "language": "fr",
    "adult": "on",
    "ties": "none",
    "fit": "within",
    "others": "none",
}


@pytest.fixture
def desk(client, alice, login):
    """Alice's browser."""
    return login(client, alice)


def names_on(response):
    return [row.client.name for row in response.context["listing"].rows]


# Who sees whom


@pytest.mark.parametrize("page", ["page", "change"])
def test_a_client_is_seen_by_their_own_coach_alone(client, alice, bob, charlie, login, page):
    mine = ClientFactory(by=bob)
    url = reverse(f"clients:{page}", args=[mine.pk])
    answers = {}
    for member in (bob, alice, charlie):
        answers[str(member)] = login(client, member).get(url).status_code
    client.logout()
    answers["nobody"] = client.get(url).status_code
    assert list(answers.values()) == [200, 404, 404, 302]


def test_nobody_changes_the_client_of_another(client, alice, bob, login):
    mine = ClientFactory(by=bob, name="Odette")
    answer = login(client, alice).post(reverse("clients:change", args=[mine.pk]), TYPED)
    assert answer.status_code == 404
    assert Client.objects.get(pk=mine.pk).name == "Odette"


def test_the_list_holds_one_s_own_clients(client, alice, bob, charlie, login):
    for coach in (alice, bob, charlie):
        ClientFactory(by=coach, name=f"De {coach}")
    answer = login(client, bob).get(reverse("clients:list"))
    assert names_on(answer) == ["De Bob Capucine"]


# Adding and changing


def test_a_file_is_opened_from_one_page(desk):
    answer = desk.post(reverse("clients:add"), TYPED)
    client = Client.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("clients:page", args=[client.pk]))
    assert (client.name, client.code, client.ties, client.fit) == (
        "Odette Passerose", "C-001", "none", "within",
    )  # fmt: skip
    assert client.adult_confirmed_at is not None


def test_nothing_is_settled_beforehand(desk):
    form = desk.get(reverse("clients:add")).context["form"]
    assert [name for name in ("adult", "ties", "fit", "others") if form[name].value()] == []


def test_nothing_that_was_typed_is_lost(desk):
    typed = TYPED | {"name": "Odette", "email": "no address", "phone": "06 01", "ties": "some"}
    answer = desk.post(reverse("clients:add"), typed)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sorted(form.errors) == ["email", "ties_detail"]
    assert [form[name].value() for name in ("name", "email", "phone", "ties")] == [
        "Odette", "no address", "06 01", "some",
    ]  # fmt: skip
    assert Client.objects.count() == 0
    assert_valid_html(answer.content.decode())


@pytest.mark.parametrize(
    "bad",
    [
        {}, {"name": "x" * 5000}, {"name": "a\x00b"}, {"email": "a@b.example\nBcc: c@d.example"},
        {"language": "de"}, {"ties": "many"}, {"adult": ""},
    ],
)  # fmt: skip
def test_bad_input_is_answered_in_words(desk, bad):
    answer = desk.post(reverse("clients:add"), (TYPED | bad) if bad else {})
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert Client.objects.count() == 0


def test_a_change_is_seen_on_the_client_s_page(desk, alice):
    mine = ClientFactory(by=alice)
    url = reverse("clients:change", args=[mine.pk])
    initial = desk.get(url).context["form"].initial
    answer = desk.post(url, {**initial, "adult": "on", "phone": "06 02"}, follow=True)
    assert answer.redirect_chain == [(reverse("clients:page", args=[mine.pk]), 302)]
    assert answer.context["client"].phone == "06 02"


# The list


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(desk, alice, count):
    for _ in range(count):
        ClientFactory(by=alice)
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        answer = desk.get(reverse("clients:list"))
    assert len(answer.context["listing"].rows) == count
    assert (len(asked), len(keys)) == (6, 1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("egl", ["Lison Églantine"]),
        ("ÉGLANTINE lis", ["Lison Églantine"]),
        ("c-002", ["Basile Mirabelle"]),
        ("basile@", ["Basile Mirabelle"]),
        ("nobody", []),
        ("", ["Basile Mirabelle", "Lison Églantine"]),
        ("%' OR 1=1 --", []),
    ],
)
def test_a_search_reads_names_codes_and_addresses(desk, alice, words, found):
    ClientFactory(by=alice, name="Lison Églantine")
    ClientFactory(by=alice, name="Basile Mirabelle", email="basile@example.org")
    assert names_on(desk.post(reverse("clients:list"), {"q": words})) == found


def test_a_name_in_an_address_searches_nothing(desk, alice):
    for name in ("Lison", "Basile"):
        ClientFactory(by=alice, name=name)
    answer = desk.get(reverse("clients:list"), {"q": "lison"})
    assert names_on(answer) == ["Basile", "Lison"]
    assert answer.context["listing"].search == ""


def test_a_search_asks_the_keyring_once(desk, alice):
    for _ in range(3):
        ClientFactory(by=alice)
    with CaptureQueriesContext(connections["keyring"]) as keys:
        desk.post(reverse("clients:list"), {"q": "mirabelle"})
    assert len(keys) == 1


def test_the_list_has_pages_of_25(desk, alice):
    for _ in range(26):
        ClientFactory(by=alice)
    pages = {
        page: (len(names_on(answer)), answer.context["listing"].page)
        for page in ("", "2", "3", "0", "-1", "x", "9" * 30, "²")
        if (answer := desk.get(reverse("clients:list"), {"page": page}))
    }
    first, second = (25, 1), (1, 2)
    assert pages == {
        "": first, "2": second, "3": second, "0": first, "-1": first, "x": first,
        "9" * 30: second, "²": first,
    }  # fmt: skip


def test_the_filter_stays_in_the_address(desk, alice):
    ClientFactory(by=alice, name="Odette")
    answer = desk.get(reverse("clients:list"), {"state": "preparing"})
    chips = answer.context["listing"].chips
    assert [chip.address for chip in chips if chip.current] == ["?state=preparing"]
    assert names_on(answer) == ["Odette"]


def test_what_is_searched_stands_in_no_address(desk, alice):
    for _ in range(26):
        ClientFactory(by=alice, name="Odette")
    answer = desk.post(reverse("clients:list"), {"q": "odette", "state": "preparing"})
    addresses = re.findall(r'(?:href|action)="([^"]*)"', answer.text)
    assert [address for address in addresses if "odette" in address.casefold()] == []
    assert "odette" not in str(dict(desk.session)).casefold()


def test_a_search_keeps_its_filter_and_its_pages(desk, open_page, alice):
    for _ in range(26):
        ClientFactory(by=alice, name="Odette")
    ClientFactory(by=alice, name="Lison")
    page = open_page()
    browse(page, desk)
    page.goto(ORIGIN + reverse("clients:list"))
    page.locator("#q").fill("odette")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("tbody tr").count() == 25
    with page.expect_navigation():
        page.locator(".filters button[value=preparing]").click()
    assert page.locator(".filters [aria-current]").get_attribute("value") == "preparing"
    with page.expect_navigation():
        page.locator(".pager button[name=page]").click()
    assert page.locator("tbody tr").count() == 1
    assert page.locator("#q").input_value() == "odette"
    assert page.url == ORIGIN + reverse("clients:list")


def test_an_unknown_filter_shows_all(desk, alice):
    ClientFactory(by=alice, name="Odette")
    assert names_on(desk.get(reverse("clients:list"), {"state": "<x>"})) == ["Odette"]


# Strange things


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_whatever_was_typed_is_shown_as_it_was_and_does_nothing(desk, alice, words):
    mine = ClientFactory(
        by=alice, name=words, phone=words[:40], address=words, ties="some", ties_detail=words,
        others="raised", others_detail=words,
    )  # fmt: skip
    for page in ("clients:page", "clients:change"):
        html = desk.get(reverse(page, args=[mine.pk])).content.decode()
        assert_valid_html(html)
        assert escape(words) in html
        assert "<script>alert" not in html
    found = desk.post(reverse("clients:list"), {"q": words[:20]})
    for answer in (desk.get(reverse("clients:list")), found):
        html = answer.content.decode()
        assert_valid_html(html)
        assert escape(words) in html


def test_pages_hold_at_320_px_with_the_strangest_names(desk, alice, open_page):
    mine = [ClientFactory(by=alice, name=words) for words in STRANGE.values()]
    page = open_page(width=360)
    browse(page, desk)
    for url in (reverse("clients:list"), *(reverse("clients:page", args=[c.pk]) for c in mine)):
        page.goto(ORIGIN + url)
        assert_page_is_sound(page)


def test_which_tie_is_asked_once_there_is_one(desk, open_page):
    page = open_page()
    browse(page, desk)
    page.goto(ORIGIN + reverse("clients:add"))
    assert not page.locator("#id_ties_detail").is_visible()
    page.locator("[name=ties][value=some]").check()
    assert page.locator("#id_ties_detail").is_visible()
