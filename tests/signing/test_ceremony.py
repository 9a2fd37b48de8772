"""A guest reads, asks, chooses, signs; the coach countersigns; the seal follows."""

from hashlib import sha256

import pytest
from django.test import Client

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import reading, sending
from coachpractice.signing.models import Check, Envelope, EnvelopeState, Party, Question
from coachpractice.signing.proof import Visit
from coachpractice.vault import files
from tests.signing import samples, walks
from tests.signing.conftest import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(at_door, odette):
    return at_door(odette)


def test_the_text_is_rendered_once_before_anybody_is_invited(alice, mailoutbox):
    envelope = samples.envelope(alice)
    sending.send(envelope)
    assert mailoutbox == []
    jobs.run_due()
    envelope.refresh_from_db()
    pdf = files.read(envelope.presented)
    assert sha256(pdf).hexdigest() == envelope.presented_sha256
    sending.freeze(envelope)
    envelope.refresh_from_db()
    assert files.read(envelope.presented) == pdf
    assert [mail.to for mail in mailoutbox] == [[samples.ADDRESS]]


def test_an_invitation_goes_to_the_client_alone_and_tells_nothing_of_the_text(sent, mailoutbox):
    (mail,) = mailoutbox
    assert mail.to == [samples.ADDRESS]
    assert mail.reply_to == ["alice@example.org"]
    html = mail.alternatives[0][0]
    for word in ("960", "objectif", "supervision", "danger"):
        assert word not in mail.body + html + mail.subject
    link = Link.objects.get(purpose="sign")
    assert f"/l/{link.token}" in mail.body


def test_the_whole_way_to_a_sealed_contract(sent, odette, browser, alice, login, mailoutbox):
    walks.sign(browser, odette)
    sent.refresh_from_db()
    assert sent.state == EnvelopeState.PARTLY_SIGNED
    assert sent.signed_at is None
    jobs.run_due()

    desk = login(Client(), alice)
    page = f"/envelopes/{sent.pk}/sign/"
    assert desk.get(page).status_code == 200
    data = {"typed_name": "Alice Églantine", "shown": sent.text_sha256}
    assert desk.post(page, data).status_code == 302
    sent.refresh_from_db()
    assert sent.state == EnvelopeState.SIGNED
    assert [each.pk for each in samples.concluded] == [sent.pk]

    jobs.run_due()
    sent.refresh_from_db()
    assert sent.state == EnvelopeState.SEALED
    copies = [mail for mail in mailoutbox if mail.attachments]
    assert sorted(mail.to[0] for mail in copies) == ["alice@example.org", samples.ADDRESS]
    assert journal.check(sent.pk) == []


def test_nothing_is_signed_before_the_three_parts_are_clear(odette, browser):
    assert browser.get("/s/choices/").status_code == 302
    walks.choose(browser)
    assert walks.confirm(browser, odette).status_code == 302
    odette.refresh_from_db()
    assert odette.signed_at is None


def test_a_choice_that_is_missing_is_named_and_nothing_typed_is_lost(odette, browser):
    walks.read_all(browser)
    data = walks.choices()
    del data["consent-accreditation-log"]
    response = browser.post("/s/choices/", data)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert errors == {"consent-accreditation-log": ["Répondez oui ou non."]}
    odette.refresh_from_db()
    assert odette.typed_name == samples.CLIENT
    assert dict(odette.consents.values_list("key", "given")) == {
        "supervision-case": True,
        "file-if-unable": True,
    }


def test_no_choice_is_preset(browser):
    walks.read_all(browser)
    page = browser.get("/s/choices/").content.decode()
    assert page.count('type="radio"') == 6
    assert "checked" not in page


def test_a_card_asks_for_every_answer_and_keeps_those_that_were_given(odette, browser):
    response = browser.post(
        "/s/part/confidentiality/", {"do": "clear", "check-who-may-learn": "nothing"}
    )
    assert response.status_code == 422
    assert set(response.context["reading"].refusal.fields) == {
        "check-if-in-danger",
        "limits",
    }
    assert list(odette.checks.values_list("key", "choice")) == [("who-may-learn", "nothing")]


def test_a_wrong_answer_shows_the_right_one_blocks_nothing_and_waits_for_the_coach(
    odette, browser, sent, alice, login
):
    response = browser.post(
        "/s/part/confidentiality/", {**walks.answers(wrong="if-in-danger"), "do": "clear"}
    )
    assert response["Location"] == "/s/?part=confidentiality#checks-confidentiality"
    page = browser.get("/s/?part=confidentiality").content.decode()
    assert "Votre coach peut alerter qui peut aider" in page
    walks.say_clear(browser, "work")
    walks.say_clear(browser, "ending")
    walks.choose(browser)
    walks.confirm(browser, odette)
    odette.refresh_from_db()
    assert odette.signed_at is not None

    (point,) = Check.objects.visible_to(alice).to_talk_over()
    login(Client(), alice).post(f"/points/{point.pk}/talked-over/")
    assert not Check.objects.visible_to(alice).to_talk_over().exists()


def test_an_answer_once_given_cannot_be_tried_again(odette, browser):
    wrong = {**walks.answers(wrong="if-in-danger"), "do": "clear"}
    browser.post("/s/part/confidentiality/", wrong)
    walks.say_clear(browser, "confidentiality")
    assert odette.checks.get(key="if-in-danger").choice == "silent"


def test_a_question_stops_the_signature_until_it_is_answered(
    odette, browser, alice, login, mailoutbox
):
    walks.read_all(browser)
    words = "Est-ce que quelqu’un d’autre peut lire vos notes ?"
    browser.post("/s/part/confidentiality/", {"do": "ask", "question-confidentiality": words})
    assert browser.get("/s/choices/").status_code == 302
    jobs.run_due()
    assert mailoutbox[-1].to == ["alice@example.org"]
    assert words not in mailoutbox[-1].body

    question = Question.objects.get()
    desk = login(Client(), alice)
    desk.post(f"/questions/{question.pk}/", {"answer": "Personne. Elles sont chiffrées."})
    jobs.run_due()
    assert mailoutbox[-1].to == [samples.ADDRESS]
    assert "Personne" not in mailoutbox[-1].body

    assert "Personne. Elles sont chiffrées." in browser.get("/s/").content.decode()
    assert walks.say_clear(browser, "confidentiality").status_code == 302
    assert browser.get("/s/choices/").status_code == 200


def test_a_question_may_be_answered_aloud_on_a_day_that_has_come(odette, browser, alice, login):
    browser.post("/s/part/work/", {"do": "ask", "question-work": "Combien de temps ?"})
    question = Question.objects.get()
    desk = login(Client(), alice)
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    page = desk.post(f"/questions/{question.pk}/aloud/", {"spoken_on": tomorrow.isoformat()})
    assert page.status_code == 422
    desk.post(f"/questions/{question.pk}/aloud/", {"spoken_on": clock.today().isoformat()})
    question.refresh_from_db()
    assert (question.channel, question.spoken_on, question.is_open) == (
        "spoken",
        clock.today(),
        False,
    )


def test_whoever_asked_may_close_the_question(odette, browser):
    browser.post("/s/part/work/", {"do": "ask", "question-work": "Combien de temps ?"})
    question = Question.objects.get()
    browser.post(f"/s/questions/{question.pk}/close/")
    question.refresh_from_db()
    assert question.closed_at is not None
    assert question.text == "Combien de temps ?"


def test_saying_that_it_is_clear_closes_ones_own_question(odette, browser):
    browser.post("/s/part/work/", {"do": "ask", "question-work": "Combien de temps ?"})
    walks.say_clear(browser, "work")
    assert Question.objects.get().closed_at is not None


def test_an_objection_opens_a_question_and_may_stand_once_talked_over(
    odette, browser, alice, login
):
    data = {**walks.answers(objecting_to="danger-to-self"), "do": "clear"}
    browser.post("/s/part/confidentiality/", data)
    (question,) = Question.objects.all()
    assert question.about == "danger-to-self"
    desk = login(Client(), alice)
    desk.post(f"/questions/{question.pk}/", {"answer": "Je vous en parlerais d’abord."})
    walks.say_clear(browser, "confidentiality", **{"limit-danger-to-self": "object"})
    answers = dict(odette.limitanswers.values_list("key", "agreed"))
    assert answers["danger-to-self"] is False
    walks.say_clear(browser, "work")
    walks.say_clear(browser, "ending")
    assert browser.get("/s/choices/").status_code == 200


def test_an_objection_is_not_swept_away_by_saying_that_the_rest_is_clear(odette, browser):
    data = {**walks.answers(objecting_to="danger-to-self"), "do": "clear"}
    for _ in range(2):
        answer = browser.post("/s/part/confidentiality/", data)
        assert answer["Location"] == "/s/?part=confidentiality#asked-confidentiality"
    assert Question.objects.get().is_open
    assert not odette.clearcards.exists()
    with pytest.raises(Refused):
        reading.confirm_clear(odette, card="confidentiality", visit=Visit())

    walks.say_clear(browser, "confidentiality")
    assert not Question.objects.get().is_open
    assert odette.clearcards.get().card == "confidentiality"


def test_a_question_that_was_typed_is_not_lost_by_saying_clear(odette, browser):
    typed = "Et si je déménage ?"
    answer = walks.say_clear(browser, "work", **{"question-work": typed})
    assert answer.status_code == 422
    (card,) = [each for each in answer.context["reading"].cards if each.is_open]
    assert (card.key, card.draft, card.asks) == ("work", typed, True)
    assert not odette.clearcards.exists()


def test_a_phone_that_opens_the_address_of_a_card_again_comes_back_to_it(browser):
    answer = browser.get("/s/part/ending/")
    assert answer["Location"] == "/s/?part=ending#card-ending"


def test_declining_tells_everybody_and_shuts_the_link(odette, browser, sent, mailoutbox):
    assert browser.post("/s/decline/", {"reason": " "}).status_code == 422
    page = browser.post("/s/decline/", {"reason": "Trop cher pour moi."})
    assert (page.status_code, "Vous avez refusé ce document" in page.text) == (200, True)
    jobs.run_due()
    sent.refresh_from_db()
    assert sent.state == EnvelopeState.DECLINED
    assert mailoutbox[-1].to == ["alice@example.org"]
    assert "Trop cher" not in mailoutbox[-1].body
    assert Link.objects.get(holder=odette.pk).closed_at is not None


def test_what_was_not_shown_cannot_be_signed(odette, browser):
    walks.read_all(browser)
    walks.choose(browser)
    response = browser.post("/s/review/", {"shown": "0" * 64})
    assert response.status_code == 409
    odette.refresh_from_db()
    assert odette.signed_at is None


def test_a_document_taken_back_while_the_client_signs_is_not_signed(odette, browser, sent, alice):
    walks.read_all(browser)
    walks.choose(browser)
    sending.void(sent, by=alice)
    assert walks.confirm(browser, odette).status_code in (302, 410)
    odette.refresh_from_db()
    assert odette.signed_at is None


def test_signing_twice_signs_once(odette, browser, sent):
    walks.sign(browser, odette)
    odette.refresh_from_db()
    first = odette.signed_at
    assert walks.confirm(browser, odette)["Location"] == "/s/done/"
    odette.refresh_from_db()
    assert odette.signed_at == first


def test_nothing_can_be_signed_once_the_time_is_over(odette, browser, sent):
    walks.read_all(browser)
    walks.choose(browser)
    with clock.at(sent.expires_at):
        assert walks.confirm(browser, odette).status_code == 410
    odette.refresh_from_db()
    assert odette.signed_at is None


def test_the_coach_sends_again_and_the_old_link_is_shut(odette, sent, alice, login, mailoutbox):
    old = Link.objects.get(holder=odette.pk).token
    login(Client(), alice).post(f"/parties/{odette.pk}/invite/")
    jobs.run_due()
    new = Link.objects.get(holder=odette.pk).token
    assert new != old
    assert Client().post(f"/l/{old}").status_code == 410
    assert new in mailoutbox[-1].body


def test_an_expired_document_sent_again_is_open_for_fourteen_days(odette, sent, alice):
    with clock.at(sent.expires_at):
        sent.refresh_from_db()
        assert sent.state == EnvelopeState.EXPIRED
        sending.invite_again(odette, by=alice)
        sent.refresh_from_db()
        assert sent.state == EnvelopeState.SENT
        assert sent.expires_at - clock.now() == sending.LIFE


def test_the_coach_never_sees_the_link_of_a_party(odette, sent, alice, login):
    token = Link.objects.get(holder=odette.pk).token
    desk = login(Client(), alice)
    for page in (f"/envelopes/{sent.pk}/sign/",):
        assert token not in desk.get(page).content.decode()


def test_the_presented_pdf_can_be_had_before_signing(browser):
    response = browser.get("/s/document.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_html_in_a_name_or_question_stays_words(alice, at_door, login):
    bad = '<script>alert(1)</script>{{ 7|add:"7" }}'
    envelope = send(samples.envelope(alice, name=bad))
    party = envelope.parties.get(role="client")
    browser = at_door(party)
    browser.post("/s/part/work/", {"do": "ask", "question-work": bad})
    page = browser.get("/s/").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:&quot;7&quot; }}" in page


def test_a_question_too_long_is_refused_and_kept_in_the_box(odette, browser):
    words = "x" * 2001
    response = browser.post("/s/part/work/", {"do": "ask", "question-work": words})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Question.objects.exists()


def test_a_stranger_and_a_colleague_get_404_for_everything_of_the_envelope(
    odette, browser, sent, bob, charlie, login
):
    browser.post("/s/part/work/", {"do": "ask", "question-work": "Combien de temps ?"})
    question = Question.objects.get()
    for member in (bob, charlie):
        desk = login(Client(), member)
        assert desk.get(f"/envelopes/{sent.pk}/sign/").status_code == 404
        assert desk.get(f"/envelopes/{sent.pk}/document.pdf").status_code == 404
        assert desk.get(f"/questions/{question.pk}/").status_code == 404
        assert desk.post(f"/questions/{question.pk}/", {"answer": "x"}).status_code == 404
        assert desk.post(f"/parties/{odette.pk}/invite/").status_code == 404
        assert desk.post(f"/envelopes/{sent.pk}/take-back/").status_code == 404


def test_only_ones_own_question_can_be_closed(odette, browser, alice, at_door):
    other = send(
        samples.envelope(alice, name="Basile Mirabelle", address="basile@courriel.example")
    )
    basile = other.parties.get(role="client")
    question = reading.ask(basile, card="work", text="Et moi ?", visit=Visit())
    assert browser.post(f"/s/questions/{question.pk}/close/").status_code == 404
    question.refresh_from_db()
    assert question.is_open


def test_a_party_of_one_envelope_never_reads_another(odette, browser, alice):
    other = samples.envelope(alice, name="Basile Mirabelle")
    assert isinstance(other, Envelope)
    page = browser.get("/s/").content.decode()
    assert "Basile" not in page
    assert Party.objects.filter(envelope=other, signed_at=None).count() == 2


def test_an_answer_is_announced_at_the_head_of_the_reading(odette, browser, alice, login):
    browser.post("/s/part/ending/", {"do": "ask", "question-ending": "Et si vous êtes malade ?"})
    assert browser.get("/s/").context["reading"].answered == []
    question = Question.objects.get()
    login(Client(), alice).post(f"/questions/{question.pk}/", {"answer": "Une collègue."})
    page = browser.get("/s/")
    assert [card.key for card in page.context["reading"].answered] == ["ending"]
    assert 'href="/s/?part=ending#asked-ending"' in page.content.decode()
    walks.say_clear(browser, "ending")
    assert browser.get("/s/").context["reading"].answered == []


def test_a_link_that_has_served_sends_the_sealed_copy_again(
    odette, browser, sent, alice, login, seal, mailoutbox
):
    address = f"/l/{Link.objects.get(holder=odette.pk).token}"
    walks.sign(browser, odette)
    jobs.run_due()
    assert "/new" not in Client().get(address).content.decode()
    Client().post(f"{address}/new")
    jobs.run_due()
    assert [mail.subject for mail in mailoutbox if mail.attachments] == []

    given = {"typed_name": "Alice", "shown": sent.text_sha256}
    login(Client(), alice).post(f"/envelopes/{sent.pk}/sign/", given)
    jobs.run_due()
    before = len(mailoutbox)
    assert "/new" in Client().get(address).content.decode()
    Client().post(f"{address}/new")
    jobs.run_due()
    (copy,) = mailoutbox[before:]
    assert (copy.to, len(copy.attachments)) == ([samples.ADDRESS], 1)


def test_a_form_of_one_document_is_not_taken_for_another_opened_since(odette, browser, alice):
    changed = samples.envelope(alice, name="Basile Mirabelle", fee_total="1 200 €")
    shown = {"shown": changed.text_sha256, "do": "clear"}
    assert browser.post("/s/part/work/", shown).status_code == 409
    assert not odette.clearcards.exists()
