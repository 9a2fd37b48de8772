from datetime import date, timedelta

import pytest

from coachpractice.registry.reminders import DEADLINES
from cpd import actions
from cpd.models import BodyMembership, InsurancePolicy, Qualification
from tests.cpd.factories import FACTS, TODAY, insured, member_of, on_file, qualified

pytestmark = pytest.mark.django_db

NAMES = {
    InsurancePolicy: "cpd.insurance",
    BodyMembership: "cpd.membership",
    Qualification: "cpd.qualification",
}
MODELS = list(NAMES)


def told(model, coach):
    deadline = DEADLINES.get(NAMES[model])
    return list(deadline.rows().filter(**{deadline.coach: coach.pk}))


@pytest.mark.parametrize("model", MODELS)
def test_what_ends_is_told_60_30_and_7_days_before(alice, model):
    deadline = DEADLINES.get(NAMES[model])
    row = on_file(model, alice, until=TODAY + timedelta(60))
    assert told(model, alice) == [row]
    assert (deadline.thresholds, deadline.first_day(row)) == ((60, 30, 7), TODAY)


@pytest.mark.parametrize(
    ("until", "look", "label"),
    [
        (TODAY + timedelta(7), "due", "In 7 days"),
        (TODAY, "due", "Today"),
        (TODAY - timedelta(1), "missing", "1 day ago"),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_it_leads_to_its_renewal(alice, model, until, look, label):
    row = on_file(model, alice, until=until)
    due = DEADLINES.get(NAMES[model]).due(row, TODAY)
    assert (due.look, due.label, due.day, due.subject) == (look, label, until, row.pk)
    assert due.url == f"/standing/{model.kind}/{row.pk}/renew/"
    assert due.words == f"Renew “{row.title}”"


@pytest.mark.parametrize("model", MODELS)
def test_a_mail_says_nothing_of_whom_or_what(alice, model):
    row = on_file(model, alice)
    plain = DEADLINES.get(NAMES[model]).plain(row)
    assert plain in {
        "Your liability insurance ends",
        "Your membership of a professional body ends",
        "One of your qualifications ends",
    }


@pytest.mark.parametrize("model", MODELS)
def test_once_renewed_it_is_due_no_more(alice, model):
    row = on_file(model, alice, until=TODAY + timedelta(7))
    newer = actions.renew(row, by=alice, **(FACTS[model] | {"since": TODAY + timedelta(8)}))
    assert told(model, alice) == [newer]


def test_a_policy_that_another_goes_on_after_is_due_no_more(alice):
    row = insured(alice, until=TODAY + timedelta(7), countries=["FR", "BE"])
    elsewhere = insured(alice, since=TODAY, until=date(2027, 1, 1), countries=["CH"])
    assert set(told(InsurancePolicy, alice)) == {row, elsewhere}
    next_one = insured(alice, since=TODAY, until=date(2028, 1, 1), countries=["BE", "FR"])
    assert set(told(InsurancePolicy, alice)) == {elsewhere, next_one}


def test_another_coach_s_policy_is_no_renewal(alice, bob):
    row = insured(alice, until=TODAY)
    insured(bob, since=TODAY)
    assert told(InsurancePolicy, alice) == [row]


def test_a_qualification_kept_quiet_is_not_told(alice):
    qualified(alice, until=TODAY, shown=False)
    assert told(Qualification, alice) == []


def test_what_has_no_end_is_never_due(alice):
    deadline = DEADLINES.get("cpd.membership")
    member_of(alice, until=None)
    assert list(deadline.rows().filter(until__gte=date(2000, 1, 1))) == []
