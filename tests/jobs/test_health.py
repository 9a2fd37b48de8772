"""GET /health/"""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.utils import OperationalError

import tests.jobs.samples  # noqa: F401
from coachpractice import clock
from coachpractice.jobs import actions, health
from coachpractice.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    def ask():
        response = client.get("/health/")
        return response.status_code, json.loads(response.content)

    return ask


def test_it_is_well_while_the_worker_lives_and_nothing_waits(ask):
    with clock.at(clock.now()):
        health.beat()
        found = ask()
    assert found == (
        200,
        {
            "state": "well",
            "database": "well",
            "keyring": "well",
            "cache": "well",
            "worker_silent_for": 0,
            "oldest_job_waits_for": None,
            "failed_jobs": 0,
        },
    )


def test_it_is_unwell_without_a_worker(ask):
    cache.delete(health.HEARTBEAT)
    status, found = ask()
    assert (status, found["state"], found["worker_silent_for"]) == (503, "unwell", None)


def test_it_is_unwell_when_the_worker_is_silent(ask):
    with clock.at(clock.now() - timedelta(seconds=61)):
        health.beat()
    status, found = ask()
    assert (status, found["worker_silent_for"]) == (503, 61)


def test_it_is_unwell_when_a_job_waits_too_long(ask, tmp_path):
    health.beat()
    job = actions.enqueue("tests.note", file=tmp_path / "x")
    Job.objects.filter(pk=job.pk).update(run_after=clock.now() - timedelta(minutes=4))
    assert ask()[0] == 200
    Job.objects.filter(pk=job.pk).update(run_after=clock.now() - timedelta(minutes=6))
    status, found = ask()
    assert (status, found["oldest_job_waits_for"]) == (503, 360)


def test_failed_jobs_are_counted_and_are_no_illness(ask, tmp_path):
    health.beat()
    job = actions.enqueue("tests.note", file=tmp_path / "x")
    Job.objects.filter(pk=job.pk).update(failed_at=clock.now())
    status, found = ask()
    assert (status, found["failed_jobs"]) == (200, 1)


@pytest.mark.parametrize("name", ["database", "keyring", "cache"])
def test_a_part_that_is_down_is_named_and_nothing_more(ask, monkeypatch, name):
    health.beat()

    def down(*_args, **_more):
        raise OperationalError("password of coach@db.internal is wrong")

    if name == "cache":
        monkeypatch.setattr(type(cache._connections["default"]), "get", down)
    else:
        alias = {"database": "default"}.get(name, name)
        monkeypatch.setattr(connections[alias], "cursor", down)
    found = health.report()
    assert (found["state"], found[name]) == ("unwell", "down")
    assert "internal" not in json.dumps(found)


def test_asking_writes_nothing(ask, client):
    from django.contrib.sessions.models import Session

    ask()
    client.head("/health/")
    assert (Session.objects.count(), client.cookies) == (0, {})
    assert client.post("/health/").status_code == 405


def test_nobody_keeps_the_answer(client):
    assert "no-store" in client.get("/health/")["Cache-Control"]
