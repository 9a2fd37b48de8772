"""Jobs that only tests know. Each leaves a line in the file it is told."""

import os
import time
from pathlib import Path

from coachpractice.jobs.actions import Again, Hopeless
from coachpractice.registry.jobs import TASKS, job

if "tests.note" not in TASKS:

    def _failed(*, file: str, **_: str) -> None:
        append(file, "failed")

    def append(file: str, line: str) -> None:
        with Path(file).open("a") as lines:
            lines.write(f"{line}\n")

    @job("tests.note", what="Note", lease=30)
    def note(*, file: str) -> None:
        append(file, "done")

    @job("tests.slow", what="Be slow", lease=3)
    def slow(*, file: str) -> None:
        append(file, f"began {os.getpid()}")
        time.sleep(60)

    @job("tests.raise", what="Fail", attempts=3, failed=_failed)
    def fail(*, file: str) -> None:
        append(file, "tried")
        raise ValueError("Odette Passerose, 12 rue du Tilleul")

    @job("tests.patient", what="Not yet, for long", attempts=10_000)
    def patient(*, file: str) -> None:
        raise Again("server-down")

    @job("tests.hopeless", what="Never", attempts=3, failed=_failed)
    def hopeless(*, file: str) -> None:
        raise Hopeless("no-such-address")

    def _cannot_be_told(*, file: str) -> None:
        raise ZeroDivisionError

    @job("tests.raise-twice", what="Fail badly", attempts=1, failed=_cannot_be_told)
    def fail_badly(*, file: str) -> None:
        raise ValueError


def run_job(job_id: str) -> bool:
    """One worker's attempt, for a race."""
    from coachpractice.jobs import actions

    return actions.run(job_id)
