import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from coachpractice.signing.actions import reading
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import Visit
from contracts import actions
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.contracts.factories import (
    concluded_by,
    draft_of,
    freeze,
    fresh,
    sent_by,
    signed_by_client,
)
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.strange import STRANGE

TYPED = {
    "client_expectations": "Dormir",
    "objective_1": "Poser des limites",
    "indicator_1": "Deux refus par semaine",
    "sessions_count": "6",
    "session_minutes": "90",
    "fee_per_session_cents": "1 234,50",
    "start_day": "01/12/2026",
    "end_day": "2027-06-30",
    "place": "en visio",
    "language": "fr",
}
DRAFTING = ["draft", "as-client", "draft-pdf", "send"]


@pytest.fixture
def desk(client, coach, login):
    """Alice's browser; she signed the code."""
    return login(client, coach)


def url(page, contract):
    return reverse(f"contracts:{page}", args=[contract.pk])


def counted(desk, address):
    """How many queries the page asks, of the application's database and of the keyring."""
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        assert desk.get(address).status_code == 200
    return len(asked), len(keys)


# Who sees what


@pytest.mark.parametrize("page", ["page", *DRAFTING])
def test_a_contract_is_seen_by_its_own_coach_alone(client, alice, bob, charlie, login, page):
    address = url(page, draft_of(bob))
    found = {bob: {200, 302}, alice: {404}, charlie: {404}}
    for member, statuses in found.items():
        assert login(client, member).get(address).status_code in statuses
    client.logout()
    assert client.get(address).status_code == 302


def test_nobody_changes_or_sends_the_contract_of_another(client, alice, bob, login):
    contract = draft_of(bob)
    browser = login(client, alice)
    assert browser.post(url("draft", contract), TYPED).status_code == 404
    assert browser.post(url("send", contract)).status_code == 404
    assert (fresh(contract).sessions_count, fresh(contract).envelope) == (8, None)


def test_nobody_drafts_with_the_client_of_another(client, alice, bob, login):
    theirs = ClientFactory(by=bob)
    answer = login(client, alice).post(reverse("contracts:new"), {"client": str(theirs.pk)})
    assert answer.status_code == 422
    assert Contract.objects.count() == 0


# From a client to a contract on its way


def test_from_the_client_s_page_to_the_mail(desk, coach):
    client = ClientFactory(by=coach)
    answer = desk.post(reverse("contracts:new"), {"client": str(client.pk)})
    contract = Contract.objects.get()
    assert answer.url == url("draft", contract)
    answer = desk.post(url("draft", contract), TYPED | {"check": "1"})
    assert answer.url == url("send", contract)
    answer = desk.post(url("send", contract))
    assert answer.url == url("page", contract)
    contract = fresh(contract)
    assert (contract.fee_per_session_cents, contract.total_cents) == (123_450, 740_700)
    assert contract.envelope.parties.get(role="client").email == client.email


@pytest.mark.parametrize(("button", "page"), [("see", "as-client"), ("pdf", "draft-pdf")])
def test_looking_at_the_draft_keeps_what_was_typed_first(desk, coach, button, page):
    contract = draft_of(coach)
    answer = desk.post(url("draft", contract), TYPED | {button: "1", "place": "à Lyon"})
    assert answer.url == url(page, contract)
    assert fresh(contract).place == "à Lyon"


def test_who_types_on_in_another_tab_is_told_that_it_was_sent(desk, coach):
    contract = draft_of(coach)
    actions.send(contract, by=coach)
    answer = desk.post(url("draft", contract), TYPED, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == url("page", contract)
    (told,) = desk.get(url("page", contract)).context["messages"]
    assert told.level_tag == "error"
    answer = desk.post(url("draft", contract), TYPED, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [str(told)]


@pytest.mark.parametrize("bad", [{}, {"client": "x"}, {"client": "<script>"}, {"client": ""}])
def test_a_contract_is_made_with_a_client_one_has(desk, coach, bad):
    ClientFactory(by=coach)
    assert desk.post(reverse("contracts:new"), bad).status_code == 422


def test_what_is_missing_is_listed_and_there_is_no_button(desk, coach):
    contract = draft_of(coach, place="")
    page = desk.get(url("send", contract))
    assert [gap.url for gap in page.context["gaps"]] == [f"{url('draft', contract)}#id_place"]
    assert 'method="post"' not in page.content.decode().split("<main")[1].split("<footer")[0]
    assert desk.post(url("send", contract)).status_code == 409
    assert Envelope.objects.filter(kind="coaching-contract").count() == 0


def test_every_gap_of_the_draft_leads_to_a_field_of_its_page(desk, coach):
    contract = actions.draft(ClientFactory(by=coach), by=coach)
    actions.save(contract, by=coach, sessions_count=None, session_minutes=None, place="",
                 start_day=None, end_day=None, fee_per_session_cents=None)  # fmt: skip
    page = desk.get(url("draft", contract))
    anchors = [gap.url.partition("#")[2] for gap in page.context["gaps"]]
    html = page.content.decode()
    assert len(anchors) == 8
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in html] == []


# Drafting


def test_what_is_sound_is_kept_and_what_is_not_stays_on_the_page(desk, coach):
    contract = draft_of(coach)
    typed = TYPED | {"sessions_count": "many", "end_day": "31/02/2027", "place": "ici"}
    answer = desk.post(url("draft", contract), typed)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sorted(form.errors) == ["end_day", "sessions_count"]
    assert [form[name].value() for name in ("sessions_count", "end_day", "place")] == [
        "many", "31/02/2027", "ici",
    ]  # fmt: skip
    kept = fresh(contract)
    assert (kept.place, kept.session_minutes, kept.sessions_count) == ("ici", 90, 8)
    assert_valid_html(answer.content.decode())


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("sessions_count", "9" * 40),
        ("sessions_count", "-1"),
        ("sessions_count", "1e3"),
        ("fee_per_session_cents", "12,345,6"),
        ("fee_per_session_cents", "-5"),
        ("fee_total_cents", "1" * 30),
        ("start_day", "99/99/9999"),
        ("end_day", "01/01/2020"),
        ("place", "x" * 301),
        ("place", "a\x00b"),
        ("objective_2", "x" * 2001),
        ("language", "de"),
    ],
)
def test_bad_input_is_answered_at_its_field(desk, coach, field, typed):
    contract = draft_of(coach)
    answer = desk.post(url("draft", contract), TYPED | {field: typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == typed


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1 234,50", 123_450),
        ("1234.50", 123_450),
        ("1\u202f234,5 €", 123_450),
        ("0", 0),
        ("", None),
    ],
)
def test_amounts_are_taken_as_people_type_them(desk, coach, typed, cents):
    contract = draft_of(coach)
    desk.post(url("draft", contract), TYPED | {"fee_per_session_cents": typed})
    assert fresh(contract).fee_per_session_cents == cents


def test_htmx_gets_the_preview_and_the_rest_out_of_band(desk, coach):
    contract = draft_of(coach)
    typed = TYPED | {"place": "", "sessions_count": "many"}
    answer = desk.post(url("draft", contract), typed, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in html
    assert [mark in html for mark in ('class="gap"', 'id="saved"', 'id="missing"')] == [True] * 3
    assert fresh(contract).place == ""


def test_an_objective_one_empties_goes(desk, coach):
    contract = draft_of(coach)
    desk.post(url("draft", contract), TYPED | {"objective_1": "", "indicator_1": ""})
    assert fresh(contract).objectives == []


def test_what_was_sent_leads_to_its_page(desk, coach):
    contract = sent_by(coach)
    for page in DRAFTING:
        assert desk.get(url(page, contract)).url == url("page", contract)
    desk.post(url("draft", contract), TYPED)
    assert fresh(contract).sessions_count == 8


def test_the_paper_may_be_read_beforehand(desk, coach):
    answer = desk.get(url("draft-pdf", draft_of(coach)))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.content.startswith(b"%PDF")


def test_nothing_acts_on_the_page_as_the_client_sees_it(desk, coach):
    html = desk.get(url("as-client", draft_of(coach))).content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert_valid_html(html)
    assert "<form" not in main
    assert "/s/" not in main


# Pages of a contract


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_whatever_was_typed_is_shown_as_it_was_and_does_nothing(desk, coach, words):
    contract = draft_of(
        coach, ClientFactory(by=coach, name=words, address=words), place=words, rhythm=words,
        client_expectations=words, objectives=[{"text": words, "indicator": words}],
    )  # fmt: skip
    addresses = [url(page, contract) for page in ("draft", "as-client", "send")]
    addresses += [reverse("contracts:list"), reverse("reminders:today"), reverse("contracts:new")]
    for address in addresses:
        html = desk.get(address).content.decode()
        assert_valid_html(html)
        assert escape(words) in html
        assert "<script>alert" not in html
    freeze(actions.send(contract, by=coach))
    for address in (url("page", contract), reverse("clients:page", args=[contract.client_id])):
        assert_valid_html(desk.get(address).content.decode())


# Of the application's database and of the keyring.
QUERIES = {
    "list": (6, 1),
    "clients": (6, 1),
    "client": (15, 1),
    "page": (16, 3),
}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_queries(desk, coach, count):
    for _ in range(count):
        draft_of(coach)
        contract = concluded_by(coach, wrong=True)
        signed_by_client(coach, wrong=True)
        sent = sent_by(coach)
        party = sent.envelope.parties.get(role="client")
        reading.ask(party, card="work", text="?", visit=Visit())
    found = {
        "list": counted(desk, reverse("contracts:list")),
        "clients": counted(desk, reverse("clients:list")),
        "client": counted(desk, reverse("clients:page", args=[contract.client_id])),
        "page": counted(desk, url("page", contract)),
    }
    assert found == QUERIES


def test_the_list_is_filtered_by_state(desk, coach):
    draft_of(coach), sent_by(coach), concluded_by(coach)
    shown = {
        state: [contract.number[-3:] for contract in answer.context["listing"].rows]
        for state in ("", "draft", "out", "in-force", "ended", "x")
        if (answer := desk.get(reverse("contracts:list"), {"state": state}))
    }
    everything = ["003", "002", "001"]
    assert shown == {
        "": everything, "draft": ["001"], "out": ["002"], "in-force": ["003"], "ended": [],
        "x": everything,
    }  # fmt: skip


def test_pages_are_sound_in_a_real_browser(desk, coach, open_page):
    words = STRANGE["one endless word"]
    contract = draft_of(coach, ClientFactory(by=coach, name=words), place=words)
    sent = sent_by(coach)
    signed = signed_by_client(coach, wrong=True)
    page = open_page(width=360)
    asked = browse(page, desk)
    for address in (
        reverse("reminders:today"),
        reverse("contracts:list"),
        *(url(name, contract) for name in ("draft", "as-client", "send")),
        url("page", sent),
        url("page", signed),
        reverse("clients:page", args=[signed.client_id]),
    ):
        page.goto(ORIGIN + address)
        assert_page_is_sound(page)
    assert [each for each in asked if each["status"] >= 400] == []


def test_the_preview_follows_what_is_typed(desk, coach, open_page):
    contract = draft_of(coach)
    page = open_page()
    browse(page, desk)
    page.goto(ORIGIN + url("draft", contract))
    page.locator("#id_sessions_count").fill("11")
    page.locator("#id_place").fill("au jardin")
    page.locator("#id_place").press("Tab")
    page.locator("#preview mark", has_text="au jardin").first.wait_for()
    assert page.locator("#preview mark", has_text="11").count() > 0
    assert fresh(contract).place == "au jardin"
