"""tasks.py of an app: what must happen once, by name, and what when it fails?"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Task:
    """Work that must happen once. `run` takes ids as strings and may be repeated safely.

    After `attempts` failures the job stands as failed, where the operator sees it; `failed` is
    then called once with the same ids.
    """

    name: str
    run: Callable[..., None]
    what: str | Promise
    attempts: int
    lease: int
    failed: Callable[..., None] | None = None


TASKS: Register[Task] = Register("job")


def job(
    name: str,
    *,
    what: str | Promise,
    attempts: int = 10,
    lease: int = 120,
    failed: Callable[..., None] | None = None,
) -> Callable:
    """Register a function as the job `name`. `lease` is in seconds: after it, another worker
    may take over a job whose worker died."""

    def keep(run: Callable[..., None]) -> Callable[..., None]:
        TASKS.add(name, Task(name, run, what, attempts, lease, failed))
        return run

    return keep
