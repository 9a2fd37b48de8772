"""The pages of the code in a real Chromium: axe, no sideways scroll."""

from datetime import date

import pytest
from django.urls import reverse

from coachpractice import clock
from coachpractice.ethics import actions, papers
from tests.browser import enter_as
from tests.pages import assert_page_is_sound

AS_SEEN = [
    pytest.param({"width": 360, "language": "fr", "dark": False}, id="fr-360-light"),
    pytest.param({"width": 1280, "language": "en", "dark": True}, id="en-1280-dark"),
]


@pytest.fixture
def browse_as(live_server, open_page, client, login):
    """browse_as(member, **look): a page of Chromium in which that member is logged in."""

    def open_as(member, **look):
        member.user.language = look["language"]
        member.user.save()
        login(client, member)
        page = open_page(**look)
        enter_as(page, client, live_server.url)
        return page

    return open_as


@pytest.mark.parametrize("look", AS_SEEN)
def test_the_code_and_what_hangs_on_it_are_sound_pages(
    live_server, open_page, alice, edition, adopt, next_code, look
):
    with clock.at(date(2026, 1, 12)):
        adoption = adopt(alice, edition, sealed=False)
    actions.load(next_code)
    page = open_page(**look)
    signed = reverse("ethics:signed", args=[adoption.code])
    for path in ("/code/2023/", "/code/2031/changes/", signed):
        page.goto(live_server.url + path)
        assert_page_is_sound(page)


@pytest.mark.parametrize("look", AS_SEEN)
def test_signing_is_a_row_of_sound_pages_that_needs_no_script(
    live_server, browse_as, alice, edition, look
):
    page = browse_as(alice, **look, scripts=True)
    for name in ("mine", "elsewhere", "register", "adopt"):
        page.goto(live_server.url + reverse(f"ethics:{name}"))
        assert_page_is_sound(page)
    page.fill("#id_place", "")
    page.fill("#id_name", "Alice Églantine")
    page.click("button[value=review]")
    assert_page_is_sound(page)
    page.fill("#id_place", "Lyon")
    page.click("button[value=review]")
    assert_page_is_sound(page)
    page.click("button[value=confirm]")
    assert_page_is_sound(page)
    adoption = alice.adoptions.get()
    assert adoption.name == "Alice Églantine"
    assert papers.public_url(adoption) in page.content()


def test_a_clause_s_full_words_are_one_click_away(live_server, browse_as, alice, edition):
    page = browse_as(alice, width=360, language="fr", scripts=False)
    page.goto(live_server.url + reverse("ethics:register"))
    clause = edition.text.by_key["supervised-regularly"]
    words = page.locator("#supervised-regularly .clause-text")
    assert not words.is_visible()
    page.click("#supervised-regularly summary")
    assert words.inner_text() == clause.text
