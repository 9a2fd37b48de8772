"""The calendar behind a secret address."""

from datetime import date

import icalendar
import pytest
from django.urls import reverse

from coachpractice import clock
from coachpractice.links.masking import masked
from coachpractice.reminders import actions, feed
from tests.clients.factories import ClientFactory
from tests.reminders.conftest import MORNING

pytestmark = pytest.mark.django_db
NAME = "Odette Passerose"


@pytest.fixture
def path(coach):
    return actions.open_calendar(by=coach).removeprefix("http://localhost:8000")


def test_it_holds_the_deadlines_as_whole_days_with_initials_only(client, coach, ending, path):
    odette = ClientFactory(by=coach, name=NAME)
    contract = ending(date(2027, 1, 29), client=odette)
    with clock.at(MORNING):
        response = client.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Passerose" not in response.content.decode()
    calendar = icalendar.Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 1, 29), date(2027, 1, 30))
    assert contract.number in event["summary"]
    assert f"({odette.code})" in event["summary"]
    assert event["summary"].endswith("(OP)")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in response.content
    assert b"X-PUBLISHED-TTL:PT12H" in response.content


def test_it_is_sent_again_only_when_it_changed(client, coach, ending, path):
    ending(date(2027, 1, 29))
    with clock.at(MORNING):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "private, max-age=3600"
        unchanged = client.get(path, headers={"if-none-match": first.headers["ETag"]})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert unchanged.headers["ETag"] == first.headers["ETag"]
        assert unchanged.headers["Cache-Control"] == "private, max-age=3600"
        ending(date(2027, 2, 26))
        changed = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert len(icalendar.Calendar.from_ical(changed.content).walk("VEVENT")) == 2


def test_revoked_or_replaced_it_is_as_if_it_never_was(client, coach, path):
    nothing = client.get(reverse("reminders:calendar", args=["x.y"]))
    newer = actions.open_calendar(by=coach).removeprefix("http://localhost:8000")
    assert client.get(path).status_code == 404
    assert client.get(newer).status_code == 200
    actions.close_calendar(by=coach)
    answers = [client.get(address) for address in (path, newer)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert [answer.content for answer in answers] == [nothing.content] * 2
    assert feed.link_of(coach) is None


def test_made_again_after_it_was_revoked_it_has_another_address(client, coach, path):
    actions.close_calendar(by=coach)
    again = actions.open_calendar(by=coach).removeprefix("http://localhost:8000")
    assert again != path
    assert client.get(again).status_code == 200
    assert client.get(path).status_code == 404


def test_whoever_left_has_no_calendar(client, coach, path):
    coach.left_at = MORNING
    coach.save()
    assert client.get(path).status_code == 404


def test_the_address_opens_no_door_and_no_door_opens_the_calendar(client, path):
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert client.get(f"/l/{token}").status_code == 404
    assert client.post(f"/l/{token}/new").status_code == 404


def test_logs_do_not_hold_it(path):
    assert masked(f"GET {path} 200") == "GET /calendar/… 200"


def test_the_settings_make_show_and_revoke_it(client, coach, login):
    desk, page = login(client, coach), reverse("reminders:settings")
    assert desk.get(page).context["address"] == ""
    desk.post(reverse("reminders:open-calendar"))
    address = desk.get(page).context["address"]
    assert address == feed.address(feed.link_of(coach))
    desk.post(reverse("reminders:close-calendar"))
    assert desk.get(page).context["address"] == ""
