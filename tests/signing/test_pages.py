"""The guest's pages as a person meets them: valid, accessible, narrow and light."""

import os
from pathlib import Path

import pytest
from django.test import Client

from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.signing import codes
from coachpractice.signing.models import Question
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.signing import several, walks
from tests.signing.test_extracts import party, sent

SHOTS = os.environ.get("SHOTS")


def shoot(page, name: str) -> None:
    """Keep a picture when somebody wants to look (SHOTS names the folder)."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def guest(at_door, odette) -> Client:
    return at_door(odette)


def test_the_signing_page_is_light(guest, open_page):
    page = open_page(width=360)
    asked = browse(page, guest)
    page.goto(f"{ORIGIN}/s/")
    assert len(asked) <= 6
    assert sum(each["bytes"] for each in asked) <= 60_000


@pytest.mark.parametrize(("width", "dark", "language"), [(360, False, "fr"), (1280, True, "en")])
def test_every_page_of_the_way_is_sound(guest, odette, open_page, width, dark, language):
    name = f"{language}-{width}"
    if language == "en":
        guest.cookies["language"] = "en"
    page = open_page(width=width, dark=dark, language=language)
    browse(page, guest)

    def look(path: str, shot: str) -> None:
        page.goto(f"{ORIGIN}{path}")
        shoot(page, f"{shot}-{name}")
        assert_page_is_sound(page)
        assert_valid_html(page.content())

    look("/s/", "1-read")
    guest.post("/s/part/work/", {"do": "ask", "question-work": "Et si je suis malade ?"})
    wrong = {**walks.answers(wrong="if-in-danger", objecting_to="danger-to-self"), "do": "clear"}
    guest.post("/s/part/confidentiality/", wrong)
    look("/s/?part=confidentiality", "2-asked")
    for question in Question.objects.all():
        guest.post(f"/s/questions/{question.pk}/close/")
    walks.read_all(guest)
    look("/s/", "3-clear")
    look("/s/choices/", "4-choose")
    walks.choose(guest)
    look("/s/review/", "5-review")
    look("/s/decline/", "6-decline")
    walks.confirm(guest, odette)
    look("/s/done/", "7-done")
    jobs.run_due()
    look(f"/v/{odette.envelope.code}/", "8-verify")
    look("/v/", "9-check")


def test_the_errors_of_a_card_stand_at_their_fields(guest, open_page):
    page = open_page(width=360)
    browse(page, guest)
    page.goto(f"{ORIGIN}/s/?part=confidentiality")
    page.locator("#card-confidentiality button[value=clear]").click()
    shoot(page, "errors-fr-360")
    field = page.get_by_role("group", name="Votre employeur demande")
    assert "Choisissez une des réponses." in field.inner_text()
    assert_page_is_sound(page)


@pytest.mark.parametrize(("width", "dark", "language"), [(360, False, "fr"), (1280, True, "en")])
def test_the_pages_of_several_guests_are_sound(
    alice, at_door, open_page, rendered_once, width, dark, language
):
    dorian = party(sent(several.tripartite(alice, code="mail")), "sponsor")
    browser = at_door(dorian)
    browser.cookies["language"] = language
    page = open_page(width=width, dark=dark, language=language)
    browse(page, browser)

    def look(path: str, shot: str) -> None:
        page.goto(f"{ORIGIN}{path}")
        shoot(page, f"{shot}-{language}-{width}")
        assert_page_is_sound(page)
        assert_valid_html(page.content())

    look("/s/code/", "s1-code")
    browser.post("/s/code/", {"do": "send"})
    look("/s/code/", "s2-sent")
    page.locator("input[name=code]").fill("12")
    page.locator("button.btn-primary").first.click()
    shoot(page, f"s3-wrong-{language}-{width}")
    assert_page_is_sound(page)
    dorian.refresh_from_db()
    code = codes.mailed(dorian.pk, dorian.code_seed)
    browser.post("/s/code/", {"code": code})
    look("/s/", "s4-read")
    look("/s/pass-on/", "s5-pass-on")
    several.prepare(dorian)
    look("/s/choices/", "s6-name")
    look("/s/review/", "s7-review")
    browser.post("/s/review/", {"shown": dorian.text_sha256})
    look("/s/done/", "s8-done")
    look(f"/v/{dorian.envelope.code}/", "s9-verify")


def test_the_page_after_passing_on_and_the_shut_link_are_sound(
    alice, at_door, open_page, rendered_once
):
    dorian = party(sent(several.tripartite(alice, code="agreed", secret="mirabelle")), "sponsor")
    address = f"/l/{Link.objects.get(holder=dorian.pk).token}"
    browser = at_door(dorian)
    page = open_page(width=360)
    browse(page, browser)
    page.goto(f"{ORIGIN}/s/code/")
    shoot(page, "s10-agreed")
    assert_page_is_sound(page)
    browser.post("/s/code/", {"code": "Mirabelle"})
    page.goto(f"{ORIGIN}/s/pass-on/")
    page.locator("input[name=name]").fill("Élise Amarante")
    page.locator("input[name=email]").fill("elise@entreprise.example")
    page.locator("button.btn-primary").click()
    shoot(page, "s11-passed-on")
    assert_page_is_sound(page)
    page.goto(f"{ORIGIN}{address}")
    shoot(page, "s12-shut")
    assert_page_is_sound(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_coachs_pages_about_who_signs_are_sound(alice, login, open_page, rendered_once, width):
    envelope = sent(several.team(alice, "Nina", "Omar"))
    desk = login(Client(), alice)
    page = open_page(width=width)
    browse(page, desk)
    sponsor = party(envelope, "sponsor")
    paths = (f"/parties/{sponsor.pk}/correct/", f"/envelopes/{envelope.pk}/sign/")
    for number, path in enumerate(paths, start=13):
        page.goto(f"{ORIGIN}{path}")
        shoot(page, f"s{number}-desk-{width}")
        assert_page_is_sound(page)
        assert_valid_html(page.content())
