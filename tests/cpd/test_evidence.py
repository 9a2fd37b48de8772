"""Both rules, the day before and the day after each edge."""

from datetime import date, timedelta

import pytest

from coachpractice.registry.evidence import RULES
from cpd import actions
from cpd.models import InsurancePolicy, Qualification
from tests.contracts.factories import concluded_by, draft_of
from tests.cpd.factories import FACTS, TODAY, insured, member_of, qualified
from tests.factories import MembershipFactory
from tests.scans import PDF

pytestmark = pytest.mark.django_db

ONE = timedelta(days=1)


def finding(clause, coach, day=TODAY):
    return RULES.get(clause).find(coach, day)


def insurance(coach, day=TODAY):
    return str(finding("liability-insurance", coach, day).state)


def credentials(coach, day=TODAY):
    return str(finding("truthful-credentials", coach, day).state)


# 2.4.2


@pytest.fixture
def working(coach):
    """A coach with one client under contract, in France."""
    concluded_by(coach, on=TODAY)
    return coach


def test_without_a_client_and_without_a_policy_insurance_is_no_matter(alice):
    assert insurance(alice) == "not-concerned"


def test_a_policy_counts_before_the_first_client(alice):
    insured(alice)
    assert insurance(alice) == "kept"


def test_work_without_insurance_is_missing_and_leads_to_adding_one(working):
    found = finding("liability-insurance", working)
    assert str(found.why) == "No insurance covers these countries today: France."
    assert (found.state, found.mend.url) == ("missing", "/standing/insurance/new/")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 11, 22), "not-concerned"),
        (date(2026, 11, 23), "kept"),
    ],
)
def test_a_policy_holds_from_its_first_day(alice, day, state):
    insured(alice, since=date(2026, 11, 23))
    assert insurance(alice, day) == state


def test_an_insurance_that_begins_tomorrow_is_missing_today(working):
    insured(working, since=TODAY + ONE)
    assert (insurance(working), insurance(working, TODAY + ONE)) == ("missing", "kept")


def test_an_insurance_is_kept_then_due_then_missing(working):
    end = date(2027, 3, 31)
    insured(working, until=end)
    days = {before: insurance(working, end - timedelta(before)) for before in (61, 60, 30, 7, 0)}
    assert days == {61: "kept", 60: "due", 30: "due", 7: "due", 0: "due"}
    assert insurance(working, end + ONE) == "missing"
    assert finding("liability-insurance", working, end).due == end


def test_what_is_due_or_lapsed_leads_to_renewing_it(working):
    row = insured(working, until=date(2027, 3, 31))
    for day in (date(2027, 3, 31), date(2027, 4, 1)):
        found = finding("liability-insurance", working, day)
        assert found.mend.url == f"/standing/insurance/{row.pk}/renew/"


@pytest.mark.parametrize(
    ("begins", "states"),
    [
        (date(2027, 4, 1), ["kept", "kept", "kept"]),
        (date(2027, 4, 2), ["due", "missing", "kept"]),
    ],
)
def test_a_renewal_counts_when_it_leaves_no_gap(working, begins, states):
    older = insured(working, until=date(2027, 3, 31))
    facts = FACTS[InsurancePolicy] | {"since": begins, "until": date(2028, 3, 31)}
    actions.renew(older, by=working, **facts)
    days = (date(2027, 3, 31), date(2027, 4, 1), date(2027, 4, 2))
    assert [insurance(working, day) for day in days] == states


def test_what_was_renewed_is_not_to_be_renewed_again(working):
    older = insured(working, until=date(2027, 3, 31))
    facts = FACTS[InsurancePolicy] | {"since": date(2027, 4, 2), "until": date(2028, 3, 31)}
    actions.renew(older, by=working, **facts)
    mend = finding("liability-insurance", working, date(2027, 4, 1)).mend
    assert mend.url == "/standing/insurance/new/"


@pytest.mark.parametrize(
    ("countries", "lacking"),
    [
        (["FR"], "Belgium, Switzerland"),
        (["FR", "BE"], "Switzerland"),
        (["CH", "BE"], "France"),
        (["FR", "BE", "CH", "IT"], ""),
    ],
)
def test_each_country_a_contract_names_is_covered(working, countries, lacking):
    """Where the coach works, and where the client is."""
    concluded_by(working, on=TODAY, coach_country="BE", client_country="CH")
    insured(working, countries=countries)
    found = finding("liability-insurance", working)
    if lacking:
        why = f"No insurance covers these countries today: {lacking}."
        assert (found.state, str(found.why)) == ("missing", why)
    else:
        assert found.state == "kept"


def test_two_policies_cover_two_countries_until_the_first_of_them_ends(working):
    concluded_by(working, on=TODAY, client_country="CH")
    swiss = insured(working, countries=["CH"], until=date(2027, 3, 31))
    insured(working, countries=["FR"], until=date(2027, 4, 30))
    found = finding("liability-insurance", working, date(2027, 3, 31))
    assert (found.state, found.due) == ("due", date(2027, 3, 31))
    assert found.mend.url == f"/standing/insurance/{swiss.pk}/renew/"
    assert insurance(working, date(2027, 4, 1)) == "missing"


def test_a_contract_that_is_not_signed_names_no_country_yet(working):
    draft_of(working, client_country="CH")
    insured(working)
    assert insurance(working) == "kept"


def test_after_the_last_contract_nothing_is_missing(working):
    insured(working, until=date(2027, 3, 31))
    assert insurance(working, date(2028, 1, 1)) == "not-concerned"


def test_another_coach_s_policy_covers_nobody_else(working, bob):
    insured(bob)
    assert insurance(working) == "missing"


# 1.3.1


def test_who_claims_nothing_is_not_concerned(alice):
    assert credentials(alice) == "not-concerned"


def test_on_file_with_their_proofs_they_are_kept(alice):
    qualified(alice)
    assert str(finding("truthful-credentials", alice).why) == (
        "The one qualification or membership your contracts name is on file with its proof."
    )
    member_of(alice, until=None)
    found = finding("truthful-credentials", alice)
    assert (found.state, [str(proof.label) for proof in found.proofs]) == (
        "kept", ["Praticienne certifiée", "EMCC France"],
    )  # fmt: skip


def test_a_qualification_is_kept_then_due_then_still_shown(alice):
    end = date(2027, 3, 31)
    row = qualified(alice, until=end)
    days = {before: credentials(alice, end - timedelta(before)) for before in (61, 60, 7, 0)}
    assert days == {61: "kept", 60: "due", 7: "due", 0: "due"}
    found = finding("truthful-credentials", alice, end + ONE)
    assert (found.state, found.mend.url) == (
        "missing", f"/standing/qualification/{row.pk}/renew/",
    )  # fmt: skip


def test_a_lapsed_one_that_is_not_shown_is_no_fault(alice):
    row = qualified(alice, until=TODAY - ONE)
    assert credentials(alice) == "missing"
    actions.change(row, by=alice, shown=False)
    assert credentials(alice) == "not-concerned"


def test_a_lapsed_one_that_was_renewed_is_no_fault(alice):
    row = qualified(alice, until=TODAY - ONE)
    facts = FACTS[Qualification] | {"since": TODAY}
    renewed = actions.renew(row, by=alice, **facts)
    assert credentials(alice) == "missing"  # the new one has no proof yet
    actions.change(renewed, by=alice, proof=PDF)
    assert credentials(alice) == "kept"


def test_a_membership_ends_without_being_shown(alice):
    member_of(alice, until=TODAY)
    assert (credentials(alice), credentials(alice, TODAY + ONE)) == ("due", "not-concerned")


def test_one_that_begins_tomorrow_is_not_told_today(alice):
    qualified(alice, since=TODAY + ONE)
    assert (credentials(alice), credentials(alice, TODAY + ONE)) == ("not-concerned", "kept")


def test_without_proof_it_is_missing_and_leads_to_the_page_that_takes_it(alice):
    row = qualified(alice, proof=None)
    found = finding("truthful-credentials", alice)
    assert (found.state, str(found.why), found.mend.url) == (
        "missing",
        "No proof on file: “Praticienne certifiée”.",
        f"/standing/qualification/{row.pk}/",
    )
    actions.change(row, by=alice, shown=False)
    assert credentials(alice) == "not-concerned"


@pytest.mark.parametrize(
    ("field", "kind"), [("credentials", "qualification"), ("professional_body", "membership")]
)
def test_what_was_typed_in_the_profile_is_no_proof(db, field, kind):
    coach = MembershipFactory(**{f"profile__{field}": "très reconnue"})
    found = finding("truthful-credentials", coach)
    assert (found.state, found.mend.url) == ("missing", f"/standing/{kind}/new/")
    (qualified if kind == "qualification" else member_of)(coach)
    assert credentials(coach) == "kept"


@pytest.mark.parametrize("clause", ["liability-insurance", "truthful-credentials"])
def test_the_register_asks_the_same_for_one_and_for_three(alice, clause, django_assert_num_queries):
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    asked = []
    for _ in range(2):
        insured(alice)
        qualified(alice)
        member_of(alice)
        fresh = type(alice).objects.select_related("practice", "profile").get(pk=alice.pk)
        with (
            CaptureQueriesContext(connections["default"]) as rows,
            CaptureQueriesContext(connections["keyring"]) as keys,
        ):
            finding(clause, fresh)
        asked.append((len(rows), len(keys)))
    assert asked[0] == asked[1]
    assert asked[0][1] == 1
