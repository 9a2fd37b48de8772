"""The minutes between "send" and the mails."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import passing, recalling, sending
from coachpractice.signing.actions.recalling import RECALL
from tests.signing import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rendered_once")]

SECOND = timedelta(seconds=1)


@pytest.fixture
def waiting(alice):
    """Sent a moment ago; nothing has left."""
    envelope = samples.envelope(alice)
    sending.send(envelope, leaves_in=RECALL)
    return envelope


def to(mailoutbox):
    return [mail.to for mail in mailoutbox]


def test_recalled_at_two_fifty_nine_nobody_ever_hears_of_it(waiting, alice, mailoutbox):
    with clock.at(waiting.leaves_at - SECOND):
        jobs.run_due()
        recalling.recall(waiting, by=alice)
    with clock.at(waiting.leaves_at + timedelta(days=1)):
        jobs.run_due()
    assert to(mailoutbox) == []
    waiting.refresh_from_db()
    assert (waiting.voided_by, waiting.frozen_at) == (alice, None)
    assert [each.invited_at for each in waiting.parties.all()] == [None, None]


def test_at_three_o_one_it_can_no_longer_be_recalled(waiting, alice, mailoutbox):
    with clock.at(waiting.leaves_at + SECOND):
        with pytest.raises(Refused):
            recalling.recall(waiting, by=alice)
        jobs.run_due()
    waiting.refresh_from_db()
    assert waiting.voided_at is None
    assert to(mailoutbox) == [[samples.ADDRESS]]


def test_it_is_refused_also_while_the_job_is_late(waiting, alice):
    with clock.at(waiting.leaves_at), pytest.raises(Refused):
        recalling.recall(waiting, by=alice)


def test_recalled_twice_it_is_recalled_once(waiting, alice):
    recalling.recall(waiting, by=alice)
    recalling.recall(waiting, by=alice)
    waiting.refresh_from_db()
    assert waiting.voided_by == alice


def test_sent_now_it_leaves_now_and_once(waiting, alice, mailoutbox):
    recalling.send_now(waiting, by=alice)
    recalling.send_now(waiting, by=alice)
    jobs.run_due()
    with clock.at(clock.now() + timedelta(minutes=4)):
        jobs.run_due()
    assert to(mailoutbox) == [[samples.ADDRESS]]
    with pytest.raises(Refused):
        recalling.recall(waiting, by=alice)


def test_correcting_an_address_meanwhile_sends_nothing_early(waiting, alice, mailoutbox):
    party = waiting.parties.get(role="client")
    passing.correct(party, by=alice, name=samples.CLIENT, email="odette@neuf.example")
    jobs.run_due()
    assert to(mailoutbox) == []
    with clock.at(waiting.leaves_at + SECOND):
        jobs.run_due()
    assert to(mailoutbox) == [["odette@neuf.example"]]


@pytest.mark.parametrize("page", ["recall", "send-now"])
def test_nobody_else_recalls_or_hurries_it(waiting, bob, client, login, page, mailoutbox):
    address = reverse(f"envelopes:{page}", args=[waiting.pk])
    assert login(client, bob).post(address).status_code == 404
    jobs.run_due()
    waiting.refresh_from_db()
    assert (waiting.voided_at, to(mailoutbox)) == (None, [])


# The coach's own sentence


def body(mail, kind):
    return mail.body if kind == "plain" else mail.alternatives[0].content


def test_the_coach_s_sentence_stands_above_our_words_in_both_parts(alice, mailoutbox):
    envelope = samples.envelope(alice)
    envelope.greeting = "Ravie de commencer,\n<b>comme</b> convenu."
    envelope.save(update_fields=["greeting"])
    sending.send(envelope)
    jobs.run_due()
    (mail,) = mailoutbox
    assert mail.body.startswith("«\xa0Ravie de commencer,\n<b>comme</b> convenu.\xa0»\n")
    html = body(mail, "html")
    assert "«\xa0Ravie de commencer,<br>&lt;b&gt;comme&lt;/b&gt; convenu.\xa0»" in html
    assert html.index("Ravie") < html.index("Bonjour")


def test_the_sentence_reaches_no_header(alice, mailoutbox):
    envelope = samples.envelope(alice)
    envelope.greeting = "Bonjour\r\nBcc: espion@ailleurs.example\r\nSubject: autre"
    envelope.save(update_fields=["greeting"])
    sending.send(envelope)
    jobs.run_due()
    (mail,) = mailoutbox
    message = mail.message()
    assert mail.recipients() == [samples.ADDRESS]
    assert (message["Bcc"], len(message.get_all("Subject"))) == (None, 1)
    assert "autre" not in mail.subject


def test_the_sentence_is_kept_encrypted(alice):
    envelope = samples.envelope(alice)
    envelope.greeting = "Mirabelle"
    envelope.save(update_fields=["greeting"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT greeting FROM signing_envelope")
        assert b"Mirabelle" not in bytes(cursor.fetchone()[0])
