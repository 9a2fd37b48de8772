"""Withdrawing within fourteen days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.errors import Refused
from coachpractice.registry.mails import MAILS
from coachpractice.signing.proof import Visit
from contracts import withdrawal
from contracts.changes import ending, following, withdrawing
from contracts.models import Contract, Withdrawal
from tests.contracts.factories import concluded_by, fresh
from tests.contracts.several import concluded_with, minor, party, protected, sponsored

START = date(2026, 11, 23)  # a Monday
DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")
SAID = {"name": "Odette Passerose", "receipt_to": "odette@courriel.example"}


@pytest.fixture
def contract(coach):
    return concluded_by(coach, on=START)


def client_of(contract):
    return contract.envelope.parties.select_related("envelope").get(role="client")


def withdraw(contract, day, **said):
    with clock.at(day):
        return withdrawing.withdraw(client_of(contract), visit=Visit(), **{**SAID, **said})


# Until when


@pytest.mark.parametrize(
    ("concluded", "last"),
    [
        (date(2026, 11, 23), date(2026, 12, 7)),  # a Monday
        (date(2026, 10, 31), date(2026, 11, 16)),  # Saturday, then Sunday
        (date(2026, 11, 1), date(2026, 11, 16)),  # Sunday
        (date(2026, 12, 11), date(2026, 12, 28)),  # Christmas on a Friday, then a week-end
        (date(2026, 4, 30), date(2026, 5, 15)),  # Ascension
        (date(2026, 6, 30), date(2026, 7, 15)),  # 14 July
        (date(2027, 3, 15), date(2027, 3, 30)),  # Easter Monday
        (date(2028, 2, 15), date(2028, 2, 29)),  # a leap year
    ],
)
def test_fourteen_days_end_on_a_working_day(concluded, last):
    assert withdrawal.last_day(concluded) == last


@pytest.mark.parametrize("days", [0, 13, 14])
def test_until_the_last_hour_of_day_14_it_is_taken(coach, contract, days):
    moment = datetime.combine(START + days * DAY, datetime.max.time(), PARIS)
    row = withdraw(contract, moment)
    assert (row.declared_on, row.how, row.started_early) == (START + days * DAY, "link", True)
    assert Contract.objects.with_state(START).get().state == "withdrawn"


def test_on_day_15_it_is_refused_and_ending_is_named(coach, contract):
    with pytest.raises(Refused, match=r"7.décembre.2026"):
        withdraw(contract, START + 15 * DAY)
    assert fresh(contract).withdrawn_at is None
    with clock.at(START + 15 * DAY):
        assert ending.end_by_link(client_of(contract), reason="", visit=Visit())


# What follows


def test_a_receipt_goes_with_content_date_and_hour(coach, contract):
    row = withdraw(contract, datetime(2026, 12, 1, 14, 32, tzinfo=PARIS))
    letter = MAILS.get("contracts.withdrawal-receipt").write(withdrawal=str(row.pk))
    assert letter.to == SAID["receipt_to"]
    assert letter.context["when"] == "1er décembre 2026 à 14 h 32".replace(" ", "\u00a0").replace(
        "2026\u00a0à", "2026 à"
    )
    assert letter.context["name"] == SAID["name"]
    sent = set(OutboxMail.objects.filter(name__startswith="contracts.").values_list("name"))
    assert sent == {("contracts.withdrawal-receipt",), ("contracts.withdrawal-declared",)}


def test_it_is_in_the_journal_and_in_the_proof(coach, contract):
    withdraw(contract, START + DAY)
    journal.seal(contract.envelope_id)
    events = [each["event"] for each in journal.of_proof(contract.envelope_id)]
    assert events[-1] == "contract-withdrawn"


def test_declared_twice_it_counts_once(coach, contract):
    first = withdraw(contract, START + DAY)
    assert withdraw(contract, START + 2 * DAY, name="Autre") == first
    assert Withdrawal.objects.count() == 1


def test_nothing_is_active_after_it(coach, contract):
    withdraw(contract, START + DAY)
    zone = coach.practice.timezone
    assert not Contract.objects.of_coach(coach).active(START + DAY, zone).exists()
    with clock.at(START + 2 * DAY), pytest.raises(Refused):
        ending.end_by_link(client_of(contract), reason="", visit=Visit())


@pytest.mark.parametrize("said", [{"name": " "}, {"receipt_to": "odette"}, {"name": "x" * 201}])
def test_a_declaration_without_name_or_address_is_refused(coach, contract, said):
    with pytest.raises(Refused):
        withdraw(contract, START + DAY, **said)
    assert Withdrawal.objects.count() == 0


# Whose right it is


def test_whoever_does_not_pay_does_not_withdraw(coach):
    contract = concluded_with(coach, sponsored(coach), on=START)
    with pytest.raises(Refused):
        withdraw(contract, START + DAY)


def test_a_parent_withdraws_and_the_child_does_not(coach):
    contract = concluded_with(coach, minor(coach), on=START)
    with pytest.raises(Refused):
        withdraw(contract, START + DAY)
    with clock.at(START + DAY):
        withdrawing.withdraw(party(contract, "Rose"), visit=Visit(), **SAID)
    assert OutboxMail.objects.filter(name="contracts.withdrawn").count() == 1


def test_under_curatorship_the_client_withdraws(coach):
    contract = concluded_with(coach, protected(coach, "curatorship"), on=START)
    assert withdraw(contract, START + DAY)


# By mail, by letter or aloud


@pytest.mark.parametrize(("days", "taken"), [(14, True), (15, False)])
def test_what_came_by_mail_counts_from_the_day_it_was_sent(coach, contract, days, taken):
    with clock.at(START + 20 * DAY):
        if not taken:
            with pytest.raises(Refused):
                withdrawing.record(contract, by=coach, declared_on=START + days * DAY)
            return
        row = withdrawing.record(contract, by=coach, declared_on=START + days * DAY)
    assert (row.how, row.declared_on) == ("word", START + 14 * DAY)


def test_before_its_conclusion_nobody_withdraws(coach, contract):
    with clock.at(START + DAY):
        for day in (START - DAY, START + 2 * DAY):
            with pytest.raises(Refused):
                withdrawing.record(contract, by=coach, declared_on=day)


# The express request to begin early


@pytest.mark.parametrize(("start", "asked"), [(14, True), (15, False)])
def test_it_is_asked_only_when_it_begins_within_the_days(coach, start, asked):
    contract = concluded_by(coach, on=START, start_day=START + start * DAY)
    keys = [each["key"] for each in contract.envelope.snapshot["consents"]]
    assert ("early-start" in keys) is asked


def test_it_is_not_asked_where_an_organisation_pays(coach):
    contract = concluded_with(coach, sponsored(coach), on=START)
    assert "early-start" not in [c["key"] for c in contract.envelope.snapshot["consents"]]


def test_without_it_nothing_is_due(coach):
    contract = concluded_by(coach, on=START)
    client_of(contract).consents.filter(key="early-start").update(given=False)
    assert not withdraw(contract, START + DAY).started_early


# Of an amendment


def test_who_withdraws_from_an_amendment_has_the_old_contract_again(coach, contract):
    from tests.contracts.test_following import concluded

    with clock.at(START + 30 * DAY):
        amendment = concluded(following.amend(contract, by=coach), coach)
        assert fresh(contract).superseded_at
    withdraw(amendment, START + 31 * DAY)
    assert fresh(contract).superseded_at is None
    states = Contract.objects.with_state(START + 31 * DAY).order_by("serial")
    assert [each.state for each in states] == ["in-force", "withdrawn"]
