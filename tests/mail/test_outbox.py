"""The mailbox of the embedded default."""

from datetime import date
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.mail import actions
from coachpractice.mail import outbox as mailbox
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(outbox):
    actions.post("tests.letter", who="odette")
    jobs.run_due()
    return read_names()[0]


@pytest.fixture
def no_outbox(letter, settings):
    settings.OUTBOX = False
    return letter


def read_names():
    return [name for name, _, _ in mailbox.read_all()]


def test_what_is_sent_is_kept_and_reads_as_it_was(letter):
    [(name, sent, mail)] = mailbox.read_all()
    assert (str(mail["To"]), str(mail["Subject"])) == ("odette@example.org", "À lire et à signer")
    assert abs((clock.now() - sent).total_seconds()) < 60
    assert mailbox.read(name)[1].as_bytes() == mail.as_bytes()


def test_the_disk_holds_no_word_of_it(letter, settings):
    folder = Path(settings.OUTBOX_DIR)
    [file] = folder.iterdir()
    stored = file.read_bytes() + file.name.encode()
    for canary in (b"odette", b"example.org", b"Bonjour", b"canari", b"Subject"):
        assert canary not in stored
    assert folder.stat().st_mode & 0o077 == 0


def test_mails_of_one_moment_are_all_kept_the_newest_first(outbox):
    with clock.at(date(2026, 11, 23)):
        for number in range(5):
            EmailMessage(f"n{number}", "", "a@example.org", ["b@example.org"]).send()
    subjects = [str(mail["Subject"]) for _, _, mail in mailbox.read_all()]
    assert subjects == ["n4", "n3", "n2", "n1", "n0"]


@pytest.mark.parametrize("name", ["../keys/root.key", "..", "", "x" * 300, "a\0b", ".draft"])
def test_no_other_file_is_read(outbox, name):
    with pytest.raises(FileNotFoundError):
        mailbox.read(name)


def test_a_half_written_mail_is_not_seen(letter, settings):
    (Path(settings.OUTBOX_DIR) / ".20261123T110000000000-00").write_bytes(b"half")
    assert read_names() == [letter]


# Pages --------------------------------------------------------------------------------------------


def test_the_list_shows_every_mail(client, letter):
    page = client.get("/outbox/")
    assert_valid_html(page.content.decode())
    assert f'<a href="/outbox/{letter}/">À lire et à signer</a>' in page.content.decode()
    assert "odette@example.org" in page.content.decode()


def test_an_empty_list_says_so(client, outbox):
    page = client.get("/outbox/")
    assert page.status_code == 200
    assert_valid_html(page.content.decode())


def test_a_mail_shows_its_text_with_links_that_work(client, letter):
    page = client.get(f"/outbox/{letter}/").content.decode()
    assert_valid_html(page)
    assert "Bonjour L’Éclair &amp; &lt;b&gt;Cie&lt;/b&gt;" in page
    assert 'href="http://localhost:8000/l/x?a=1&amp;b=2"' in page


def test_its_html_can_do_nothing(client, letter):
    answer = client.get(f"/outbox/{letter}/html")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "<p>Bonjour L’Éclair &amp; &lt;b&gt;Cie&lt;/b&gt;</p>" in answer.content.decode()


def test_an_attachment_is_downloaded(client, letter):
    answer = client.get(f"/outbox/{letter}/1")
    assert answer.content == b"%PDF-1.7 canari"
    assert answer["Content-Disposition"] == 'attachment; filename="contrat.pdf"'
    assert client.get(f"/outbox/{letter}/2").status_code == 404
    assert client.get(f"/outbox/{letter}/0").status_code == 404


def test_a_mail_without_html_has_no_html_page(client, outbox):
    EmailMessage("s", "words", "a@example.org", ["b@example.org"]).send()
    name = read_names()[0]
    assert client.get(f"/outbox/{name}/").status_code == 200
    assert client.get(f"/outbox/{name}/html").status_code == 404


@pytest.mark.parametrize("page", ["", "{}/", "{}/html", "{}/1"])
def test_where_mails_leave_there_is_no_mailbox(client, no_outbox, page):
    assert client.get(f"/outbox/{page.format(no_outbox)}").status_code == 404


@pytest.mark.parametrize("page", ["", "{}/", "{}/html", "{}/1"])
def test_nobody_keeps_these_pages_and_nothing_is_written(client, letter, page):
    from django.contrib.sessions.models import Session

    answer = client.get(f"/outbox/{page.format(letter)}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert Session.objects.count() == 0
    assert client.post(f"/outbox/{page.format(letter)}").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came", "answer"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "192.0.2.7"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, 404),
        ({"HTTP_FORWARDED": "for=192.0.2.7"}, 404),
    ],
)
def test_the_mailbox_opens_to_this_machine_alone(client, settings, came, answer):
    settings.OUTBOX = True
    assert client.get("/outbox/", **came).status_code == answer
