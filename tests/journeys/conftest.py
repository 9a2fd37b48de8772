"""Everything real: server, Celery worker, mail server, Chromium."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.processes import ROOT, environment
from tests.sink import Sink, sink

WORKER = "celery -A tests.worker worker -P prefork -c 1 --without-gossip --without-mingle"


@pytest.fixture
def mailbox() -> Iterator[Sink]:
    with sink() as server:
        yield server


@pytest.fixture
def site(live_server, settings, mailbox, tmp_path) -> Iterator[str]:
    """The address of a running installation, empty but for the code, with its worker."""
    settings.PUBLIC_URL = live_server.url
    call_command("ensure_seal")
    call_command("load_code")
    variables = environment(COACHPRACTICE_URL=live_server.url, EMAIL_URL=mailbox.url)
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *WORKER.split()],
            cwd=ROOT, env=variables, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            yield live_server.url
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def arrived(mailbox: Sink, tmp_path: Path) -> Callable:
    """arrived(address, count): waits until so many mails came for that address; the newest."""

    def wait(address: str, count: int):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = [mail for mail in mailbox.messages if address in str(mail["To"])]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError((tmp_path / "worker.log").read_text()[-3000:])

    return wait
