"""Whether the installation is well: both databases, the cache, the worker, the jobs that wait."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.cache import cache
from django.db import connections

from coachpractice import clock
from coachpractice.jobs.models import Job

logger = logging.getLogger(__name__)

HEARTBEAT = "worker-heartbeat"
SILENCE = timedelta(seconds=60)
WAITING = timedelta(minutes=5)


def beat() -> None:
    """Leave the worker's sign of life."""
    cache.set(HEARTBEAT, clock.now().timestamp(), timeout=3600)


def report() -> dict[str, str | int | None]:
    """Each part well or down, ages in seconds, and the state of the whole. Holds no secret."""
    parts: dict[str, str | int | None] = {}
    parts["database"] = _try(lambda: _answers("default"))
    parts["keyring"] = _try(lambda: _answers("keyring"))
    parts["cache"] = _try(lambda: cache.get(HEARTBEAT))
    parts["worker_silent_for"] = _seconds(worker_silence, parts["cache"])
    parts["oldest_job_waits_for"] = _seconds(oldest_wait, parts["database"])
    parts["failed_jobs"] = Job.objects.failed().count() if parts["database"] == "well" else None
    late = _late(parts["worker_silent_for"], SILENCE, missing_is_late=True)
    late |= _late(parts["oldest_job_waits_for"], WAITING, missing_is_late=False)
    parts["state"] = "unwell" if late or "down" in parts.values() else "well"
    return parts


def worker_silence() -> timedelta | None:
    """How long ago the worker gave its last sign of life; None when there was none."""
    last = cache.get(HEARTBEAT)
    return None if last is None else timedelta(seconds=clock.now().timestamp() - last)


def oldest_wait() -> timedelta | None:
    """How long the oldest job that is due has waited; None when none does."""
    now = clock.now()
    due = Job.objects.claimable(now).order_by("run_after").values_list("run_after", flat=True)
    first = due.first()
    return None if first is None else now - first


def _answers(database: str) -> None:
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT 1")


def _try(question: Callable[[], object]) -> str:
    try:
        question()
    except Exception as error:  # whatever it is, the answer is "down"
        logger.warning("Health: %s", type(error).__name__)
        return "down"
    return "well"


def _seconds(age: Callable[[], timedelta | None], asked: str | int | None) -> int | None:
    found = age() if asked == "well" else None
    return None if found is None else max(0, round(found.total_seconds()))


def _late(seconds: str | int | None, limit: timedelta, *, missing_is_late: bool) -> bool:
    if not isinstance(seconds, int):
        return missing_is_late
    return seconds > limit.total_seconds()
