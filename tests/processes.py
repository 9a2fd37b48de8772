"""Real processes on the test's databases, for races and for workers that die.

    def add(number): ...                       # at the top of a module, so that it can be found
    assert race(add, [(n,) for n in range(8)]) == [...]

A test that uses them needs `@pytest.mark.django_db(transaction=True)`: what is not committed is
seen by nobody else.
"""

import base64
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest  # noqa: F401 -- by it the settings of a process know that these are tests

MOST = 8
NAMES = "TEST_DATABASE_NAMES"
ROOT = Path(__file__).resolve().parent.parent

# One process is set up, and the others are forked from it before it has any connection.
_fork = multiprocessing.get_context("forkserver")
_fork.set_forkserver_preload(["tests.preloaded"])
_pool: ProcessPoolExecutor | None = None
_gate: Any = None


def race(function: Callable[..., Any], arguments: Sequence[tuple]) -> list[Any]:
    """Call `function` once for each of `arguments`, each call in a process of its own, all let go
    at the same moment; return what they return, in order. At most 8."""
    assert len(arguments) <= MOST
    pool = _get_pool()
    calls = [pool.submit(_call, function, each, len(arguments)) for each in arguments]
    return [call.result(timeout=100) for call in calls]


def start(function: Callable[..., Any], *arguments: Any) -> Any:
    """Start one process that does `function` and hand it out, for whoever wants to kill it."""
    os.environ[NAMES] = _named()
    process = _fork.Process(target=_alone, args=(_names(), function, arguments), daemon=True)
    process.start()
    return process


def environment(**more: str) -> dict[str, str]:
    """The variables with which another program (a worker, a server, a command) finds the test's
    databases, keys and broker. It must call `set_up` or be `tests.worker`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "coachpractice.settings",
        NAMES: _named(),
        **more,
    }


def run_python(code: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a few lines in a Python of their own, on the test's databases."""
    return subprocess.run(
        [sys.executable, "-c", f"from tests.processes import set_up; set_up()\n{code}"],
        cwd=ROOT, env=environment(**more), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def secrets_of_the_test() -> dict[str, str]:
    """The installation's keys as variables, for a process that runs as production does."""
    from django.conf import settings

    def text(key: bytes) -> str:
        return base64.urlsafe_b64encode(key).decode()

    return {
        "COACHPRACTICE_SECRET_KEY": text(bytes.fromhex(settings.SECRET_KEY)),
        "COACHPRACTICE_ROOT_KEY": text(settings.ROOT_KEY),
        "COACHPRACTICE_LINK_KEY": text(settings.LINK_KEY),
    }


def set_up(names: dict[str, str] | None = None) -> None:
    """Make this process, which is no test's own, work on the databases of the tests."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachpractice.settings")
    given = names or dict(line.split("=", 1) for line in os.environ[NAMES].splitlines())
    import django
    from django.apps import apps
    from django.conf import settings

    if apps.ready:
        return
    for alias, name in given.items():
        settings.DATABASES[alias]["NAME"] = name
    django.setup()


def _get_pool() -> ProcessPoolExecutor:
    global _pool, _gate
    if _pool is None:
        os.environ[NAMES] = _named()
        _gate = _fork.Condition(), _fork.Value("i", 0), _fork.Value("i", 0)
        _pool = ProcessPoolExecutor(
            MOST, mp_context=_fork, initializer=_begin, initargs=(_names(), _gate)
        )
    return _pool


def _names() -> dict[str, str]:
    from django.db import connections

    return {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}


def _named() -> str:
    return "\n".join(f"{alias}={name}" for alias, name in _names().items())


def _begin(names: dict[str, str], gate: Any) -> None:
    global _gate
    _gate = gate
    set_up(names)


def _call(function: Callable[..., Any], arguments: tuple, runners: int) -> Any:
    from django.db import connections

    _wait_for_all(runners)
    try:
        return function(*arguments)
    finally:
        connections.close_all()


def _wait_for_all(runners: int) -> None:
    """A barrier for as many as take part this time."""
    condition, waiting, round_ = _gate
    with condition:
        mine = round_.value
        waiting.value += 1
        if waiting.value == runners:
            waiting.value, round_.value = 0, mine + 1
            condition.notify_all()
        else:
            condition.wait_for(lambda: round_.value != mine, timeout=60)


def _alone(names: dict[str, str], function: Callable[..., Any], arguments: tuple) -> None:
    set_up(names)
    function(*arguments)
