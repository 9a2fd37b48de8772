"""What fails outside: the seal, the mail server. A signature never waits for either."""

import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.signing.actions import concluding
from coachpractice.signing.models import Envelope, EnvelopeState
from coachpractice.signing.proof import Visit
from tests.signing import samples, walks

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class DownBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected


@pytest.fixture
def signed(sent, odette, at_door) -> Envelope:
    """Signed by both, the seal still to come."""
    walks.sign(at_door(odette), odette)
    jobs.run_due()
    mine = sent.parties.get(role="coach")
    concluding.choose(mine, consents={}, typed_name="Alice Églantine")
    concluding.sign(mine, shown_sha256=sent.text_sha256, visit=Visit())
    sent.refresh_from_db()
    return sent


def days_pass() -> None:
    """Let every retry come due."""
    moment = clock.now()
    for hour in range(1, 20):
        with clock.at(moment.replace(microsecond=0) + timedelta(hours=hour)):
            jobs.run_due()


def test_without_its_key_nothing_is_sealed_the_signatures_stand_and_the_operator_is_told(
    signed, settings, tmp_path, mailoutbox
):
    settings.SEAL_FILE = str(tmp_path / "gone.p12")
    settings.OPERATOR_EMAIL = "operator@example.org"
    jobs.run_due()
    signed.refresh_from_db()
    assert signed.state == EnvelopeState.SIGNED
    days_pass()
    signed.refresh_from_db()
    assert signed.state == EnvelopeState.SIGNED
    assert signed.seal_failed_at is not None
    told = [mail for mail in mailoutbox if mail.to == ["operator@example.org"]]
    assert [signed.code in mail.body for mail in told] == [True]
    assert samples.CLIENT not in told[0].body


def test_once_the_key_is_back_the_coach_has_it_tried_again(
    signed, settings, tmp_path, alice, login, client
):
    file, settings.SEAL_FILE = settings.SEAL_FILE, str(tmp_path / "gone.p12")
    days_pass()
    settings.SEAL_FILE = file
    login(client, alice).post(f"/envelopes/{signed.pk}/seal/")
    jobs.run_due()
    signed.refresh_from_db()
    assert signed.state == EnvelopeState.SEALED
    assert signed.seal_failed_at is None


def test_a_mail_server_that_is_down_delays_mails_and_loses_none(signed, settings, mailoutbox):
    there = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.signing.test_faults.DownBackend"
    before = len(mailoutbox)
    jobs.run_due()
    signed.refresh_from_db()
    assert signed.state == EnvelopeState.SEALED
    assert len(mailoutbox) == before
    settings.EMAIL_BACKEND = there
    days_pass()
    copies = [mail for mail in mailoutbox if mail.attachments]
    assert sorted(mail.to[0] for mail in copies) == ["alice@example.org", samples.ADDRESS]
    assert not Job.objects.failed().exists()


def test_a_time_authority_that_stays_silent_is_done_without_and_the_paper_says_so(signed, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"
    jobs.run_due()
    signed.refresh_from_db()
    assert signed.state == EnvelopeState.SIGNED
    days_pass()
    signed.refresh_from_db()
    assert signed.state == EnvelopeState.SEALED
