"""A real Celery worker, over the broker of this installation: Redis, or files on the embedded
default (SQLITE=1)."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.db import transaction

import tests.jobs.samples  # noqa: F401
from coachpractice import clock
from coachpractice.jobs import actions, health
from coachpractice.jobs.models import Job
from tests.processes import ROOT, environment

pytestmark = pytest.mark.django_db(transaction=True)
COMMAND = "celery -A tests.worker worker -P prefork -c 1 --without-gossip --without-mingle -l INFO"


@contextmanager
def worker(log):
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *COMMAND.split()],
            cwd=ROOT, env=environment(), stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until(true, log, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text()[-3000:])


def lines(file):
    return file.read_text().split("\n")[:-1] if file.exists() else []


def test_a_worker_does_what_waited_what_comes_and_what_it_was_killed_at(tmp_path):
    """One worker for the whole story: starting one takes seconds."""
    file, log = tmp_path / "lines", tmp_path / "log"
    cache.delete(health.HEARTBEAT)
    waited = Job.objects.create(  # a row whose message was lost
        name="tests.note", ids={"file": str(file)}, created_at=clock.now(), run_after=clock.now()
    )
    with worker(log):
        wait_until(lambda: lines(file) == ["done"], log)
        wait_until(lambda: Job.objects.get(pk=waited.pk).done_at, log)
        assert health.worker_silence() is not None

        with transaction.atomic():
            actions.enqueue("tests.note", file=file)
        wait_until(lambda: lines(file) == ["done"] * 2, log)

        slow = actions.enqueue("tests.slow", file=file)  # longer than its lease
        wait_until(lambda: len(lines(file)) == 3, log)
        wait_until(lambda: Job.objects.get(pk=slow.pk).last_error, log)
        assert Job.objects.get(pk=slow.pk).last_error.startswith("SoftTimeLimitExceeded ")

        actions.enqueue("tests.note", file=file)
        wait_until(lambda: lines(file)[3:] == ["done"], log)
