"""Enqueue, claim, run, retry, give up, sweep."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from coachpractice import clock
from coachpractice.jobs.models import Job
from coachpractice.registry.jobs import TASKS, Task

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(hours=1)


class Again(Exception):
    """Raised by a job that cannot be done yet for a reason outside (server down): tried again
    with back-off, as any failure; the message is a short code, never personal data."""


def enqueue(name: str, **ids: Any) -> Job:
    """Add a row for the job `name` to the present transaction and wake a worker after commit.

    Raises KeyError when no tasks.py names it. Should the broker lose the message, the sweep
    finds the row.
    """
    TASKS.get(name)
    now = clock.now()
    ids = {key: str(value) for key, value in ids.items()}
    job = Job.objects.create(name=name, ids=ids, created_at=now, run_after=now)
    transaction.on_commit(lambda: wake(job.pk), robust=True)
    return job


def wake(job_id: uuid.UUID) -> None:
    """Tell a worker that there is work; a broker that is down is no error."""
    from coachpractice.jobs.worker import run_job  # the worker imports this module

    try:
        run_job.apply_async((str(job_id),), retry=False, ignore_result=True)
    except Exception as error:  # any broker's own kind of failure
        logger.warning("Broker does not answer (%s); the sweep will run it.", type(error).__name__)


def run(job_id: uuid.UUID) -> bool:
    """Claim the job, do it, and note how it ended; False when it is not ours to do.

    The claim is one conditional UPDATE, so of several workers one gets it. A worker that dies
    leaves a lease behind, which runs out.
    """
    now, lease = clock.now(), uuid.uuid4()
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return False
    if job.name not in TASKS:
        logger.error("No app does the job %s", job.name)
        return False
    task = TASKS.get(job.name)
    claimed = (
        Job.objects.claimable(now)
        .filter(pk=job_id)
        .update(
            lease=lease,
            leased_until=now + timedelta(seconds=task.lease),
            attempts=F("attempts") + 1,
        )
    )
    if not claimed:
        return False
    try:
        task.run(**job.ids)
    except Exception as error:  # whatever it was, the row must say how it ended
        _postpone(job_id, lease, task, error)
        return False
    Job.objects.filter(pk=job_id, lease=lease).update(
        done_at=clock.now(), leased_until=None, last_error=""
    )
    return True


def _postpone(job_id: uuid.UUID, lease: uuid.UUID, task: Task, error: Exception) -> None:
    """Try again later, each time after twice as long; after the last attempt, fail visibly."""
    job = Job.objects.get(pk=job_id)
    now = clock.now()
    kind = str(error) if isinstance(error, Again) else type(error).__name__
    logger.warning("Job %s, attempt %s: %s", job.name, job.attempts, kind)
    last = job.attempts >= task.attempts
    mine = Job.objects.filter(pk=job_id, lease=lease)
    mine.update(
        last_error=kind[:120],
        leased_until=None,
        run_after=now + min(timedelta(seconds=2**job.attempts), LONGEST_PAUSE),
        failed_at=now if last else None,
    )
    if last:
        logger.error("Job %s %s given up after %s attempts: %s", job.name, job_id, job.attempts, kind)
        if task.failed:
            task.failed(**job.ids)


def retry(job: Job) -> None:
    """Give a failed job a new life, by an operator who mended the cause."""
    again = Job.objects.failed().filter(pk=job.pk)
    if again.update(failed_at=None, attempts=0, run_after=clock.now(), leased_until=None):
        transaction.on_commit(lambda: wake(job.pk), robust=True)


def sweep(now: datetime | None = None) -> int:
    """Wake every job that is due and in nobody's hands; returns how many."""
    due = Job.objects.claimable(now or clock.now()).order_by("run_after")
    ids = list(due.values_list("pk", flat=True)[:500])
    for job_id in ids:
        wake(job_id)
    return len(ids)


def run_due(limit: int = 100) -> int:
    """Do everything that is due here and now, in this process. For commands and tests."""
    done = 0
    for _ in range(limit):
        job = Job.objects.claimable(clock.now()).first()
        if job is None:
            break
        done += run(job.pk)
    return done
