"""Everything real: server, Celery worker, mail server, Chromium."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client as Browser

from coachpractice.practices.models import Membership
from tests.browser import enter_as
from tests.contracts.factories import sign_the_code
from tests.factories import MembershipFactory, PracticeFactory, UserFactory
from tests.journeys.office import Office
from tests.journeys.people import COACH, NAME, Phone, sealed_copy
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
def maud(site: str) -> Membership:
    """A coach who founded a practice, filled in the settings and signed the code."""
    practice = PracticeFactory(name="Cabinet Clématite")
    member = MembershipFactory(user=UserFactory(email=COACH, name=NAME), practice=practice)
    sign_the_code(member)
    return member


@pytest.fixture
def office(site: str, maud: Membership, open_page: Callable) -> Office:
    """Maud at her desk, logged in."""
    browser, page = Browser(), open_page()
    browser.force_login(maud.user)
    enter_as(page, browser, site)
    return Office(page, site)


@pytest.fixture
def take_phone(request, site: str, open_page: Callable) -> Callable[[], Phone]:
    """take_phone(): a phone of somebody who signs, which runs scripts or not (`PHONES`)."""
    return lambda: Phone(open_page(width=360, height=740, scripts=request.param), site)


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


@pytest.fixture
def sealed_mail(mailbox: Sink, tmp_path: Path) -> Callable:
    """sealed_mail(address, count): waits until so many mails brought that address a PDF; the
    newest."""

    def wait(address: str, count: int = 1):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = [
                mail
                for mail in mailbox.messages
                if address in str(mail["To"]) and mail.get_content_type() == "multipart/mixed"
            ]
            if len(found) >= count:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError((tmp_path / "worker.log").read_text()[-3000:])

    return wait


@pytest.fixture
def copy_for(sealed_mail: Callable, tmp_path: Path) -> Callable[..., Path]:
    """copy_for(address, count): the PDF that was mailed there, the newest of so many."""

    def keep(address: str, count: int = 1) -> Path:
        return sealed_copy(sealed_mail(address, count), tmp_path / f"{address}.pdf")

    return keep


@pytest.fixture
def letter(mailbox: Sink, tmp_path: Path) -> Callable:
    """letter(address, about): waits for a mail to that address with these words in its subject."""

    def wait(address: str, about: str):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for mail in reversed(mailbox.messages):
                if address in str(mail["To"]) and about in str(mail["Subject"]):
                    return mail
            time.sleep(0.1)
        subjects = [f"{mail['To']}: {mail['Subject']}" for mail in mailbox.messages]
        raise AssertionError("\n".join(subjects) + (tmp_path / "worker.log").read_text()[-3000:])

    return wait
