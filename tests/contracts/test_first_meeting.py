"""The sheet for the first meeting, and the day it was explained."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from coachpractice import clock
from contracts.drafts import meeting
from contracts.models import FirstMeeting
from tests.contracts.factories import draft_of, sent_by
from tests.contracts.several import PRIVATE, drafted, minor, sponsored, team

MADE = {
    "adult": draft_of,
    "sponsored": lambda coach: drafted(coach, sponsored(coach)),
    "minor": lambda coach: drafted(coach, minor(coach, parents=2)),
    "team": lambda coach: drafted(coach, team(coach)),
}


@pytest.fixture
def desk(client, coach, login):
    return login(client, coach)


def url(page, contract):
    return reverse(f"contracts:{page}", args=[contract.pk])


def pages(pdf):
    said = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    return said.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("kind", MADE)
def test_the_sheet_is_one_page_whoever_signs(coach, kind):
    (page,) = pages(meeting.sheet(MADE[kind](coach)))
    assert PRIVATE["text"] not in page


def test_the_sheet_says_what_is_agreed_and_what_to_ask(desk, coach):
    answer = desk.get(url("meeting-sheet", draft_of(coach)))
    assert answer["Content-Type"] == "application/pdf"
    (page,) = pages(answer.content)
    said = " ".join(page.split())
    for words in ("8 séances", "960", "Ce que vous dites reste entre nous"):
        assert words in said.replace("\xa0", " ")


def test_the_day_is_noted_and_can_be_noted_again(desk, coach):
    contract = sent_by(coach)
    desk.post(url("explained", contract), {"explained_on": "01/05/2024"})
    desk.post(url("explained", contract), {"explained_on": "02/05/2024"})
    (row,) = FirstMeeting.objects.all()
    assert (row.explained_on.isoformat(), row.noted_by) == ("2024-05-02", coach)
    page = desk.get(url("page", contract)).content.decode()
    assert "2 mai 2024" in page.replace("\xa0", " ")


def test_a_day_to_come_is_refused(desk, coach):
    contract = sent_by(coach)
    tomorrow = clock.today() + timedelta(days=1)
    for typed in (tomorrow.isoformat(), "", "hier"):
        answer = desk.post(url("explained", contract), {"explained_on": typed}, follow=True)
        assert [each.level_tag for each in answer.context["messages"]] == ["error"]
    assert FirstMeeting.objects.count() == 0
