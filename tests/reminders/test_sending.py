"""Each reminder once, however often the job runs, whenever it runs, whoever dies."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import connections
from django.test.utils import CaptureQueriesContext

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.reminders import DEADLINES
from coachpractice.reminders import actions
from coachpractice.reminders.models import Digest, Reminded, Settings, Sweep
from coachpractice.signing.actions import reading
from coachpractice.signing.proof import Visit
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.contracts.factories import sent_by
from tests.reminders.conftest import MORNING

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NAME = "Odette Passerose"


def told() -> list[tuple[int, date]]:
    rows = Reminded.objects.order_by("created_at", "threshold")
    return [(row.threshold, row.day) for row in rows]


def posted(name: str = "reminders.deadlines") -> int:
    return OutboxMail.objects.filter(name=name).count()


def test_a_contract_is_told_60_30_and_7_days_before_its_end(ending, run):
    contract = ending(MORNING.date() + timedelta(days=60))
    moment = MORNING - DAY
    while moment < MORNING + 62 * DAY:
        run(moment)
        moment += 12 * HOUR
    day = contract.end_day
    assert told() == [(60, day), (30, day), (7, day)]
    assert posted() == 3


def test_run_fifty_times_it_posts_one_mail(ending, run):
    ending(MORNING.date() + timedelta(days=7))
    assert [run(MORNING + timedelta(minutes=n)) for n in range(50)] == [1] + [0] * 49
    assert (posted(), len(told())) == (1, 1)


def test_what_ends_together_is_told_in_one_mail(ending, run):
    for days in (60, 30, 7):
        ending(MORNING.date() + timedelta(days=days))
    assert run() == 1
    assert sorted(threshold for threshold, _ in told()) == [7, 30, 60]


def test_after_three_days_without_beat_a_missed_threshold_is_told_once(ending, run):
    contract = ending(MORNING.date() + timedelta(days=61))
    assert run() == 0
    assert [run(MORNING + 3 * DAY), run(MORNING + 3 * DAY + HOUR)] == [1, 0]
    assert told() == [(60, contract.end_day)]


def test_after_forty_days_without_beat_the_latest_missed_threshold_alone_is_told(ending, run):
    contract = ending(MORNING.date() + timedelta(days=61))
    assert run() == 0
    assert run(MORNING + 40 * DAY) == 1
    assert (told(), posted()) == ([(30, contract.end_day)], 1)


def test_what_was_past_before_the_first_run_is_not_told(ending, run):
    """A practice that begins with the reminders is not flooded with what lies behind."""
    ending(MORNING.date() + timedelta(days=50))
    assert run() == 0


def test_a_row_is_not_told_of_a_threshold_it_never_lived(coach, ending, run):
    """A contract of six weeks is not told of its end the day it begins."""
    day = MORNING.date()
    run(MORNING - DAY)
    contract = ending(day + timedelta(days=59))
    with clock.at(MORNING):
        Contract.objects.filter(pk=contract.pk).update(concluded_at=clock.now())
    assert run(MORNING + HOUR) == 0
    assert run(MORNING + 29 * DAY) == 1
    assert told() == [(30, contract.end_day)]


def test_a_date_that_moves_is_told_anew(ending, run):
    contract = ending(MORNING.date() + timedelta(days=7))
    assert run() == 1
    Contract.objects.filter(pk=contract.pk).update(end_day=MORNING.date() + timedelta(days=8))
    assert run(MORNING + DAY) == 1
    assert len(told()) == 2


def test_it_waits_for_the_hour_of_whoever_is_told(coach, ending, run):
    ending(date(2026, 11, 30))
    assert run(datetime(2026, 11, 23, 6, 0, tzinfo=UTC)) == 0  # seven in Paris
    assert run(datetime(2026, 11, 23, 7, 0, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Pacific/Kiritimati", datetime(2026, 11, 22, 18, 0, tzinfo=UTC)),  # UTC+14
        ("Etc/GMT+12", datetime(2026, 11, 23, 20, 0, tzinfo=UTC)),  # UTC-12
        ("Asia/Kathmandu", datetime(2026, 11, 23, 3, 0, tzinfo=UTC)),  # +5:45, within the hour
    ],
)
def test_the_day_is_that_of_whoever_is_told(coach, ending, run, zone, moment):
    coach.user.timezone = zone
    coach.user.save()
    ending(date(2026, 11, 30))
    assert run(moment - HOUR) == 0
    assert run(moment) == 1


@pytest.mark.parametrize(
    ("end", "moment"),
    [
        (date(2027, 4, 4), datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),  # seven days across spring
        (date(2026, 11, 1), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),  # and across autumn
        (date(2028, 3, 7), datetime(2028, 2, 29, 7, 0, tzinfo=UTC)),  # told on the 29th
        (date(2028, 2, 29), datetime(2028, 2, 22, 7, 0, tzinfo=UTC)),  # of the 29th
    ],
)
def test_neither_a_change_of_clocks_nor_the_29th_of_february_loses_or_doubles(
    ending, run, end, moment
):
    ending(end)
    start = moment - 36 * HOUR
    posted_at = [start + n * HOUR for n in range(0, 72, 2) if run(start + n * HOUR)]
    assert posted_at == [moment]
    assert told() == [(7, end)]


def test_nobody_is_told_who_does_not_want_it(coach, ending, run):
    actions.choose(by=coach, deadlines=False)
    ending(date(2026, 11, 30))
    assert run() == 0


def test_nobody_is_told_who_left(coach, ending, run):
    ending(date(2026, 11, 30))
    coach.left_at = MORNING
    coach.save()
    assert run() == 0


def test_a_contract_that_goes_on_is_not_told(coach, ending, run):
    contract = ending(date(2026, 11, 30))
    with clock.at(MORNING):
        sent_by(coach, contract.client, start_day=date(2026, 12, 1), end_day=date(2027, 6, 1))
    assert run() == 0


def test_a_deadline_that_cannot_be_read_keeps_nobody_from_theirs(ending, run, monkeypatch):
    from coachpractice.registry.reminders import DEADLINES, Deadline

    class Broken(Deadline):
        name, field = "tests.broken", "day"

        def rows(self):
            raise RuntimeError("Odette")

    monkeypatch.setitem(DEADLINES._entries, "tests.broken", Broken())
    ending(date(2026, 11, 30))
    assert run() == 1
    swept = set(Sweep.objects.values_list("source", flat=True))
    assert "contracts.ending" in swept
    assert "tests.broken" not in swept


# What the mail says -----------------------------------------------------------------------------


def letters(moment=MORNING):
    """The mails about what is due that go now."""
    with clock.at(moment):
        jobs.run_due()
    return [each for each in django_mail.outbox if "/settings/reminders/" in each.body]


def test_the_mail_says_what_ends_in_the_coachs_language_and_names_nobody(coach, ending, run):
    client = ClientFactory(by=coach, name=NAME)
    contract = ending(date(2026, 11, 30), client=client)
    django_mail.outbox.clear()
    run()
    (letter,) = letters()
    assert letter.to == ["alice@example.org"]
    for body in (letter.body, letter.alternatives[0][0]):
        assert f"{contract.number} ({client.code})" in body
        assert "Passerose" not in body
        assert "/settings/reminders/" in body
        assert "30\u00a0novembre\u00a02026" in body


def test_a_mail_about_what_does_not_end_any_more_is_not_sent(ending, run):
    contract = ending(date(2026, 11, 30))
    run()
    Contract.objects.filter(pk=contract.pk).update(end_day=date(2027, 5, 1))
    django_mail.outbox.clear()
    assert letters() == []


# The weekly mail --------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # eight in Paris


@pytest.fixture
def waiting(coach):
    """Something waits for Alice, and last week's mail is behind her."""
    with clock.at(MONDAY - 4 * DAY):
        contract = sent_by(coach, ClientFactory(by=coach, name=NAME))
        party = contract.envelope.parties.get(role="client")
        reading.ask(party, card="work", text="Qui lira ?", visit=Visit())
        actions.choose(by=coach, digest_day=1)
        actions.choose(by=coach, digest_day=0)
    django_mail.outbox.clear()
    return contract


def weekly() -> int:
    return posted("reminders.digest")


def test_the_weekly_mail_comes_on_its_day_and_hour_once_a_week(waiting, run):
    moments = [MONDAY + n * HOUR for n in range(-6, 24 * 16, 3)]
    sent = [moment for moment in moments if run(moment)]
    assert sent == [MONDAY, MONDAY + 7 * DAY, MONDAY + 14 * DAY]


def test_run_fifty_times_the_weekly_mail_goes_once(waiting, run):
    assert sum(run(MONDAY) for _ in range(50)) == 1


def test_missed_for_three_days_it_goes_once_and_the_next_on_its_day(waiting, run):
    assert [run(MONDAY + 3 * DAY), run(MONDAY + 3 * DAY + HOUR)] == [1, 0]
    assert [run(MONDAY + 7 * DAY - HOUR), run(MONDAY + 7 * DAY)] == [0, 1]


def test_missed_for_three_weeks_one_mail_goes(waiting, run):
    assert [run(MONDAY + 22 * DAY), run(MONDAY + 23 * DAY)] == [1, 0]


def test_another_day_in_the_same_week_does_not_double_it(coach, waiting, run):
    assert run(MONDAY) == 1
    with clock.at(MONDAY + DAY):
        actions.choose(by=coach, digest_day=4)
    assert [run(MONDAY + 4 * DAY), run(MONDAY + 11 * DAY)] == [0, 1]


def test_the_weekly_mail_says_what_waits_and_names_nobody(waiting, run):
    run(MONDAY)
    (letter,) = letters(MONDAY)
    for body in (letter.body, letter.alternatives[0][0]):
        assert f"{waiting.number} ({waiting.client.code})" in body
        assert "Passerose" not in body
        assert "Qui lira" not in body


def test_what_was_put_off_is_not_in_it_and_an_empty_week_has_no_mail(coach, waiting, run):
    question = waiting.envelope.parties.get(role="client").questions.get()
    with clock.at(MONDAY - DAY):
        actions.put_off(
            by=coach, source="contracts.questions", subject=question.pk, until=date(2026, 12, 1)
        )
    run(MONDAY)
    assert letters(MONDAY) == []
    assert Digest.objects.count() == 1


def test_off_is_off(coach, waiting, run):
    actions.choose(by=coach, digest_day=None)
    assert run(MONDAY) == 0
    assert Settings.objects.get(member=coach).next_digest_at is None


@pytest.mark.parametrize(
    ("hour", "day", "moment"),
    [
        (2, date(2027, 3, 28), datetime(2027, 3, 28, 1, tzinfo=UTC)),  # clocks skip two o'clock
        (2, date(2026, 10, 25), datetime(2026, 10, 25, 0, tzinfo=UTC)),  # and show it twice
    ],
)
def test_an_hour_that_is_skipped_or_doubled_brings_one_weekly_mail(
    coach, waiting, run, hour, day, moment
):
    with clock.at(moment - 3 * DAY):
        actions.choose(by=coach, digest_day=6, hour=hour)
    sent = [moment + n * HOUR for n in range(-30, 30) if run(moment + n * HOUR)]
    assert sent == [moment]


def test_whoever_is_new_gets_the_weekly_mail_without_choosing_it(bob, run):
    run(MONDAY)
    assert Settings.objects.get(member=bob).next_digest_at == MONDAY + 7 * DAY


# What it costs ----------------------------------------------------------------------------------


def asked(run, moment) -> int:
    with CaptureQueriesContext(connections["default"]) as queries:
        run(moment)
    return len(queries)


@pytest.mark.parametrize("stored", [1, 10])
def test_an_hour_without_anything_due_asks_as_much_however_much_is_stored(ending, run, stored):
    for n in range(stored):
        ending(MORNING.date() + timedelta(days=100 + n))
    run()
    assert asked(run, MORNING + HOUR) == 2 * len(DEADLINES) + 4
