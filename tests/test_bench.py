"""The frame of `scripts/bench`: figures must mean what the table says."""

import json
import subprocess
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from sys import modules
from time import sleep

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "bench"


@pytest.fixture(scope="module")
def bench():
    loader = SourceFileLoader("bench_script", str(SCRIPT))
    module = module_from_spec(spec_from_loader("bench_script", loader))
    modules["bench_script"] = module
    loader.exec_module(module)
    yield module
    del modules["bench_script"]


def test_twice_the_work_measures_as_about_twice_the_floor(bench):
    figure = bench.measure("naps", "long", lambda: sleep(0.02), lambda: sleep(0.01), 3.0, 30)
    assert 1.5 < figure.ratio < 2.5
    assert figure.ratio_low <= figure.ratio <= figure.ratio_high
    assert (figure.goal, figure.verdict) == (3.0, "met")


def test_ours_and_the_floor_run_in_turn_and_take_turns_in_going_first(bench, monkeypatch):
    calls = []

    def call(letter):
        sleep(0.01)
        calls.append(letter)

    monkeypatch.setattr(bench, "SPAN", 0)
    bench.measure("order", "any", lambda: call("o"), lambda: call("f"), None, 30)
    assert "".join(calls) == "ofofof" + "of" + "offo" * 15  # warmed up first


def test_what_is_short_gets_more_turns(bench, monkeypatch):
    monkeypatch.setattr(bench, "SPAN", 0.5)
    figure = bench.measure("naps", "short", lambda: sleep(0.002), lambda: sleep(0.001), None, 30)
    assert 30 < figure.rounds < 170


def test_a_missed_goal_is_a_line_and_no_failure(bench):
    figures = [
        bench.Figure("pages", "client list", 12.3, 2.0, 6.15, 5.9, 6.4, 40, 4.0),
        bench.Figure("vault", "field", 0.012, 0.01, 1.2, 1.1, 1.3, 40, None),
    ]
    assert bench.as_table(figures).splitlines() == [
        "pair                ours ms  floor ms  ratio  middle half  goal",
        "pages: client list     12.3         2   6.15    5.90-6.40   ≤ 4  MISSED",
        "vault: field          0.012      0.01   1.20    1.10-1.30     —       —",
    ]
    first, second = json.loads(bench.as_json(figures))
    assert (first["verdict"], first["ratio"], second["verdict"]) == ("MISSED", 6.15, "—")


@pytest.mark.slow
def test_every_pair_runs():
    """In a process and on servers of its own, whatever this shell's variables name."""
    done = subprocess.run(
        [SCRIPT, "--quick", "--json"], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert [each["subject"] for each in figures] == (
        ["reminders"] * 4 + ["pages"] * 5 + ["papers"] * 2 + ["journal"] + ["fields"] * 2
    )
    assert all(each["ours"] > 0 and each["floor"] > 0 for each in figures)
