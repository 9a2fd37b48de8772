"""A pytest plugin: each test that the list of sabotages names runs with its guard gone.

    pytest -p tests.access.sabotaging <the named tests>

Writes what became of each to the file that SABOTAGED names; with WHOLE=1 nothing is taken away.
"""

import json
import os
from collections.abc import Generator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.access.sabotage import LIST, applied

BY_TEST = {each.red: each for each in LIST}
outcomes: dict[str, str] = {}


def _gone(item: pytest.Item, *, setup: bool) -> Any:
    sabotage = BY_TEST.get(item.nodeid)
    if sabotage is None or os.environ.get("WHOLE") or sabotage.from_setup != setup:
        return nullcontext()
    return applied(sabotage)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    with _gone(item, setup=True):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    with _gone(item, setup=False):
        return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" or report.failed:
        outcomes[report.nodeid] = report.outcome if report.when == "call" else "error"


def pytest_sessionfinish() -> None:
    Path(os.environ["SABOTAGED"]).write_text(json.dumps(outcomes))
