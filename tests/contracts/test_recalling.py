"""A contract between "send" and its mails, as the coach sees it; and what stands on top of them."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Envelope, Party
from coachpractice.vault.models import StoredFile
from contracts import actions, proofreading
from contracts.drafts.greeting import greet
from tests.contracts.factories import draft_of, fresh, sent_by

RECALLED = timedelta(minutes=2, seconds=59)
TOO_LATE = timedelta(minutes=3, seconds=1)


@pytest.fixture
def desk(client, coach, login):
    return login(client, coach)


def url(page, row, room="contracts"):
    return reverse(f"{room}:{page}", args=[row.pk])


def send(desk, contract, **typed):
    answer = desk.post(url("send", contract), typed)
    assert answer.url == url("page", contract)
    return fresh(contract)


def test_recalled_at_two_fifty_nine_no_mail_leaves_and_it_is_a_draft_again(desk, coach, mailoutbox):
    now = clock.now()
    with clock.at(now):
        contract = send(desk, draft_of(coach))
    jobs.run_due()
    mailoutbox.clear()
    with clock.at(now + RECALLED):
        jobs.run_due()
        desk.post(url("recall", contract.envelope, "envelopes"))
        assert desk.get(url("page", contract)).url == url("draft", contract)
    with clock.at(now + timedelta(hours=1)):
        jobs.run_due()
    assert mailoutbox == []
    assert fresh(actions.save(fresh(contract), by=coach, sessions_count=3)).sessions_count == 3


def test_at_three_o_one_it_is_too_late(desk, coach, mailoutbox):
    now = clock.now()
    with clock.at(now):
        contract = send(desk, draft_of(coach))
    with clock.at(now + TOO_LATE):
        answer = desk.post(url("recall", contract.envelope, "envelopes"), follow=True)
        assert [each.level_tag for each in answer.context["messages"]] == ["error"]
        jobs.run_due()
    assert [mail.to for mail in mailoutbox if mail.to == [contract.client.email]] != []
    assert fresh(contract).envelope.voided_at is None


def test_the_page_says_when_it_leaves_until_it_has(desk, coach):
    contract = send(desk, draft_of(coach))
    page = desk.get(url("page", contract)).content.decode()
    assert url("recall", contract.envelope, "envelopes") in page
    assert url("take-back", contract.envelope, "envelopes") not in page
    desk.post(url("send-now", contract.envelope, "envelopes"))
    page = desk.get(url("page", contract)).content.decode()
    assert url("recall", contract.envelope, "envelopes") not in page
    assert url("take-back", contract.envelope, "envelopes") in page


# The sentence


def test_the_sentence_goes_with_the_mail_and_is_there_again_after_a_recall(desk, coach):
    contract = send(desk, draft_of(coach), greeting="Au plaisir, à mardi.")
    assert contract.envelope.greeting == "Au plaisir, à mardi."
    desk.post(url("recall", contract.envelope, "envelopes"))
    assert "Au plaisir, à mardi." in desk.get(url("send", contract)).content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bonjour \r\n\r\n  à vous ", "Bonjour\n\nà vous"),
        ("a\u202eb\x00c", "abc"),
        ("été 🙂", "été 🙂"),
        ("", ""),
    ],
)
def test_the_sentence_is_kept_as_plain_text(coach, typed, kept):
    assert greet(draft_of(coach), by=coach, greeting=typed).greeting == kept


def test_500_characters_fit_and_501_do_not(desk, coach):
    contract = draft_of(coach)
    answer = desk.post(url("send", contract), {"greeting": "x" * 501})
    assert (answer.status_code, fresh(contract).envelope) == (409, None)
    with pytest.raises(Refused):
        greet(contract, by=coach, greeting="x" * 501)
    assert send(desk, contract, greeting="x" * 500).envelope.greeting == "x" * 500


def test_what_was_sent_keeps_its_sentence(coach):
    with pytest.raises(Refused):
        greet(sent_by(coach), by=coach, greeting="Trop tard")


# Trial


def test_the_trial_copy_comes_to_the_coach_alone_and_leaves_nothing_behind(desk, coach, mailoutbox):
    contract = draft_of(coach)
    jobs.run_due()
    mailoutbox.clear()
    files = StoredFile.objects.count()
    answer = desk.post(url("send", contract), {"trial": "1", "greeting": "À mardi."})
    assert answer.url == url("send", contract)
    jobs.run_due()
    (mail,) = mailoutbox
    assert mail.recipients() == [coach.user.email]
    (paper,) = mail.attachments
    assert paper.content.startswith(b"%PDF")
    for text in (mail.body, mail.alternatives[0].content):
        assert "/l/" not in text
        assert "À mardi." in text
        assert contract.client.name in text
    assert fresh(contract).envelope is None
    kinds = Envelope.objects.filter(kind="coaching-contract")
    assert (kinds.count(), Party.objects.filter(role="client").count()) == (0, 0)
    assert StoredFile.objects.count() == files


def test_the_trial_paper_says_on_each_page_what_it_is(coach):
    paper = proofreading.pdf(draft_of(coach), role="client", trial=True)
    said = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True)
    pages = said.stdout.decode().casefold().split("\f")[:-1]
    assert len(pages) > 2
    assert all("specimen" in page or "spécimen" in page for page in pages)


def test_there_is_no_trial_of_what_is_incomplete_or_was_sent(desk, coach, mailoutbox):
    contract = draft_of(coach, place="")
    assert desk.post(url("send", contract), {"trial": "1"}).status_code == 409
    contract = draft_of(coach)
    desk.post(url("send", contract), {"trial": "1"})
    actions.send(contract, by=coach)
    mailoutbox.clear()
    jobs.run_due()
    assert [mail.to for mail in mailoutbox if mail.subject.startswith("Essai")] == []
