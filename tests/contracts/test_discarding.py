"""Drafts thrown away."""

from datetime import timedelta

import pytest
from django.urls import reverse

from coachpractice import clock
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.registry.errors import Refused
from contracts import actions
from contracts.drafts import discarding, meeting
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.contracts.factories import concluded_by, draft_of, fresh, sent_by

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def url(page, contract):
    return reverse(f"contracts:{page}", args=[contract.pk])


def test_a_draft_thrown_away_is_seen_nowhere_and_comes_back_as_it_was(client, alice, login):
    desk, contract = login(client, alice), draft_of(alice, place="à Lyon")
    assert desk.post(url("throw-away", contract)).url == reverse("contracts:list")
    assert Contract.objects.count() == 0
    for page in ("page", "draft", "send"):
        assert desk.get(url(page, contract)).status_code == 404
    page = desk.get(reverse("contracts:list"))
    assert [row.pk for row in page.context["listing"].thrown_away] == [contract.pk]
    assert page.context["listing"].total == 0
    assert desk.post(url("bring-back", contract)).url == url("draft", contract)
    assert fresh(contract).place == "à Lyon"
    assert desk.get(reverse("contracts:list")).context["listing"].thrown_away == []


def test_after_a_day_it_is_gone_with_what_stood_beside_it(alice):
    contract = draft_of(alice)
    now = clock.now()
    meeting.note(contract, by=alice, explained_on=clock.today())
    with clock.at(now):
        discarding.throw_away(contract, by=alice)
    with clock.at(now + DAY - timedelta(seconds=1)):
        jobs.run_due()
        assert Contract.with_thrown_away.count() == 1
    with clock.at(now + DAY):
        jobs.run_due()
    assert Contract.with_thrown_away.count() == 0


def test_brought_back_and_thrown_away_again_it_has_a_whole_day_anew(alice):
    contract, now = draft_of(alice), clock.now()
    with clock.at(now):
        discarding.throw_away(contract, by=alice)
    with clock.at(now + DAY / 2):
        discarding.bring_back(contract, by=alice)
        discarding.throw_away(contract, by=alice)
    with clock.at(now + DAY):
        jobs.run_due()
        assert Contract.with_thrown_away.count() == 1
    with clock.at(now + DAY * 1.5):
        jobs.run_due()
    assert Contract.with_thrown_away.count() == 0


def test_brought_back_it_stays(alice):
    contract, now = draft_of(alice), clock.now()
    discarding.throw_away(contract, by=alice)
    discarding.bring_back(contract, by=alice)
    with clock.at(now + 2 * DAY):
        jobs.run_due()
    assert Contract.objects.count() == 1


@pytest.mark.parametrize("made", [sent_by, concluded_by])
def test_what_was_sent_cannot_be_thrown_away(coach, made):
    contract = made(coach)
    with pytest.raises(Refused):
        discarding.throw_away(contract, by=coach)
    assert Contract.objects.count() == 1


def test_its_number_is_not_given_again_while_it_may_come_back(alice):
    contract = draft_of(alice)
    discarding.throw_away(contract, by=alice)
    assert draft_of(alice).number != contract.number


def test_a_draft_that_took_its_place_stays_alone(alice):
    odette = ClientFactory(by=alice)
    first = draft_of(alice, odette)
    discarding.throw_away(first, by=alice)
    second = actions.draft(odette, by=alice)
    assert second != first
    with pytest.raises(Refused):
        discarding.bring_back(first, by=alice)
    discarding.throw_away(second, by=alice)
    discarding.bring_back(first, by=alice)
    assert list(Contract.objects.all()) == [first]


def test_the_journal_tells_of_it(alice):
    contract = draft_of(alice)
    discarding.throw_away(contract, by=alice)
    discarding.bring_back(contract, by=alice)
    events = Entry.objects.filter(object=contract.pk, event__startswith="draft-")
    assert sorted(events.values_list("event", flat=True)) == [
        "draft-brought-back", "draft-thrown-away",
    ]  # fmt: skip


@pytest.mark.parametrize("page", ["throw-away", "bring-back"])
def test_nobody_touches_the_draft_of_another(client, alice, bob, login, page):
    contract = draft_of(alice)
    if page == "bring-back":
        discarding.throw_away(contract, by=alice)
    assert login(client, bob).post(url(page, contract)).status_code == 404
