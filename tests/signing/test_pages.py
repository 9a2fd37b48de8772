"""The guest's pages as a person meets them: valid, accessible, narrow and light."""

import os
from pathlib import Path

import pytest
from django.test import Client

from coachpractice.jobs import actions as jobs
from coachpractice.signing.models import Question
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse
from tests.signing import walks

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
