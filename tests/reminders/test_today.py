"""The first page: what waits, the first steps, putting off."""

from datetime import date, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coachpractice import clock
from coachpractice.registry.errors import Refused
from coachpractice.reminders import actions as reminders
from coachpractice.reminders.models import Snooze
from coachpractice.reminders.waiting import Today
from coachpractice.signing.actions import concluding, reading, sending
from coachpractice.signing.proof import Visit
from contracts import actions
from contracts.models import Contract
from tests.browser import enter_as
from tests.contracts.factories import (
    concluded_by,
    draft_of,
    sent_by,
    sign_the_code,
    signed_by_client,
)
from tests.pages import ORIGIN, assert_page_is_sound, assert_valid_html, browse

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def desk(client, coach, login):
    """Alice's browser; she signed the code."""
    return login(client, coach)


def url(page, contract):
    return reverse(f"contracts:{page}", args=[contract.pk])


def tasks(desk):
    today = desk.get(reverse("reminders:today")).context["today"]
    return [(task.due.look, task.due.url) for task in today.tasks]


def test_a_new_practice_sees_its_first_steps_ticked_by_facts(client, alice, edition, login):
    desk = login(client, alice)

    def done():
        today = desk.get(reverse("reminders:today")).context["today"]
        return [step.done for step in today.steps]

    assert done() == [True, False, False, False]
    contract = draft_of(alice)
    assert done() == [True, False, True, False]
    sign_the_code(alice)
    assert done() == [True, True, True, False]
    actions.send(contract, by=alice)
    assert done() == []


def test_an_empty_desk_says_so(client, alice, login):
    page = login(client, alice).get(reverse("reminders:today"))
    assert (page.status_code, page.context["today"].tasks) == (200, [])


def test_today_tells_what_waits_gravest_first(desk, coach):
    draft = draft_of(coach)
    signed = signed_by_client(coach, wrong=True)
    asked = sent_by(coach)
    party = asked.envelope.parties.get(role="client")
    question = reading.ask(party, card="work", text="?", visit=Visit())
    gravest, *due, least = tasks(desk)
    assert gravest == ("missing", reverse("envelopes:question", args=[question.pk]))
    assert sorted(due) == sorted(
        [
            ("due", reverse("envelopes:countersign", args=[signed.envelope.pk])),
            ("due", url("page", signed)),
        ]
    )
    assert least == ("idle", url("draft", draft))


def test_silence_is_told_after_three_days_and_expiry_after_fourteen(desk, coach):
    contract = sent_by(coach)
    sent_at = contract.envelope.created_at
    after = {}
    for days in (0, 2, 3, 13, 14):
        with clock.at(sent_at + timedelta(days=days, seconds=1)):
            after[days] = len(tasks(desk)), state_now(contract)
    assert after == {
        0: (0, "sent"), 2: (0, "sent"), 3: (1, "sent"), 13: (1, "sent"), 14: (1, "expired"),
    }  # fmt: skip


def state_now(contract):
    return Contract.objects.with_state(clock.today()).get(pk=contract.pk).state


def test_a_refusal_is_told_until_the_contract_is_sent_again(desk, coach):
    contract = sent_by(coach)
    party = contract.envelope.parties.get(role="client")
    concluding.decline(party, reason="Trop cher", visit=Visit())
    assert tasks(desk) == [("missing", url("page", contract))]
    assert "Trop cher" in desk.get(url("page", contract)).content.decode()
    actions.send(contract, by=coach)
    assert tasks(desk) == []


def test_what_was_taken_back_is_a_draft_again(desk, coach):
    contract = sent_by(coach)
    sending.void(contract.envelope, by=coach)
    assert tasks(desk) == [("idle", url("draft", contract))]
    assert desk.get(url("page", contract)).url == url("draft", contract)


# Putting off ------------------------------------------------------------------------------------


@pytest.fixture
def question(coach):
    party = sent_by(coach).envelope.parties.get(role="client")
    return reading.ask(party, card="work", text="?", visit=Visit())


def put_off(coach, question, until):
    return reminders.put_off(
        by=coach, source="contracts.questions", subject=question.pk, until=until
    )


def test_what_is_put_off_comes_back_on_its_day(coach, question):
    day = clock.today()
    put_off(coach, question, day + 3 * DAY)
    found = {}
    for days in (0, 2, 3):
        with clock.at(day + days * DAY):
            page = Today(coach)
            found[days] = len(page.tasks), len(page.later)
    assert found == {0: (0, 1), 2: (0, 1), 3: (1, 0)}


def test_put_off_again_the_day_changes_and_brought_back_it_waits(coach, question):
    day = clock.today()
    put_off(coach, question, day + DAY)
    put_off(coach, question, day + 7 * DAY)
    assert Snooze.objects.get().until == day + 7 * DAY
    reminders.bring_back(by=coach, source="contracts.questions", subject=question.pk)
    assert (len(Today(coach).tasks), Snooze.objects.count()) == (1, 0)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_day_that_is_past_or_too_far_is_refused(coach, question, days):
    with pytest.raises(Refused):
        put_off(coach, question, clock.today() + days * DAY)
    assert Snooze.objects.count() == 0


def test_what_does_not_wait_cannot_be_put_off(coach, bob, question):
    """Another's question, and one that was answered."""
    with pytest.raises(Refused):
        put_off(bob, question, clock.today() + DAY)
    reading.answer(question, by=coach, text="Personne.")
    with pytest.raises(Refused):
        put_off(coach, question, clock.today() + DAY)


def test_what_was_done_meanwhile_is_neither_waiting_nor_put_off(coach, question):
    put_off(coach, question, clock.today() + DAY)
    reading.answer(question, by=coach, text="Personne.")
    page = Today(coach)
    assert (page.tasks, page.later) == ([], [])


def test_nothing_is_put_off_beyond_the_day_it_is_due_on(coach, ending):
    day = date(2026, 11, 23)
    contract = ending(day + 5 * DAY)
    with clock.at(day):
        (task,) = Today(coach).tasks
        assert [offer for offer, _ in task.offers] == [day + DAY]
        put = {"by": coach, "source": "contracts.ending", "subject": contract.pk}
        with pytest.raises(Refused, match="28"):
            reminders.put_off(**put, until=day + 6 * DAY)
        assert reminders.put_off(**put, until=day + 5 * DAY).until == contract.end_day
    with clock.at(day + 5 * DAY):
        (task,) = Today(coach).tasks
        assert task.offers == []


def test_a_point_that_comes_later_is_not_put_off_with_those_before(coach):
    contract = sent_by(coach)
    party = contract.envelope.parties.get(role="client")
    first, second, *_ = contract.envelope.snapshot["comprehension"]

    def wrong(question):
        return next(c["key"] for c in question["choices"] if c["key"] != question["right"])

    reading.answer_card(party, checks={first["key"]: wrong(first)}, limits={})
    check = party.checks.get()
    until = clock.today() + DAY
    reminders.put_off(by=coach, source="contracts.points", subject=check.pk, until=until)
    assert Today(coach).tasks == []
    with clock.at(clock.now() + timedelta(minutes=1)):
        reading.answer_card(party, checks={second["key"]: wrong(second)}, limits={})
        assert len(Today(coach).tasks) == 1


@pytest.mark.django_db(transaction=True)
def test_putting_off_and_bringing_back_need_no_script(
    desk, coach, question, open_page, live_server
):
    page = open_page(width=360, scripts=False)
    enter_as(page, desk, live_server.url)
    page.goto(live_server.url)
    assert page.locator(".task").count() == 1
    page.locator(".put-off > summary").click()
    page.get_by_role("button", name="Dans une semaine").click()
    page.locator("details.more > summary").click()
    assert Snooze.objects.get().until == clock.today() + 7 * DAY
    assert page.locator(".put-off").count() == 0
    page.locator("details.more button").click()
    page.locator(".put-off > summary").click()
    assert Snooze.objects.count() == 0
    page.locator("[name=day]").fill("01/01/2020")
    page.get_by_role("button", name="Mettre de côté").click()
    page.locator(".alert-danger").wait_for()
    assert Snooze.objects.count() == 0


def test_the_page_is_sound_with_everything_on_it(desk, coach, ending, question, open_page):
    today = clock.today()
    for days in (20, 59):
        ending(today + days * DAY)
    draft_of(coach), signed_by_client(coach, wrong=True)
    put_off(coach, question, today + DAY)
    assert_valid_html(desk.get("/").content.decode())
    page = open_page(width=360)
    browse(page, desk)
    page.goto(ORIGIN + "/")
    for fold in page.locator("main summary").all():
        fold.click()
    assert_page_is_sound(page)


# What it costs ----------------------------------------------------------------------------------

QUERIES = (53, 5)


def counted(desk):
    desk.get("/")  # so that nothing is asked for the first time
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keyring"]) as keys,
    ):
        assert desk.get("/").status_code == 200
    return len(asked), len(keys)


@pytest.mark.parametrize("clients", [3, pytest.param(300, marks=pytest.mark.slow)])
def test_today_asks_the_same_with_3_and_300_clients_more(desk, coach, ending, clients):
    """Besides one of each kind that shows on the page."""
    like = concluded_by(coach, wrong=True)
    signed_by_client(coach, wrong=True)
    draft_of(coach)
    ending(clock.today() + 20 * DAY)
    party = sent_by(coach).envelope.parties.get(role="client")
    reading.ask(party, card="work", text="?", visit=Visit())
    crowd(coach, clients, like)
    assert counted(desk) == QUERIES


def crowd(coach, count, like):
    from tests.bench import crowd

    crowd._clients_of(coach, count, like, like.envelope.snapshot)
