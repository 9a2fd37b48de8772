"""Amending and renewing: a contract that names the one before."""

from datetime import date, timedelta

import pytest

from coachpractice import clock
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.errors import Refused
from coachpractice.registry.evidence import RULES
from coachpractice.registry.mails import MAILS
from coachpractice.signing.actions import concluding, sending
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import Visit
from coachpractice.signing.public_state import PublicState
from contracts import actions
from contracts.changes import ending, following, withdrawing
from contracts.changes.comparing import Change, changes
from contracts.models import KIND, Contract, DependenceReview
from tests.contracts.factories import concluded_by, countersign, freeze, fresh, read_by_client

START, END = date(2026, 11, 23), date(2027, 5, 24)
DAY = timedelta(days=1)


@pytest.fixture
def contract(coach):
    return concluded_by(coach, on=START)


def sent(contract, coach, **facts) -> Contract:
    actions.save(contract, by=coach, **facts)
    freeze(actions.send(contract, by=coach))
    return fresh(contract)


def concluded(contract, coach, **facts) -> Contract:
    contract = sent(contract, coach, **facts)
    party = read_by_client(contract)
    concluding.sign(party, shown_sha256=contract.envelope.text_sha256, visit=Visit())
    sending.invite_next(contract.envelope)
    countersign(contract)
    return fresh(contract)


def state(contract, day):
    return Contract.objects.with_state(day).get(pk=contract.pk).state


# Amendments


def test_an_amendment_begins_with_what_was_agreed(coach, contract):
    with clock.at(START + 9 * DAY):
        draft = following.amend(contract, by=coach)
    same = ("client_id", "start_day", "end_day", "sessions_count", "objectives", "place")
    assert [getattr(fresh(draft), name) for name in same] == [
        getattr(fresh(contract), name) for name in same
    ]
    assert (draft.amends_id, draft.number) == (contract.pk, "2026-002")


def test_it_lists_what_changes_and_nothing_else(coach, contract):
    with clock.at(START + 9 * DAY):
        amendment = sent(following.amend(contract, by=coach), coach, sessions_count=12)
    first = amendment.envelope.snapshot["sections"][0]
    words, listed = first["blocks"]
    assert first["key"] == "amendment"
    assert contract.number in words["text"]
    assert contract.envelope.code in words["text"]
    assert listed["items"]
    assert all("12" in line or "1\u00a0440" in line for line in listed["items"])


def test_its_invitation_says_that_it_is_an_amendment(coach, contract):
    with clock.at(START + 9 * DAY):
        amendment = sent(following.amend(contract, by=coach), coach, sessions_count=12)
        party = amendment.envelope.parties.get(role="client")
        letter = MAILS.get("signing.invitation").write(party=str(party.pk))
    assert letter.subject == "Avenant au contrat de coaching\u00a0: à lire et à signer"
    assert AGREEMENTS.get(KIND).label(contract.envelope, "fr") == "Contrat de coaching"


def test_the_old_one_stands_until_all_have_signed(coach, contract):
    day = START + 9 * DAY
    with clock.at(day):
        amendment = sent(following.amend(contract, by=coach), coach)
        assert state(contract, day) == "in-force"
    with clock.at(day + DAY):
        party = read_by_client(amendment)
        concluding.sign(party, shown_sha256=amendment.envelope.text_sha256, visit=Visit())
        sending.invite_next(amendment.envelope)
        countersign(amendment)
    assert (state(contract, day + DAY), state(amendment, day + DAY)) == ("superseded", "in-force")
    zone = coach.practice.timezone
    rows = Contract.objects.of_coach(coach)
    assert list(rows.active(day, zone)) == [contract]
    assert list(rows.active(day + DAY, zone)) == [amendment]


def test_the_old_document_says_by_what_it_was_replaced(coach, contract):
    with clock.at(START + 9 * DAY):
        amendment = concluded(following.amend(contract, by=coach), coach)
    old = Envelope.objects.get(pk=contract.envelope_id)
    assert amendment.envelope.code in PublicState(old).became
    assert PublicState(Envelope.objects.get(pk=amendment.envelope_id)).became == ""


def test_two_amendments_at_once_are_refused(coach, contract):
    with clock.at(START + 9 * DAY):
        draft = following.amend(contract, by=coach)
        assert following.amend(contract, by=coach) == draft
        sent(draft, coach)
        with pytest.raises(Refused):
            following.amend(contract, by=coach)
    assert contract.amendments.count() == 1


def test_what_has_ended_is_not_amended(coach, contract):
    with clock.at(START + 9 * DAY):
        draft = following.amend(contract, by=coach)
        ending.end(contract, by=coach, asker="client")
        for refused in (following.amend, actions.send):
            with pytest.raises(Refused):
                refused(contract if refused is following.amend else draft, by=coach)


def test_an_amendment_is_amended_in_its_turn(coach, contract):
    with clock.at(START + 9 * DAY):
        first = concluded(following.amend(contract, by=coach), coach)
        with pytest.raises(Refused):
            following.amend(contract, by=coach)
        second = concluded(following.amend(first, by=coach), coach)
    states = [state(each, START + 9 * DAY) for each in (contract, first, second)]
    assert states == ["superseded", "superseded", "in-force"]


def test_texts_are_compared_section_by_section():
    def text(**sections):
        rows = [
            {"key": k, "title": k.title(), "blocks": [{"type": "p", "text": t} for t in texts]}
            for k, texts in sections.items()
        ]
        return {"sections": rows}

    before = text(price=["960 €", "Sous 14 jours"], gone=["Adieu"])
    after = text(price=["1 200 €", "Sous 14 jours", "TVA comprise"], new=["Bonjour"])
    assert changes(before, after) == [
        Change("Price", "960 €", "1 200 €"),
        Change("Price", "", "TVA comprise"),
        Change("New", "", "Bonjour"),
        Change("Gone", "Adieu", ""),
    ]
    assert changes(before, before) == []


# Renewals


def test_a_renewal_goes_on_for_as_long(coach, contract):
    with clock.at(END - 60 * DAY):
        draft = following.renew(contract, by=coach)
        assert following.renew(contract, by=coach) == draft
    assert (draft.start_day, draft.end_day) == (END + DAY, END + DAY + (END - START))
    assert (draft.renews_id, draft.renewal) == (contract.pk, 1)


def test_it_is_too_early_on_the_61st_day_before_the_end(coach, contract):
    with clock.at(END - 61 * DAY), pytest.raises(Refused):
        following.renew(contract, by=coach)


def test_after_the_end_it_begins_today(coach, contract):
    with clock.at(END + 9 * DAY):
        assert following.renew(contract, by=coach).start_day == END + 9 * DAY


def test_what_was_ended_early_or_withdrawn_from_is_not_renewed(coach, contract):
    other = concluded_by(coach, on=START)
    with clock.at(START + DAY):
        ending.end(contract, by=coach, asker="client")
        withdrawing.record(other, by=coach, declared_on=START)
    with clock.at(END):
        for each in (contract, other):
            with pytest.raises(Refused):
                following.renew(each, by=coach)


def renewed(contract, coach, times):
    for _ in range(times):
        with clock.at(contract.end_day):
            contract = concluded(following.renew(contract, by=coach), coach)
    return contract


def test_the_third_in_a_row_asks_for_a_review(coach, contract):
    second = renewed(contract, coach, 2)
    assert second.renewal == 2
    with clock.at(second.end_day):
        third = following.renew(second, by=coach)
        with pytest.raises(Refused):
            actions.send(third, by=coach)
        following.review_dependence(third, by=coach, text="Elle décide seule ; reste un projet.")
        assert concluded(third, coach).concluded_at
    review = DependenceReview.objects.unlocked("content").get()
    assert (review.contract_id, review.written_by) == (third.pk, coach)


def test_a_third_renewal_without_review_is_missing(coach, contract):
    rule = RULES.get("duration-and-autonomy")
    assert str(rule.find(coach, START).state) == "kept"
    for renewal, found in ((2, "kept"), (3, "missing")):
        Contract.objects.filter(pk=contract.pk).update(renewal=renewal)
        assert str(rule.find(coach, START).state) == found
    DependenceReview.objects.create(
        practice=coach.practice, contract=contract, text="Pensé.", written_by=coach
    )
    assert str(rule.find(coach, START).state) == "kept"
    assert str(rule.find(coach, END + DAY).state) == "not-concerned"
