"""Which clauses are answered. The list below may only get shorter: a clause leaves it for good when
an app brings its rule."""

from coachpractice.ethics.register import PRIVATE
from coachpractice.registry.evidence import RULES

NO_RULE_YET = {
    "suitable-premises",
    "honest-value",
    "honest-publications-and-sources",
    "lawful-conduct",
    "records-kept-and-destroyed",
    "no-intimate-relationship",
    "conflicts-resolved-promptly",
    "conflicts-discussed",
    "referral-when-better",
    "transfer-arranged",
    "reputation",
    "respect-for-peers",
    "no-discrimination",
    "unconscious-bias",
    "discrimination-challenged",
    "inclusive-communication",
    "equality-development",
    "breach-consequences",
    "peer-breach-raised",
    "law-and-body-rules",
    "fit-to-practise",
    "supervised-regularly",
    "independent-supervisor",
    "ethical-issues-supervised",
    "continuing-development",
    "contribution-to-profession",
    "practice-evaluated",
}
MOST_WITHOUT_A_RULE = 28  # lower it with the list, never raise it


def test_every_clause_has_a_rule_or_stands_in_the_list(today_s_code):
    assert {clause.key for clause in today_s_code.clauses} - set(RULES.names()) == NO_RULE_YET


def test_no_rule_answers_for_a_clause_that_is_not_in_the_code(today_s_code):
    assert set(RULES.names()) - set(today_s_code.by_key) == set()


def test_the_list_only_gets_shorter():
    assert len(NO_RULE_YET) <= MOST_WITHOUT_A_RULE


def test_the_private_clauses_are_clauses_of_the_code(today_s_code):
    assert set(today_s_code.by_key) >= PRIVATE
