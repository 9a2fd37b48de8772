"""Each rule on both sides of its edge. What is missing here could not happen through the product;
it is taken out of the row."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clients.actions import members, people
from clients.models import Client
from coachpractice import clock
from coachpractice.registry.evidence import RULES
from coachpractice.signing.actions import reading, sending
from coachpractice.signing.models import Check, ClearCard, Consent, LimitAnswer
from coachpractice.signing.proof import Visit
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.contracts.factories import concluded_by, sent_by
from tests.contracts.several import concluded_with, minor, protected, sponsored, team

RULED = [
    "code-shared",
    "contract-understood",
    "expectations-and-programme",
    "methods-explained",
    "strict-confidentiality",
    "confidentiality-limits-agreed",
    "supervision-consented",
    "client-interest-first",
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
    "client-interest-first": without("objectives"),
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
    asked = 2 if clause in ASKED_TWICE else 1
    with django_assert_num_queries(asked):
        RULES.get(clause).find(coach, START)
    for _ in range(2):
        concluded_by(coach, on=START)
    with django_assert_num_queries(asked):
        RULES.get(clause).find(coach, START)


# Of questions and points beside the contracts; of who signed; of the organisations that did; of
# requests to end.
ASKED_TWICE = (
    "contract-understood", "methods-explained", "confidentiality-limits-agreed", ADULTS,
    "code-shared", "right-to-end",
)  # fmt: skip


# Where several sign


@pytest.fixture
def organised(coach):
    """Signed by client and organisation, in force."""
    return concluded_with(coach, sponsored(coach), on=START)


def test_a_contract_with_a_sponsor_keeps_them_all(coach, organised):
    assert {clause: state(clause, coach) for clause in RULED} == dict.fromkeys(RULED, "kept")
    assert "(1)" in RULES.get("code-shared").find(coach, START).why
    assert "1 " in RULES.get("code-shared").find(coach, START).why.split(")")[1]


@pytest.mark.parametrize(
    ("clause", "breaks"),
    [
        ("expectations-and-programme", change(sponsor_expectations_given=False)),
        ("client-interest-first", without("reporting")),
        ("contract-understood", forget(ClearCard, party__role="sponsor", card="ending")),
        ("confidentiality-limits-agreed", forget(LimitAnswer, party__role="sponsor")),
    ],
)
def test_what_lacks_on_the_sponsor_s_side_is_missing(coach, organised, clause, breaks):
    assert state(clause, coach) == "kept"
    breaks(organised)
    assert state(clause, coach) == "missing"


def test_a_sponsor_and_a_curator_owe_no_answer_about_supervision(coach, organised):
    concluded_with(coach, protected(coach, "curatorship"), on=START)
    assert state("supervision-consented", coach) == "kept"


@pytest.mark.parametrize("role", ["client", "guardian"])
def test_parent_and_child_each_answer_about_supervision(coach, role):
    contract = concluded_with(coach, minor(coach), on=START)
    assert state("supervision-consented", coach) == "kept"
    forget(Consent, party__role=role, key="supervision-case")(contract)
    assert state("supervision-consented", coach) == "missing"


def test_each_member_of_a_team_signs_its_confidentiality(coach):
    contract = concluded_with(coach, team(coach), on=START)
    assert state("strict-confidentiality", coach) == "kept"
    late = members.add(contract.client, by=coach, name="Tard", email="tard@equipe.example")
    assert state("strict-confidentiality", coach) == "missing"
    members.remove(late, by=coach)
    assert state("strict-confidentiality", coach) == "kept"


def without_signature(role):
    facts = {"signed_at": None, "shown_sha256": ""}
    return lambda contract: contract.envelope.parties.filter(role=role).update(**facts)


PROTECTED = {
    "minor": minor,
    "guardianship": lambda coach: protected(coach, "guardianship"),
    "mandate": lambda coach: protected(coach, "mandate"),
    "curatorship": lambda coach: protected(coach, "curatorship"),
}


@pytest.mark.parametrize("kind", PROTECTED)
def test_who_is_to_be_protected_is_kept_by_who_signed(coach, kind):
    contract = concluded_with(coach, PROTECTED[kind](coach), on=START)
    assert state(ADULTS, coach) == "kept"
    without_signature("guardian")(contract)
    assert state(ADULTS, coach) == "missing"


def test_under_curatorship_the_client_signs_too(coach):
    contract = concluded_with(coach, protected(coach, "curatorship"), on=START)
    without_signature("client")(contract)
    assert state(ADULTS, coach) == "missing"


def test_what_the_parents_are_told_is_written(coach):
    contract = concluded_with(coach, minor(coach), on=START)
    change(arrangement_given=False)(contract)
    assert state(ADULTS, coach) == "missing"


def test_a_vulnerable_adult_has_an_arrangement(coach):
    client = ClientFactory(by=coach, vulnerable=True, arrangement="un mot convenu")
    contract = concluded_with(coach, client, on=START)
    assert state(ADULTS, coach) == "kept"
    change(arrangement_given=False)(contract)
    assert state(ADULTS, coach) == "missing"


@pytest.mark.parametrize(
    ("born_on", "found"),
    [(START.replace(year=2011) + timedelta(days=1), "missing"), (START.replace(year=2011), "kept")],
)
def test_below_15_the_child_signs_too(coach, born_on, found):
    """Fifteen on the day of the last signature, or a day younger."""
    contract = concluded_with(coach, minor(coach, born_on=born_on), on=START)
    without_signature("client")(contract)
    assert state(ADULTS, coach) == found


@pytest.mark.parametrize(("both", "found"), [(False, "kept"), (True, "missing")])
def test_a_second_parent_signs_where_the_act_is_not_a_usual_one(coach, both, found):
    contract = concluded_with(coach, minor(coach, parents=2), on=START)
    change(both_parents=both)(contract)
    assert state(ADULTS, coach) == found


def test_coming_of_age_is_due_sixty_days_before_and_missing_from_the_day(coach):
    client = minor(coach, born_on=date(2009, 3, 1))
    concluded_with(coach, client, on=START)
    majority = date(2027, 3, 1)
    days = {
        before: state(ADULTS, coach, majority - timedelta(days=before)) for before in (61, 60, 1, 0)
    }
    assert days == {61: "kept", 60: "due", 1: "due", 0: "missing"}
    assert RULES.get(ADULTS).find(coach, majority - timedelta(days=60)).due == majority
    with clock.at(majority):
        people.confirm_adult(client, by=coach)
    assert state(ADULTS, coach, majority) == "not-concerned"


def test_twins_come_of_age_on_one_day(coach):
    for _ in range(2):
        concluded_with(coach, minor(coach, born_on=date(2009, 1, 1)), on=START)
    finding = RULES.get(ADULTS).find(coach, date(2026, 12, 1))
    assert (str(finding.state), finding.due, len(finding.proofs)) == ("due", date(2027, 1, 1), 2)
