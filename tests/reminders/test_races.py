"""Several at once, workers that die, and the real worker: each reminder once, none lost."""

import random
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import Count

from coachpractice import clock
from coachpractice.celery import app
from coachpractice.jobs.models import Job
from coachpractice.mail.models import OutboxMail
from coachpractice.reminders import sending
from coachpractice.reminders.models import Digest, Reminded, Settings
from coachpractice.reminders.worker import remind as task
from tests import processes
from tests.contracts.factories import concluded_by
from tests.reminders.samples import coaches_with_an_end, remind

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
MANY, RUNNERS = 24, 8
COMMAND = "celery -A tests.worker worker -P prefork -c 2 --without-gossip --without-mingle -l INFO"


@pytest.fixture
def many(coach, edition):
    """Twenty-four coaches to be told of an end, each with a weekly mail that is due."""
    now = clock.now()
    coaches = coaches_with_an_end(MANY, concluded_by(coach), clock.today() + timedelta(days=7))
    sending.enrol()
    due = Settings.objects.filter(member__in=coaches)
    due.update(hour=0, next_digest_at=now - timedelta(hours=1))
    return coaches


def assert_each_once(many) -> None:
    ends = Reminded.objects.filter(member__in=many)
    assert set(ends.values("member").annotate(n=Count("pk")).values_list("n", flat=True)) == {1}
    assert ends.count() == MANY
    assert Digest.objects.filter(member__in=many).count() == MANY
    posted = OutboxMail.objects.values_list("name", "ids")
    letters = sorted(ids["letter"] for name, ids in posted if name == "reminders.deadlines")
    weekly = sorted(ids["digest"] for name, ids in posted if name == "reminders.digest")
    assert letters == sorted(str(row.letter) for row in ends)
    assert weekly == sorted(str(row.pk) for row in Digest.objects.filter(member__in=many))
    # No mail without the job that sends it.
    mails = set(OutboxMail.objects.values_list("pk", flat=True))
    jobs = {
        ids["mail"] for ids in Job.objects.filter(name="mail.deliver").values_list("ids", flat=True)
    }
    assert {str(pk) for pk in mails} <= jobs


@pytest.mark.slow
def test_of_eight_runs_at_once_each_reminder_goes_once(many):
    now = clock.now()
    posted = processes.race(remind, [(now,)] * RUNNERS)
    assert sum(posted) == 2 * MANY
    assert_each_once(many)


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))]
)
def test_a_run_killed_in_the_middle_is_made_up_for(many, seed):
    """Killed at three moments, then run to its end an hour later: none lost, none twice."""
    dice = random.Random(seed)
    for _ in range(3):
        enough = written() + dice.randint(1, 12)
        run = processes.start(remind, clock.now())
        wait_for(partial(reached, enough), seconds=20)
        run.kill()
        run.join()
    remind(clock.now() + timedelta(hours=1))
    assert_each_once(many)


def written() -> int:
    return Reminded.objects.count() + Digest.objects.count()


def reached(number: int) -> bool:
    return written() >= min(number, 2 * MANY)


def wait_for(true, *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen in time")


@contextmanager
def worker(log):
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *COMMAND.split()],
            cwd=processes.ROOT, env=processes.environment(), stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()


def test_fifty_messages_of_two_beats_to_a_real_worker_remind_once(many, tmp_path):
    """What two beats put on the broker in a day and more, taken up by two processes of a worker."""
    log = tmp_path / "log"
    for _ in range(50):
        task.apply_async(retry=False)
    with worker(log):
        done = f"Task {task.name}["
        try:
            wait_for(lambda: log.read_text().count(f"{done}") >= 100, seconds=120)
        except AssertionError:
            raise AssertionError(log.read_text()[-3000:]) from None
    assert_each_once(many)


def test_beat_asks_every_hour():
    entry = app.conf.beat_schedule["remind"]
    assert (entry["task"], entry["schedule"].minute) == (task.name, {0})
    assert entry["schedule"].hour == set(range(24))
