"""For every guard there is a test that misses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.access.sabotage import LIST
from tests.servers import SERVER_VARIABLES

ROOT = Path(__file__).resolve().parents[2]


def test_each_sabotage_has_a_test_of_its_own_and_there_are_ten_at_least():
    named = [each.red for each in LIST]
    assert len(set(named)) == len(named)
    assert len(named) >= 10


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("whole", [True, False], ids=["with its guard", "without its guard"])
def test_each_guard_that_is_gone_turns_its_test_red(tmp_path, whole):
    names = [each.red for each in LIST]
    told = tmp_path / "outcomes.json"
    own = ("PYTEST_", "COACHPRACTICE_VAR", "DJANGO_SETTINGS", "TEST_DATABASE", *SERVER_VARIABLES)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.access.sabotaging", "-m", "", *names],
        cwd=ROOT,
        env={**kept, "SQLITE": "1", "SABOTAGED": str(told), **({"WHOLE": "1"} if whole else {})},
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    assert told.exists(), done.stdout + done.stderr
    outcome = "passed" if whole else "failed"
    assert json.loads(told.read_text()) == dict.fromkeys(names, outcome), done.stdout
