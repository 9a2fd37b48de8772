import pytest

from tests.pages import ORIGIN, browse
from tests.ui.samples import Helene


def language_of(answer) -> str:
    return answer["Content-Language"]


def test_french_is_the_language_of_those_who_say_nothing(client):
    assert language_of(client.get("/code/")) == "fr"
    assert '<html lang="fr">' in client.get("/code/").text


def test_a_browser_may_ask_for_english_and_gets_french_for_other_languages(client):
    assert language_of(client.get("/code/", headers={"accept-language": "en-GB"})) == "en"
    assert language_of(client.get("/code/", headers={"accept-language": "de"})) == "fr"


def test_a_persons_own_language_beats_the_browsers(helene, monkeypatch):
    monkeypatch.setattr(Helene, "language", "en")
    assert language_of(helene.get("/", headers={"accept-language": "fr"})) == "en"


def test_the_language_chosen_at_the_foot_beats_all_and_leads_back(helene):
    answer = helene.post("/language/", {"language": "en", "next": "/register/?s=kept"})
    assert (answer.status_code, answer["Location"]) == (302, "/register/?s=kept")
    assert language_of(helene.get("/", headers={"accept-language": "fr"})) == "en"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "javascript:alert(1)",
        "\\\\elsewhere",
        "",
    ],
)
def test_the_way_back_stays_on_this_site(client, address):
    assert client.post("/language/", {"language": "en", "next": address})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client):
    answer = client.post("/language/", {"language": "../../etc", "next": "/code/"})
    assert answer.status_code == 302
    assert not answer.cookies
    client.cookies["language"] = "xx"
    assert language_of(client.get("/code/")) == "fr"


def test_looking_at_the_switch_changes_nothing(client):
    answer = client.get("/language/?language=en")
    assert answer.status_code == 405
    assert not answer.cookies


def test_a_partys_language_beats_the_browsers_but_not_their_choice(client):
    answer = client.get("/english-party/", headers={"accept-language": "fr"})
    assert (answer.text, language_of(answer)) == ("en", "en")
    client.cookies["language"] = "fr"
    assert client.get("/english-party/").text == "fr"


def test_each_page_offers_the_other_language_and_comes_back(client):
    page = client.get("/code/?x=1").text
    assert '<input type="hidden" name="next" value="/code/?x=1">' in page
    assert 'value="en" lang="en">English</button>' in page
    assert 'value="fr"' not in page


@pytest.mark.parametrize(("said", "left"), [("accept", True), ("dismiss", False)])
def test_changing_the_language_asks_before_it_loses_what_was_typed(client, open_page, said, left):
    page = open_page()
    browse(page, client)
    page.goto(f"{ORIGIN}/draft/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, said)()))
    page.fill("[name=goal]", "Parler en réunion")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="English").click()
    page.wait_for_timeout(300)
    assert len(asked) == 1
    assert any(url.endswith("/language/") for url in sent) == left
    if not left:
        assert page.input_value("[name=goal]") == "Parler en réunion"


@pytest.mark.parametrize("scripts", [True, False])
def test_whoever_typed_nothing_is_asked_nothing(client, open_page, scripts):
    page = open_page(scripts=scripts)
    browse(page, client)
    page.goto(f"{ORIGIN}/draft/")
    asked, sent = [], []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="English").click()
    page.wait_for_timeout(300)
    assert asked == []
    assert any(url.endswith("/language/") for url in sent)


def test_without_scripts_a_page_with_a_form_says_what_is_lost(client):
    hint = "est alors perdu"
    assert (hint in client.get("/draft/").text, hint in client.get("/code/").text) == (True, False)


def test_a_page_that_shows_back_what_was_typed_asks_too(client):
    assert "data-typed" in client.post("/draft/", {"goal": "x"}).text
    assert "data-typed" not in client.get("/draft/").text


def test_times_are_shown_in_the_zone_of_whoever_is_logged_in(helene, monkeypatch):
    assert "14\xa0h\xa032" in helene.get("/register/").text
    monkeypatch.setattr(Helene, "timezone", "Indian/Reunion")
    assert "17\xa0h\xa032" in helene.get("/register/").text
