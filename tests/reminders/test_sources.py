"""What each app calls due, at both sides of its edge."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from clients.models import Client
from coachpractice import clock
from coachpractice.ethics.models import CODE, Edition
from coachpractice.registry.reminders import DEADLINES, days_left
from coachpractice.reminders.waiting import Today
from tests.clients.factories import ClientFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END = date(2027, 3, 1)


def found(coach, source: str, day: date):
    """The look and address of what a source says on that day."""
    with clock.at(day):
        tasks = Today(coach).tasks
    return [(each.due.look, each.due.url) for each in tasks if each.source == source]


def test_a_contract_that_ends_shows_from_60_days_before_to_its_last_day(coach, ending):
    contract = ending(END)
    page = ("due", reverse("contracts:page", args=[contract.pk]))
    shown = {left: found(coach, "contracts.ending", END - left * DAY) for left in (61, 60, 0, -1)}
    assert shown == {61: [], 60: [page], 0: [page], -1: []}


def test_a_minor_shows_from_60_days_before_until_their_age_is_confirmed(coach):
    client = ClientFactory(by=coach, minor=True)
    Client.objects.filter(pk=client.pk).update(adult_on=END)
    page = reverse("clients:page", args=[client.pk])
    change = reverse("clients:change", args=[client.pk])
    shown = {
        left: found(coach, "clients.majority", END - left * DAY) for left in (61, 60, 1, 0, -90)
    }
    assert shown == {
        61: [], 60: [("due", page)], 1: [("due", page)],
        0: [("missing", change)], -90: [("missing", change)],
    }  # fmt: skip
    Client.objects.filter(pk=client.pk).update(kind="adult", adult_on=None)
    assert found(coach, "clients.majority", END) == []


def test_a_new_edition_is_due_for_30_days_and_missing_after(coach):
    before = Edition.objects.current()
    with clock.at(END):
        Edition.objects.create(
            code=CODE, edition="2031", language="fr", title="x", sha256="0" * 64,
            content=before.content,
        )  # fmt: skip
    adopt = reverse("ethics:adopt")
    shown = {days: found(coach, "ethics.new-edition", END + days * DAY) for days in (0, 30, 31)}
    assert shown == {0: [("due", adopt)], 30: [("due", adopt)], 31: [("missing", adopt)]}


def test_whoever_never_signed_is_asked_by_the_first_steps_alone(alice, edition):
    assert found(alice, "ethics.new-edition", END) == []


@pytest.mark.parametrize("name", DEADLINES.names())
def test_the_date_of_every_deadline_is_indexed(name):
    """Without an index the hourly job would read all that is stored."""
    deadline = DEADLINES.get(name)
    model = deadline.rows().model._meta
    first = {index.fields[0] for index in model.indexes if index.fields}
    assert model.get_field(deadline.field).db_index or deadline.field in first


def test_days_are_said_in_words():
    said = [days_left(END, END - left * DAY) for left in (2, 1, 0, -1, -2)]
    assert said == [
        "Dans 2\u00a0jours", "Demain", "Aujourd’hui", "Il y a 1\u00a0jour", "Il y a 2\u00a0jours",
    ]  # fmt: skip
