from datetime import date, timedelta

import pytest
from django.urls import reverse

from coachpractice import clock
from coachpractice.registry.quotes import QUOTES
from contracts.values import Values
from cpd import actions
from cpd.models import BodyMembership, InsurancePolicy
from tests.contracts import factories
from tests.cpd.factories import FACTS, TODAY, insured, member_of, qualified
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db

INSURANCE = ("insurance_insurer", "insurance_number", "insurance_countries")
KEYS = (*INSURANCE, "credentials", "professional_body")


@pytest.fixture
def typed(db):
    """A coach who typed it in the profile, before there was a file."""
    return MembershipFactory(
        profile__insurer="Ancienne mutuelle",
        profile__insurance_number="0-1",
        profile__insurance_countries="France et Suisse",
        profile__insurance_until=date(2026, 12, 31),
        profile__credentials="coach depuis 2010",
        profile__professional_body="Un réseau",
    )


def said(coach, language="fr"):
    return [QUOTES.get(key).read(coach, language) for key in KEYS]


def until(coach, key="insurance_insurer"):
    return QUOTES.get(key).until(coach)


def test_where_nothing_is_on_file_nothing_is_quoted(alice):
    assert said(alice) == [""] * 5
    assert {until(alice, key) for key in KEYS} == {None}


def test_what_is_on_file_is_quoted(alice):
    insured(alice, countries=["BE", "FR"])
    qualified(alice)
    member_of(alice)
    assert said(alice) == [
        "Mutuelle des Sept Rives",
        "77-204-118",
        "France, Belgique",
        "Praticienne certifiée (École des Collines, 2019)",
        "EMCC France (membre)",
    ]
    assert said(alice, "en")[2] == "France, Belgium"
    assert {until(alice, key) for key in KEYS} == {date(2027, 12, 31)}


@pytest.mark.parametrize(
    ("since", "end", "quoted"),
    [
        (TODAY, TODAY, True),
        (TODAY - timedelta(1), TODAY - timedelta(1), False),
        (TODAY + timedelta(1), TODAY + timedelta(1), False),
    ],
)
def test_it_is_quoted_from_its_first_to_its_last_day(alice, since, end, quoted):
    insured(alice, since=since, until=end)
    qualified(alice, since=since, until=end)
    member_of(alice, since=since, until=end)
    assert [bool(words) for words in said(alice)] == [quoted] * 5


def test_the_day_is_the_coach_s_own(alice):
    """Half past midnight in Paris is still yesterday in UTC."""
    insured(alice, since=date(2026, 11, 24), until=date(2026, 11, 24))
    from datetime import UTC, datetime

    with clock.at(datetime(2026, 11, 23, 22, 59, tzinfo=UTC)):
        assert said(alice)[0] == ""
    with clock.at(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
        assert said(alice)[0] == "Mutuelle des Sept Rives"


def test_a_qualification_kept_quiet_is_not_quoted(alice):
    qualified(alice, shown=False)
    assert said(alice)[3] == ""


def test_what_is_on_file_wins_over_what_was_typed(typed):
    assert said(typed) == [
        "Ancienne mutuelle", "0-1", "France et Suisse", "coach depuis 2010", "Un réseau",
    ]  # fmt: skip
    assert until(typed) == date(2026, 12, 31)
    insured(typed)
    assert said(typed)[:3] == ["Mutuelle des Sept Rives", "77-204-118", "France"]
    assert said(typed)[3:] == ["coach depuis 2010", "Un réseau"]


def test_once_something_was_on_file_the_typed_words_never_come_back(typed):
    insured(typed, until=TODAY - timedelta(1))
    qualified(typed, until=TODAY - timedelta(1))
    member_of(typed, until=TODAY - timedelta(1))
    assert said(typed) == [""] * 5
    assert until(typed) is None


def test_two_policies_are_quoted_together(alice):
    insured(alice, since=date(2026, 1, 1), until=date(2027, 3, 31))
    insured(
        alice, insurer="Genevoise", number="CH-9", countries=["CH", "FR"], since=date(2026, 2, 1)
    )
    assert said(alice)[:3] == [
        "Genevoise, Mutuelle des Sept Rives",
        "CH-9, 77-204-118",
        "France, Suisse",
    ]
    assert until(alice) == date(2027, 3, 31)


def test_of_a_policy_renewed_early_the_new_one_is_quoted(alice):
    older = insured(alice)
    actions.renew(
        older,
        by=alice,
        **(FACTS[InsurancePolicy] | {"number": "78", "since": TODAY, "until": date(2028, 1, 1)}),
    )
    assert said(alice)[:2] == ["Mutuelle des Sept Rives", "78"]
    assert until(alice) == date(2028, 1, 1)


def test_a_membership_renewed_is_quoted_once(alice):
    older = member_of(alice)
    actions.renew(older, by=alice, **(FACTS[BodyMembership] | {"since": TODAY, "level": ""}))
    assert said(alice)[4] == "EMCC France"


def test_a_contract_quotes_what_is_in_force_and_drops_what_lapses(alice):
    insured(alice, until=TODAY)
    contract = factories.draft_of(alice)
    assert Values(contract).all["insurance_insurer"] == "Mutuelle des Sept Rives"
    with clock.at(TODAY + timedelta(1)):
        assert Values(contract).all["insurance_insurer"] == ""


def test_each_says_where_it_is_put_on_file():
    assert {reverse(QUOTES.get(key).mend) for key in KEYS} == {"/standing/"}


def test_nobody_quotes_another_s(alice, bob):
    insured(alice)
    assert said(bob)[0] == ""
