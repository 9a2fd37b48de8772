"""Each rule on both sides of its edge. What is missing here could not happen through the product;
it is taken out of the row."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clients.models import Client
from coachpractice import clock
from coachpractice.registry.evidence import RULES
from coachpractice.signing.actions import reading, sending
from coachpractice.signing.models import Check, ClearCard, Consent, LimitAnswer
from coachpractice.signing.proof import Visit
from contracts.models import Contract
from tests.contracts.factories import concluded_by, sent_by

RULED = [
    "code-shared",
    "contract-understood",
    "expectations-and-programme",
    "methods-explained",
    "strict-confidentiality",
    "confidentiality-limits-agreed",
    "supervision-consented",
    "clear-boundaries",
    "right-to-end",
    "no-exploitation",
    "effect-on-other-clients",
    "competence-limits",
]
ADULTS = "minors-and-vulnerable-adults"
START, END = date(2026, 11, 23), date(2027, 5, 24)


def state(clause, coach, day=START):
    return str(RULES.get(clause).find(coach, day).state)


def states(coach, day=START, clauses=RULED):
    return {state(clause, coach, day) for clause in clauses}


@pytest.fixture
def contract(coach):
    return concluded_by(coach, on=START)


def without(section):
    def take_out(contract):
        rest = contract.sections.replace(f" {section} ", " ")
        Contract.objects.filter(pk=contract.pk).update(sections=rest)

    return take_out


def change(**facts):
    return lambda contract: Contract.objects.filter(pk=contract.pk).update(**facts)


def unsay(fact, when):
    facts = {fact: "", f"{when}_at": None, f"{when}_by": None}
    return lambda contract: Client.objects.filter(pk=contract.client_id).update(**facts)


def forget(model, **which):
    return lambda contract: model.objects.filter(
        party__envelope=contract.envelope, **which
    ).delete()


BROKEN = {
    "contract-understood": forget(ClearCard, card="ending"),
    "expectations-and-programme": change(objectives_count=0),
    "methods-explained": without("methods"),
    "strict-confidentiality": without("secrecy"),
    "confidentiality-limits-agreed": forget(LimitAnswer),
    "supervision-consented": forget(Consent, key="supervision-case"),
    "clear-boundaries": without("relationship"),
    "right-to-end": without("stopping"),
    "no-exploitation": unsay("ties", "ties_declared"),
    "effect-on-other-clients": unsay("others", "others_checked"),
    "competence-limits": unsay("fit", "fit_assessed"),
    ADULTS: lambda contract: Client.objects.filter(pk=contract.client_id).update(
        adult_confirmed_at=None, adult_confirmed_by=None
    ),
}


def test_without_a_client_under_contract_nothing_is_concerned(coach, bob):
    sent_by(coach)
    assert states(coach, clauses=[*RULED, ADULTS]) == {"not-concerned"}
    assert states(bob, clauses=[*RULED, ADULTS]) == {"not-concerned"}


def test_a_contract_signed_through_the_product_keeps_them_all(coach, contract):
    assert {clause: state(clause, coach) for clause in RULED} == dict.fromkeys(RULED, "kept")


def test_a_contract_holds_until_its_last_day(coach, contract):
    assert states(coach, END) == {"kept"}
    assert states(coach, END + timedelta(days=1)) == {"not-concerned"}
    assert states(coach, START - timedelta(days=1)) == {"not-concerned"}


def test_the_day_is_the_coach_s(coach):
    midnight = datetime(2026, 11, 24, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))  # 23:30 in UTC
    with clock.at(midnight):
        concluded_by(coach)
    assert states(coach, date(2026, 11, 23)) == {"not-concerned"}
    assert states(coach, date(2026, 11, 24)) == {"kept"}


@pytest.mark.parametrize("clause", BROKEN)
def test_what_is_missing_is_named_with_the_client_s_code(coach, contract, clause):
    BROKEN[clause](contract)
    finding = RULES.get(clause).find(coach, START)
    url = f"/clients/{contract.client_id}/"
    assert str(finding.state) == "missing"
    assert [(proof.label, proof.url) for proof in finding.proofs] == [("C-001", url)]
    assert finding.mend.url == url


def test_only_the_broken_clause_falls(coach, contract):
    without("secrecy")(contract)
    fallen = [clause for clause in RULED if state(clause, coach) != "kept"]
    assert fallen == ["strict-confidentiality"]


def test_one_contract_without_it_is_enough(coach, contract):
    without("secrecy")(concluded_by(coach, on=START))
    finding = RULES.get("strict-confidentiality").find(coach, START)
    assert [proof.label for proof in finding.proofs] == ["C-002"]


def test_a_request_outside_what_one_can_do_is_missing(coach, contract):
    for fit, found in (("referred", "kept"), ("outside", "missing")):
        Client.objects.filter(pk=contract.client_id).update(fit=fit)
        assert state("competence-limits", coach) == found


def test_adults_are_not_concerned_and_say_so(coach, contract):
    finding = RULES.get(ADULTS).find(coach, START)
    assert str(finding.state) == "not-concerned"
    assert "1" in finding.why


def test_a_point_to_talk_over_is_due_for_14_days_then_missing(coach):
    contract = concluded_by(coach, on=START, wrong=True)
    days = {
        after: state("contract-understood", coach, START + timedelta(days=after))
        for after in (0, 14, 15)
    }
    assert days == {0: "due", 14: "due", 15: "missing"}
    finding = RULES.get("contract-understood").find(coach, START)
    assert finding.due == START + timedelta(days=14)
    for check in Check.objects.filter(party__envelope=contract.envelope):
        reading.talked_over(check, by=coach)
    assert state("contract-understood", coach, START + timedelta(days=15)) == "kept"


def test_an_objection_is_due_for_14_days_then_missing(coach):
    with clock.at(START):
        contract = sent_by(coach)
        party = contract.envelope.parties.get(role="client")
        reading.answer_card(party, checks={}, limits={"danger-to-self": False})
    clause = "confidentiality-limits-agreed"
    days = {after: state(clause, coach, START + timedelta(days=after)) for after in (0, 14, 15)}
    assert days == {0: "due", 14: "due", 15: "missing"}
    with clock.at(START):
        reading.answered_aloud(party.questions.get(), by=coach, on=START)
    assert state(clause, coach) == "not-concerned"


def test_a_question_about_the_work_is_due_for_14_days_then_missing(coach):
    with clock.at(START):
        contract = sent_by(coach)
        party = contract.envelope.parties.get(role="client")
        question = reading.ask(party, card="work", text="Comment ?", visit=Visit())
        reading.ask(party, card="ending", text="Et la fin ?", visit=Visit())
    days = {
        after: state("methods-explained", coach, START + timedelta(days=after))
        for after in (0, 14, 15)
    }
    assert days == {0: "due", 14: "due", 15: "missing"}
    reading.answer(question, by=coach, text="Ainsi.")
    assert state("methods-explained", coach) == "not-concerned"


def test_what_was_taken_back_asks_for_nothing(coach):
    with clock.at(START):
        contract = sent_by(coach)
        party = contract.envelope.parties.get(role="client")
        reading.ask(party, card="work", text="Comment ?", visit=Visit())
        sending.void(contract.envelope, by=coach)
    assert state("methods-explained", coach, START + timedelta(days=30)) == "not-concerned"


@pytest.mark.parametrize("clause", [*RULED, ADULTS])
def test_a_rule_asks_as_many_queries_for_three_contracts_as_for_one(
    coach, contract, clause, django_assert_num_queries
):
    asked = 2 if clause in WITHIN_DAYS else 1
    with django_assert_num_queries(asked):
        RULES.get(clause).find(coach, START)
    for _ in range(2):
        concluded_by(coach, on=START)
    with django_assert_num_queries(asked):
        RULES.get(clause).find(coach, START)


WITHIN_DAYS = ("contract-understood", "methods-explained", "confidentiality-limits-agreed")
