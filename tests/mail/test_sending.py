"""From a row of ids to a letter on a real mail server."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.db import transaction

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.jobs.models import Job
from coachpractice.mail import actions
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.mails import Attachment
from tests.mail import samples
from tests.mail.samples import told
from tests.sink import Sink, sink

pytestmark = pytest.mark.django_db
LETTER = samples.letter(who="odette")


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def later(**delay):
    return clock.at(clock.now() + timedelta(**delay))


def test_a_letter_arrives_as_it_was_written(server):
    mail = actions.post("tests.letter", who="odette")
    assert jobs.run_due() == 1
    [arrived] = server.messages
    assert server.envelopes == [("<no-reply@localhost>", ["odette@example.org"])]
    heads = ("Subject", "To", "From", "Reply-To", "Message-ID", "Auto-Submitted")
    assert {name: str(arrived[name]) for name in heads} == {
        "Subject": "À lire et à signer",
        "To": "odette@example.org",
        "From": "Hélène Aubépine <no-reply@localhost>",
        "Reply-To": "coach@example.org",
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
    }


def test_a_letter_has_text_html_and_attachment(server):
    actions.post("tests.letter", who="odette")
    jobs.run_due()
    [arrived] = server.messages
    text = arrived.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = arrived.get_body(("html",)).get_content()
    assert "Bonjour L’Éclair & <b>Cie</b>\n" in text
    assert "http://localhost:8000/l/x?a=1&b=2\n" in text
    assert "<p>Bonjour L’Éclair &amp; &lt;b&gt;Cie&lt;/b&gt;</p>" in html
    assert 'href="http://localhost:8000/l/x?a=1&amp;b=2"' in html
    assert '<html lang="fr">' in html
    [attached] = arrived.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("contrat.pdf", b"%PDF-1.7 canari")


def test_the_row_holds_ids_and_no_word(server):
    mail = actions.post("tests.letter", who="odette")
    jobs.run_due()
    stored = OutboxMail.objects.filter(pk=mail.pk).values().get()
    assert stored["ids"] == {"who": "odette"}
    assert "@example.org" not in repr(stored)
    assert "@example.org" not in repr(Job.objects.values())


def test_what_is_sent_is_not_sent_again(server, fresh):
    mail = actions.post("tests.letter", who="odette")
    for _ in range(3):
        actions.deliver(str(mail.pk))
    assert len(server.messages) == 1
    assert fresh(mail).sent_at is not None
    assert told[0] == ("sent", "odette")


def test_when_there_is_nothing_left_to_say_nothing_is_sent(server, fresh):
    mail = actions.post("tests.letter", who="nobody")
    assert jobs.run_due() == 1
    assert (server.messages, fresh(mail).sent_at, told) == ([], None, [])
    assert fresh(mail).dropped_at is not None


def test_a_mail_nobody_writes_is_refused_when_it_is_posted():
    with pytest.raises(KeyError):
        actions.post("tests.unheard-of")


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_rolled_back_transaction_is_never_sent(server):
    with transaction.atomic():
        actions.post("tests.letter", who="odette")
        transaction.set_rollback(True)
    jobs.run_due()
    assert (server.messages, OutboxMail.objects.count()) == ([], 0)


def test_a_server_that_is_down_is_tried_again_and_gets_the_mail_once(use, fresh):
    port = free_port()
    use(Sink(port=port))
    mail = actions.post("tests.letter", who="odette")
    assert jobs.run_due() == 0
    with later(minutes=5):
        assert jobs.run_due() == 0
    job = Job.objects.get()
    assert (job.attempts, job.last_error, job.failed_at) == (2, "ConnectionRefusedError", None)
    with sink(port) as server, later(minutes=10):
        assert jobs.run_due() == 1
        assert jobs.run_due() == 0
        assert [str(each["Message-ID"]) for each in server.messages] == [mail.message_id]
    assert fresh(mail).sent_at is not None
    assert told == [("sent", "odette")]


def test_a_worker_that_dies_after_the_server_took_it_sends_the_same_message_id(server, fresh):
    mail = actions.post("tests.letter", who="odette")
    actions.deliver(str(mail.pk))
    OutboxMail.objects.update(sent_at=None)  # it died before it could note that
    actions.deliver(str(mail.pk))
    assert {str(each["Message-ID"]) for each in server.messages} == {mail.message_id}


def test_an_address_that_is_refused_for_good_fails_at_once(server, fresh):
    server.refuse = "550 no such mailbox"
    mail = actions.post("tests.letter", who="odette")
    jobs.run_due()
    job = Job.objects.get()
    assert (job.attempts, job.last_error) == (1, "address-refused")
    assert job.failed_at is not None
    assert fresh(mail).failed_at is not None
    assert told == [("failed", "odette")]


def test_an_address_that_is_refused_for_now_is_tried_again(server, fresh):
    server.refuse = "451 come back later"
    mail = actions.post("tests.letter", who="odette")
    jobs.run_due()
    assert (Job.objects.get().failed_at, told) == (None, [])
    server.refuse = ""
    with later(minutes=1):
        jobs.run_due()
    assert len(server.messages) == 1
    assert fresh(mail).sent_at is not None


def test_a_mail_given_up_and_then_sent_by_the_operator_is_no_longer_failed(server, fresh):
    server.refuse = "550 no such mailbox"
    mail = actions.post("tests.letter", who="odette")
    jobs.run_due()
    server.refuse = ""
    jobs.retry(Job.objects.get())
    jobs.run_due()
    assert (fresh(mail).failed_at, told) == (None, [("failed", "odette"), ("sent", "odette")])


def test_a_server_may_be_down_for_a_day():
    attempts = jobs.TASKS.get("mail.deliver").attempts
    waited = sum(min(2**n, jobs.LONGEST_PAUSE.total_seconds()) for n in range(1, attempts))
    assert waited > 24 * 3600


# Headers ------------------------------------------------------------------------------------------

EVIL = [
    "Bonjour\r\nBcc: all@example.org",
    "Bonjour\nBcc: all@example.org",
    "Bonjour\rBcc: all@example.org",
    "Bonjour\u2028Bcc: all@example.org",
    "Bonjour\x0bBcc: all@example.org",
    "Bonjour\x85Bcc: all@example.org",
    "Bonjour\x00Bcc: all@example.org",
]


@pytest.mark.parametrize("words", EVIL)
def test_no_subject_or_name_starts_another_header(server, words):
    letter = replace(LETTER, subject=words, sender_name=words)
    actions.message(letter, "<1@localhost>").send()
    [arrived] = server.messages
    assert server.envelopes[0][1] == ["odette@example.org"]
    assert arrived["Bcc"] is None
    assert str(arrived["Subject"]) == "Bonjour Bcc: all@example.org"
    assert arrived["From"].addresses[0].addr_spec == "no-reply@localhost"
    assert arrived["From"].addresses[0].display_name == "Bonjour Bcc: all@example.org"


@pytest.mark.parametrize("words", EVIL)
def test_no_file_name_starts_another_header(server, words):
    letter = replace(LETTER, attachments=[Attachment(f"{words}.pdf", b"x")])
    actions.message(letter, "<1@localhost>").send()
    [attached] = server.messages[0].iter_attachments()
    assert attached["Bcc"] is None
    assert attached.get_filename() == "Bonjour Bcc: all@example.org.pdf"


@pytest.mark.parametrize(
    "name",
    ['"Evil" <evil@example.org>', "a@b.example, c@d.example", "=?utf-8?q?Evil?=", "É" * 300],
)
def test_a_strange_name_stays_a_name(server, name):
    actions.message(replace(LETTER, sender_name=name), "<1@localhost>").send()
    [sender] = server.messages[0]["From"].addresses
    assert sender.addr_spec == "no-reply@localhost"


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
        "Name <a@example.org>",
        "nobody",
        "",
    ],
)
def test_a_letter_goes_to_one_address(address):
    with pytest.raises(ValidationError):
        actions.message(replace(LETTER, to=address), "<1@localhost>")


def test_no_reply_address_starts_another_header():
    letter = replace(LETTER, reply_to="a@example.org\nBcc: b@example.org")
    with pytest.raises(BadHeaderError):
        actions.message(letter, "<1@localhost>").message()


def test_names_that_turn_the_line_around_do_not():
    assert actions.one_line("Odette\u202eelliv\u200b\u2066 x") == "Odette elliv x"
    assert actions.one_line("می\u200cخواهم 👩\u200d🌾") == "می\u200cخواهم 👩\u200d🌾"
    assert actions.one_line("Contrat\u00a0:  à\u2028lire") == "Contrat\u00a0: à lire"


def test_a_file_name_leads_to_no_folder():
    assert actions.file_name("../../etc/passwd") == "..-..-etc-passwd"
    assert actions.file_name("\n") == "document"
