"""What Celery knows of us: wake one job, sweep, seal the journal."""

from uuid import UUID

from celery import shared_task

from coachpractice.audit import journal
from coachpractice.jobs import actions


@shared_task(name="jobs.run")
def run_job(job_id: str) -> None:
    actions.run(UUID(job_id))


@shared_task(name="jobs.sweep")
def sweep() -> None:
    actions.sweep()


@shared_task(name="jobs.seal_journal")
def seal_journal() -> None:
    journal.seal_pending()
