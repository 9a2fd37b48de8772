"""Enqueue, claim, run, retry, give up, sweep."""

import logging
import time
import traceback
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from coachpractice import clock
from coachpractice.jobs.models import Job
from coachpractice.registry.jobs import TASKS, Task

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=1)
BROKER_PAUSE = 5  # seconds without asking a broker that did not answer
WAKE_LIFE = 300  # seconds: the sweep sends a new message before long, old ones need not pile up


_silent_until = 0.0


class Again(Exception):
    """Raised by a job that cannot be done yet for a reason outside (server down): tried again
    with back-off, as any failure; the message is a short code, never personal data."""


class Hopeless(Exception):
    """Raised by a job that no repetition will mend: it fails at once. The message as for Again."""


def enqueue(name: str, *, not_before: datetime | None = None, **ids: Any) -> Job:
    """Add a row for the job `name` to the present transaction and wake a worker after commit; one
    that is `not_before` a moment is found by the sweep when that has come.

    Raises KeyError when no tasks.py names it. Should the broker lose the message, the sweep
    finds the row.
    """
    TASKS.get(name)
    now = clock.now()
    ids = {key: str(value) for key, value in ids.items()}
    job = Job.objects.create(name=name, ids=ids, created_at=now, run_after=not_before or now)
    if job.run_after <= now:
        transaction.on_commit(lambda: wake(job), robust=True)
    return job


def wake(job: Job) -> bool:
    """Tell a worker that there is work; a broker that is down is no error, only False.

    The worker is stopped when the lease ends, so that nobody works beside whoever takes over.
    """
    from coachpractice.jobs.worker import run_job  # the worker imports this module

    global _silent_until
    if time.monotonic() < _silent_until:
        return False
    lease = TASKS.get(job.name).lease if job.name in TASKS else 60
    try:
        run_job.apply_async(
            (str(job.pk),),
            retry=False,
            ignore_result=True,
            expires=WAKE_LIFE,
            soft_time_limit=lease * 0.8,
            time_limit=lease,
        )
    except Exception as error:  # any broker's own kind of failure
        logger.warning("Broker does not answer (%s); the sweep will run it.", type(error).__name__)
        _silent_until = time.monotonic() + BROKER_PAUSE
        return False
    return True


def run(job_id: uuid.UUID) -> bool:
    """Claim the job, do it, and note how it ended; False when it is not ours or did not succeed.

    The claim is one conditional UPDATE, so of several workers one gets it. A worker that dies
    leaves a lease behind, which runs out.
    """
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return False
    if job.name not in TASKS:
        logger.error("No app does the job %s", job.name)
        return False
    task = TASKS.get(job.name)
    if not _claim(job, task):
        return False
    try:
        if job.attempts > task.attempts:
            raise Hopeless("worker-died")  # in each attempt before, or one would have said why
        task.run(**job.ids)
    except Exception as error:  # whatever it was, the row must say how it ended
        _postpone(job, task, error)
        return False
    done = {"done_at": clock.now(), "leased_until": None, "last_error": ""}
    return bool(Job.objects.filter(pk=job.pk, lease=job.lease).update(**done))


def _claim(job: Job, task: Task) -> bool:
    """Take the job for as long as its lease; False when it is done, not due or somebody else's."""
    now, lease = clock.now(), uuid.uuid4()
    free = Job.objects.claimable(now).filter(pk=job.pk, attempts=job.attempts)
    until = now + timedelta(seconds=task.lease)
    if not free.update(lease=lease, leased_until=until, attempts=F("attempts") + 1):
        return False
    job.lease, job.attempts = lease, job.attempts + 1
    return True


def _postpone(job: Job, task: Task, error: Exception) -> None:
    """Try again later, each time after twice as long; after the last attempt, fail visibly."""
    now = clock.now()
    reason = _reason(error)
    last = isinstance(error, Hopeless) or job.attempts >= task.attempts
    pause = min(timedelta(seconds=2 ** min(job.attempts, 20)), LONGEST_PAUSE)
    logger.warning("Job %s %s, attempt %s: %s", job.name, job.pk, job.attempts, reason)
    mine = Job.objects.filter(pk=job.pk, lease=job.lease)
    kept = mine.update(
        last_error=reason[:120],
        leased_until=None,
        run_after=now + pause,
        failed_at=now if last else None,
    )
    if kept and last:
        logger.error("Job %s %s given up: %s", job.name, job.pk, reason)
        _tell_failed(job, task)


def _tell_failed(job: Job, task: Task) -> None:
    if task.failed is None:
        return
    try:
        task.failed(**job.ids)
    except Exception as error:  # the job itself stands as failed, whoever could not be told
        logger.error("Job %s %s: failure could not be told: %s", job.name, job.pk, _reason(error))


def _reason(error: Exception) -> str:
    """What went wrong and where, without the error's own words: those may quote a person's."""
    if isinstance(error, Again | Hopeless):
        return str(error)
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(settings.BASE_DIR)
        and "site-packages" not in frame.filename
    ]
    last = ours[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"


def retry(job: Job) -> None:
    """Give a failed job a new life, by an operator who mended the cause."""
    again = Job.objects.failed().filter(pk=job.pk)
    if again.update(failed_at=None, attempts=0, run_after=clock.now(), leased_until=None):
        transaction.on_commit(lambda: wake(job), robust=True)


def sweep(now: datetime | None = None) -> int:
    """Wake every job that is due and in nobody's hands; returns how many."""
    due = Job.objects.claimable(now or clock.now()).order_by("run_after")
    woken = 0
    for job in due.only("pk", "name")[:500]:
        if not wake(job):
            break
        woken += 1
    return woken


def put_off(names: Collection[str], *, until: datetime) -> None:
    """Leave what is due of these jobs for later. For the example, whose past takes seconds."""
    due = Job.objects.claimable(clock.now()).filter(name__in=names)
    due.update(run_after=until)


def run_due(limit: int = 100) -> int:
    """Do everything that is due here and now, in this process; returns how much of it succeeded.
    For commands and tests."""
    done = 0
    seen: set[uuid.UUID] = set()
    while len(seen) < limit:
        job = Job.objects.claimable(clock.now()).exclude(pk__in=seen).first()
        if job is None:
            break
        seen.add(job.pk)
        done += run(job.pk)
    return done
