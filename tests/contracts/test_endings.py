"""Ending a contract, from either side, and settling it."""

from datetime import date, timedelta

import pytest

from coachpractice import clock
from coachpractice.links.models import Link
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.errors import Refused
from coachpractice.registry.evidence import RULES
from coachpractice.signing.proof import Visit
from contracts.changes import ending, following, suspending
from contracts.models import Contract, Ending, Suspension
from tests.contracts.factories import concluded_by, draft_of, fresh
from tests.contracts.several import concluded_with, minor, party, protected, sponsored, team

START, END = date(2026, 11, 23), date(2027, 5, 24)
DAY = timedelta(days=1)


@pytest.fixture
def contract(coach):
    return concluded_by(coach, on=START)


def state(contract, day):
    return Contract.objects.with_state(day).get(pk=contract.pk).state


def client_of(contract):
    return contract.envelope.parties.select_related("envelope").get(role="client")


def mails(name):
    return OutboxMail.objects.filter(name=name).count()


def active(coach, day):
    return Contract.objects.of_coach(coach).active(day, coach.practice.timezone).exists()


# Who ends, and when it ends


def test_the_client_ends_today_by_the_link_and_everybody_is_told(coach, contract):
    with clock.at(START + 20 * DAY):
        asked = ending.end_by_link(client_of(contract), reason="J’ai fini.", visit=Visit())
    assert (asked.asker, asked.how, asked.last_day) == ("client", "link", START + 20 * DAY)
    assert asked.settle_by == START + 34 * DAY
    assert (mails("contracts.ending"), mails("contracts.ending-asked")) == (1, 1)
    assert fresh(contract).last_day == START + 20 * DAY


def test_it_counts_until_the_last_day_and_no_longer(coach, contract):
    with clock.at(START + 20 * DAY):
        ending.end_by_link(client_of(contract), reason="", visit=Visit())
    last = START + 20 * DAY
    assert (state(contract, last), state(contract, last + DAY)) == ("in-force", "ended")
    assert (active(coach, last), active(coach, last + DAY)) == (True, False)
    assert not Contract.objects.running(last + DAY).exists()


def test_the_coach_gives_the_notice_that_was_agreed(coach, contract):
    with clock.at(START):
        asked = ending.end(contract, by=coach, asker="coach")
    assert (asked.how, asked.last_day) == ("here", START + 14 * DAY)
    assert mails("contracts.ending-asked") == 0


def test_what_was_said_aloud_is_recorded_with_its_day(coach, contract):
    with clock.at(START + 5 * DAY):
        asked = ending.end(contract, by=coach, asker="client", asked_on=START + 2 * DAY)
    days = (asked.asked_on, asked.last_day, asked.settle_by)
    assert (asked.how, days) == ("word", (START + 2 * DAY, START + 5 * DAY, START + 16 * DAY))


def test_a_sponsor_keeps_the_notice_and_the_client_need_not(coach):
    contract = concluded_with(coach, sponsored(coach), on=START)
    with clock.at(START + DAY):
        by_sponsor = ending.end_by_link(party(contract, "Aymar"), reason="", visit=Visit())
        by_client = ending.end_by_link(client_of(contract), reason="", visit=Visit())
    assert (by_sponsor.last_day, by_client.last_day) == (START + 15 * DAY, START + DAY)
    assert fresh(contract).stops_on == START + DAY


def test_who_speaks_for_a_client_ends_it_in_their_name(coach):
    contract = concluded_with(coach, minor(coach), on=START)
    with clock.at(START + DAY):
        assert ending.end_by_link(party(contract, "Rose"), reason="", visit=Visit()).asker == (
            "guardian"
        )


@pytest.mark.parametrize(("made", "name"), [("curator", "Agathe"), ("team", "Awa")])
def test_a_curator_or_a_member_does_not_end_it_for_the_others(coach, made, name):
    client = protected(coach, "curatorship") if made == "curator" else team(coach)
    contract = concluded_with(coach, client, on=START)
    with clock.at(START + DAY), pytest.raises(Refused):
        ending.end_by_link(party(contract, name), reason="", visit=Visit())


# What is refused


def test_it_is_not_ended_twice(coach, contract):
    with clock.at(START + DAY):
        ending.end_by_link(client_of(contract), reason="", visit=Visit())
        for again in ("client", "coach"):
            with pytest.raises(Refused):
                ending.end(contract, by=coach, asker=again)
    assert Ending.objects.count() == 1


@pytest.mark.parametrize(
    "days",
    [
        {"last_day": START + 9 * DAY},  # has passed
        {"last_day": START + 23 * DAY},  # before the notice is over
        {"last_day": END},  # it ends then anyway
        {"asked_on": START + 11 * DAY},  # has not come
    ],
)
def test_a_last_day_that_cannot_be_is_refused(coach, contract, days):
    with clock.at(START + 10 * DAY), pytest.raises(Refused):
        ending.end(contract, by=coach, asker="coach", **days)
    assert fresh(contract).stops_on is None


def test_a_last_day_on_the_edge_of_the_notice_is_taken(coach, contract):
    with clock.at(START + 10 * DAY):
        ending.end(contract, by=coach, asker="coach", last_day=START + 24 * DAY)
    assert fresh(contract).stops_on == START + 24 * DAY


def test_what_is_not_in_force_cannot_be_ended(coach, contract):
    with pytest.raises(Refused):
        ending.end(draft_of(coach), by=coach, asker="coach")
    with clock.at(END + DAY), pytest.raises(Refused):
        ending.end(contract, by=coach, asker="client")


def test_an_amendment_that_is_out_is_taken_back(coach, contract):
    from tests.contracts.test_following import sent

    with clock.at(START + DAY):
        amendment = sent(following.amend(contract, by=coach), coach)
        ending.end_by_link(client_of(contract), reason="", visit=Visit())
    assert fresh(amendment).envelope.voided_at


# Settling, and what the register says


@pytest.mark.parametrize(("days", "found"), [(0, "due"), (14, "due"), (15, "missing")])
def test_a_request_not_settled_within_the_notice_is_missing(coach, contract, days, found):
    with clock.at(START + DAY):
        ending.end_by_link(client_of(contract), reason="", visit=Visit())
    finding = RULES.get("right-to-end").find(coach, START + DAY + days * DAY)
    assert str(finding.state) == found
    assert [proof.label for proof in finding.proofs] == ["C-001"]


def test_a_settled_request_is_missing_no_more(coach, contract):
    with clock.at(START + DAY):
        ending.end_by_link(client_of(contract), reason="", visit=Visit())
        assert ending.settle(contract, by=coach, note="Deux séances remboursées.") == 1
        assert ending.settle(contract, by=coach, note="Encore.") == 0
    row = Ending.objects.unlocked("content").get()
    assert (row.settled_by, row.note) == (coach, "Deux séances remboursées.")
    later = START + 60 * DAY
    assert str(RULES.get("right-to-end").find(coach, later).state) == "not-concerned"


# Suspension


def test_a_suspended_contract_says_so_and_still_counts(coach, contract):
    with clock.at(START + DAY):
        suspending.suspend(contract, by=coach, starts=START + 2 * DAY, ends=START + 9 * DAY,
                           agreed_on=START + DAY, reason="Congé.")  # fmt: skip
    around = [state(contract, START + days * DAY) for days in (1, 2, 9, 10)]
    assert around == ["in-force", "suspended", "suspended", "in-force"]
    assert active(coach, START + 5 * DAY)


def test_it_is_taken_up_again(coach, contract):
    with clock.at(START + DAY):
        suspending.suspend(contract, by=coach, starts=START + DAY, agreed_on=START)
    with clock.at(START + 8 * DAY):
        suspending.resume(contract, by=coach)
        suspending.resume(contract, by=coach)
    assert Suspension.objects.get().ends == START + 7 * DAY
    assert state(contract, START + 8 * DAY) == "in-force"


def test_two_suspensions_at_once_are_refused(coach, contract):
    with clock.at(START + DAY):
        suspending.suspend(contract, by=coach, starts=START + DAY, agreed_on=START)
        with pytest.raises(Refused):
            suspending.suspend(contract, by=coach, starts=START + 9 * DAY, agreed_on=START)


def test_each_guest_has_a_link_until_a_month_after_the_end(coach, contract):
    link = Link.objects.get(purpose="keep", holder=client_of(contract).pk)
    assert link.expires_at.date() == END + 30 * DAY
