"""What Celery knows of us: wake one job, sweep, seal the journal."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.core.management import call_command

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.jobs import actions, health
from coachpractice.vault import files

logger = logging.getLogger(__name__)


@shared_task(name="jobs.run")
def run_job(job_id: str) -> None:
    actions.run(UUID(job_id))


@shared_task(name="jobs.sweep")
def sweep() -> None:
    """Also the worker's sign of life: beat asked for it, and a worker did it."""
    try:
        health.beat()
    except Exception as error:  # a cache that is down must not keep jobs waiting
        logger.warning("The sign of life could not be left: %s", type(error).__name__)
    actions.sweep()


@shared_task(name="jobs.seal_journal")
def seal_journal() -> None:
    journal.seal_pending()


@shared_task(name="jobs.sweep_files")
def sweep_files() -> None:
    files.sweep(older_than=clock.now() - timedelta(days=1))


@shared_task(name="jobs.forget_sessions")
def forget_sessions() -> None:
    call_command("clearsessions")


@worker_ready.connect
def begin(**_: Any) -> None:
    """A worker that starts takes up at once what waited for it, before beat's first stroke."""
    for task in (sweep, seal_journal):
        try:
            task.apply_async(retry=False)
        except Exception as error:  # beat will ask again
            logger.warning("Broker does not answer: %s", type(error).__name__)
