"""Work that must happen once."""

import os
import signal
import time
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

import tests.jobs.samples  # noqa: F401 -- registers the jobs of these tests
from coachpractice import clock
from coachpractice.jobs import actions
from coachpractice.jobs.models import Job
from tests.jobs.samples import run_job
from tests.processes import race, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "lines"


@pytest.fixture
def enqueue(file):
    def enqueue(name):
        return actions.enqueue(name, file=file)

    return enqueue


def lines(file):
    return file.read_text().split("\n")[:-1] if file.exists() else []


def later(**delay):
    return clock.at(clock.now() + timedelta(**delay))


def fresh(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_once(enqueue, file):
    job = enqueue("tests.note")
    assert [actions.run(job.pk) for _ in range(3)] == [True, False, False]
    assert lines(file) == ["done"]
    assert fresh(job).done_at is not None


def test_a_job_nobody_does_is_refused_when_it_is_asked_for():
    with pytest.raises(KeyError):
        actions.enqueue("tests.unheard-of")


def test_ids_are_kept_as_text(file):
    someone = uuid.uuid4()
    job = actions.enqueue("tests.note", file=file, who=someone, count=3)
    assert fresh(job).ids == {"file": str(file), "who": str(someone), "count": "3"}


def test_a_job_nobody_does_any_more_is_kept(enqueue, file):
    job = enqueue("tests.note")
    Job.objects.filter(pk=job.pk).update(name="tests.renamed")
    other = enqueue("tests.note")
    assert actions.run_due() == 1
    assert (fresh(job).attempts, fresh(job).done_at) == (0, None)
    assert fresh(other).done_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_rolled_back_transaction_never_was(enqueue):
    with transaction.atomic():
        enqueue("tests.note")
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_done_and_failed_at_once_is_refused_by_the_database(enqueue):
    job, now = enqueue("tests.note"), clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(done_at=now, failed_at=now)


# Failing ------------------------------------------------------------------------------------------


def test_a_failure_is_tried_again_after_twice_as_long_each_time(enqueue, file):
    job = enqueue("tests.raise")
    actions.run(job.pk)
    pauses, moment = [], clock.now()
    for _ in range(2):
        row = fresh(job)
        pauses.append(round((row.run_after - moment).total_seconds()))
        moment = row.run_after + timedelta(seconds=1)
        with clock.at(row.run_after - timedelta(seconds=1)):
            assert actions.run(job.pk) is False
            assert fresh(job).attempts == row.attempts
        with clock.at(moment):
            actions.run(job.pk)
    assert pauses == [2, 4]
    assert lines(file) == ["tried", "tried", "tried", "failed"]


def test_the_pause_never_exceeds_an_hour(enqueue):
    job = enqueue("tests.patient")
    Job.objects.filter(pk=job.pk).update(attempts=5000)
    with clock.at(clock.now()) as now:
        actions.run(job.pk)
    assert fresh(job).run_after == now + timedelta(hours=1)


def test_the_last_failure_is_visible_and_says_where_not_what_was_said(enqueue, file, caplog):
    job = enqueue("tests.raise")
    for number in range(3):
        with later(hours=number + 1):
            actions.run(job.pk)
    row = fresh(job)
    assert row.failed_at is not None
    assert row.last_error.startswith("ValueError samples.py:")
    assert "Odette" not in caplog.text
    assert list(Job.objects.failed()) == [row]
    with later(days=1):
        assert actions.run(job.pk) is False


def test_a_job_without_hope_fails_at_once(enqueue, file):
    job = enqueue("tests.hopeless")
    actions.run(job.pk)
    assert (fresh(job).attempts, fresh(job).last_error) == (1, "no-such-address")
    assert fresh(job).failed_at is not None
    assert lines(file) == ["failed"]


def test_a_failure_that_cannot_be_told_still_stands(enqueue):
    job = enqueue("tests.raise-twice")
    assert actions.run(job.pk) is False
    assert fresh(job).failed_at is not None


def test_a_failed_job_gets_a_new_life_from_the_operator(enqueue, file):
    job = enqueue("tests.hopeless")
    actions.run(job.pk)
    Job.objects.filter(pk=job.pk).update(name="tests.note")
    actions.retry(fresh(job))
    assert actions.run_due() == 1
    assert (fresh(job).failed_at, fresh(job).last_error) == (None, "")


def test_only_a_failed_job_gets_a_new_life(enqueue):
    job = enqueue("tests.note")
    actions.run(job.pk)
    actions.retry(fresh(job))
    assert actions.run_due() == 0


# Leases -------------------------------------------------------------------------------------------


def test_a_leased_job_is_nobody_elses_until_the_lease_runs_out(enqueue, file):
    job = enqueue("tests.note")
    now = clock.now()
    Job.objects.filter(pk=job.pk).update(leased_until=now + timedelta(seconds=30), attempts=1)
    assert actions.run(job.pk) is False
    with later(seconds=31):
        assert actions.run(job.pk) is True
    assert lines(file) == ["done"]


def test_whoever_lost_the_lease_does_not_write_the_end(enqueue, file):
    """A worker that was slow finds that another one took over."""
    job = enqueue("tests.note")

    def steal(**_):
        Job.objects.filter(pk=job.pk).update(lease=uuid.uuid4())

    task = actions.TASKS.get("tests.note")
    stolen = actions.Task(task.name, steal, task.what, task.attempts, task.lease)
    actions.TASKS._entries["tests.note"] = stolen
    try:
        assert actions.run(job.pk) is False
    finally:
        actions.TASKS._entries["tests.note"] = task
    assert fresh(job).done_at is None


def test_a_job_that_kills_its_workers_fails_visibly(enqueue, file):
    job = enqueue("tests.raise")
    Job.objects.filter(pk=job.pk).update(attempts=3)  # none of them came to an end
    actions.run(job.pk)
    assert fresh(job).failed_at is not None
    assert fresh(job).last_error == "worker-died"
    assert lines(file) == ["failed"]


# Waking and sweeping ------------------------------------------------------------------------------


@pytest.fixture
def dead_broker(settings):
    """A broker that is down."""
    from coachpractice.celery import app

    def use(url, options):
        app.conf.broker_url, app.conf.broker_transport_options = url, options
        app._pool = app.amqp._producer_pool = None
        actions._silent_until = 0

    before = app.conf.broker_url, app.conf.broker_transport_options
    use("redis://127.0.0.1:1/0", {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "max_retries": 1})
    yield
    use(*before)


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_no_error(enqueue, file, dead_broker, caplog):
    began = time.monotonic()
    with transaction.atomic():
        for _ in range(3):
            enqueue("tests.note")
    assert time.monotonic() - began < 3
    assert caplog.text.count("Broker does not answer") == 1
    assert actions.run_due() == 3
    assert lines(file) == ["done"] * 3


def test_a_sweep_stops_at_a_broker_that_is_down(enqueue, dead_broker):
    for _ in range(3):
        enqueue("tests.note")
    assert actions.sweep() == 0


def test_a_sweep_wakes_what_is_due_and_in_nobodys_hands(enqueue, monkeypatch):
    now = clock.now()
    waiting, leased, done, failed, future, lost = (enqueue("tests.note") for _ in range(6))
    for job, facts in (
        (leased, {"leased_until": now + timedelta(minutes=1)}),
        (lost, {"leased_until": now - timedelta(minutes=1)}),
        (done, {"done_at": now}),
        (failed, {"failed_at": now}),
        (future, {"run_after": now + timedelta(minutes=1)}),
    ):
        Job.objects.filter(pk=job.pk).update(**facts)
    woken = []
    monkeypatch.setattr(actions, "wake", lambda job: woken.append(job.pk) or True)
    assert actions.sweep() == 2
    assert set(woken) == {waiting.pk, lost.pk}


# Processes ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_does_the_job(enqueue, file):
    for _ in range(5):
        job = enqueue("tests.note")
        assert sorted(race(run_job, [(job.pk,)] * 8)) == [False] * 7 + [True]
    assert lines(file) == ["done"] * 5


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_work_leaves_a_job_that_another_one_does(enqueue, file):
    job = enqueue("tests.slow")
    worker = start(run_job, job.pk)
    _wait_until(lambda: lines(file))
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    Job.objects.filter(pk=job.pk).update(name="tests.note")
    assert actions.run(job.pk) is False
    _wait_until(lambda: actions.run(job.pk))
    assert [line.split()[0] for line in lines(file)] == ["began", "done"]
    assert fresh(job).attempts == 2


def _wait_until(true, seconds=40):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")
