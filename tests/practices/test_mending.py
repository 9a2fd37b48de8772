from coachpractice.practices.mending import whom_to_ask
from contracts.values import coach_gaps
from tests.factories import MembershipFactory, PracticeFactory, UserFactory


def test_a_page_of_the_owners_alone_names_whom_to_ask(alice, bob):
    assert whom_to_ask("practices:facts", alice) == ""
    assert whom_to_ask("practices:facts", bob) == "Alice Églantine"
    assert whom_to_ask("practices:profile", bob) == whom_to_ask("accounts:account", bob) == ""


def test_a_gap_leads_nobody_to_a_page_that_is_shut_to_them(db):
    practice = PracticeFactory(registration="")
    owner = MembershipFactory(practice=practice, user=UserFactory(name="Édith", language="en"))
    coach = MembershipFactory(practice=practice, user=UserFactory(language="en"), coach=True)
    (hers,) = [gap for gap in coach_gaps(owner) if gap.url == "/settings/practice/"]
    (his,) = [gap for gap in coach_gaps(coach) if "Édith" in gap.label]
    assert his.url == ""
    assert hers.label in his.label
    assert [gap for gap in coach_gaps(coach) if gap.url == "/settings/practice/"] == []
