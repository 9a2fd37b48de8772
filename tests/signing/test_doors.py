"""Before the reading: a code asked at the door, and the right person who is somebody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.links.models import Link
from coachpractice.registry.errors import Refused
from coachpractice.signing import codes
from coachpractice.signing.actions import concluding, identifying, passing, reading, sending
from coachpractice.signing.models import EnvelopeState, Party, Question
from coachpractice.signing.proof import Visit
from coachpractice.vault import files
from tests import processes
from tests.signing import samples, several
from tests.signing.several import DORIAN, PAYS, PRICE
from tests.signing.test_extracts import party, proof_in, sent, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rendered_once")]
AGREED = "Mirabelle 1898"
NEW = "Élise Amarante"
HERS = "elise@entreprise.example"


@pytest.fixture
def by_mail(alice):
    return party(sent(several.tripartite(alice, code="mail")), "sponsor")


@pytest.fixture
def agreed(alice):
    envelope = several.tripartite(alice, code="agreed", secret=AGREED)
    return party(sent(envelope), "sponsor")


def ask(browser: Client, mailoutbox) -> str:
    """Have a code sent and read it in the mail."""
    assert browser.post("/s/code/", {"do": "send"})["Location"] == "/s/code/"
    jobs.run_due()
    assert mailoutbox[-1].to == [PAYS]
    return re.search(r"\b\d{6}\b", mailoutbox[-1].body)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


# A code by mail -----------------------------------------------------------------------------------


PAGES = ("/s/", "/s/choices/", "/s/review/", "/s/decline/", "/s/done/", "/s/document.pdf")
POSTS = ("/s/part/work/", "/s/choices/", "/s/review/", "/s/decline/", "/s/pass-on/")


def test_no_word_of_the_document_is_shown_before_the_code(by_mail, at_door, mailoutbox):
    browser = at_door(by_mail)
    for path in (*PAGES, "/s/pass-on/"):
        answer = browser.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/s/code/")
    for path in POSTS:
        assert browser.post(path, {"do": "clear"})["Location"] == "/s/code/"
    page = browser.get("/s/code/").text
    for section in by_mail.text["sections"]:
        assert section["title"] not in page
    assert PRICE not in page
    assert PAYS not in page

    code = ask(browser, mailoutbox)
    assert code not in browser.get("/s/code/").text
    assert browser.post("/s/code/", {"code": code})["Location"] == "/s/"
    assert PRICE in browser.get("/s/?part=work").text


def test_a_code_opens_the_door_of_one_browser_once(by_mail, at_door, mailoutbox):
    browser, other = at_door(by_mail), at_door(by_mail)
    code = ask(browser, mailoutbox)
    browser.post("/s/code/", {"code": f" {code[:3]} {code[3:]} "})
    assert browser.get("/s/").status_code == 200
    assert other.get("/s/")["Location"] == "/s/code/"
    assert other.post("/s/code/", {"code": code}).status_code == 422
    assert other.get("/s/")["Location"] == "/s/code/"


def test_a_wrong_code_is_said_plainly_and_after_five_the_code_is_void(by_mail, at_door, mailoutbox):
    browser = at_door(by_mail)
    code = ask(browser, mailoutbox)
    for _ in range(4):
        page = browser.post("/s/code/", {"code": wrong(code)})
        assert "Ce n’est pas le code." in page.text
    assert (
        "Trop d’essais. Demandez un nouveau code."
        in browser.post("/s/code/", {"code": wrong(code)}).text
    )
    assert "Ce code ne compte plus." in browser.post("/s/code/", {"code": code}).text
    fresh = ask(browser, mailoutbox)
    assert browser.post("/s/code/", {"code": fresh})["Location"] == "/s/"


def test_a_code_is_good_for_ten_minutes_and_a_new_one_replaces_it(by_mail, at_door, mailoutbox):
    browser = at_door(by_mail)
    old = ask(browser, mailoutbox)
    new = ask(browser, mailoutbox)
    assert browser.post("/s/code/", {"code": old}).status_code == (422 if old != new else 302)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert "Ce code ne compte plus." in browser.post("/s/code/", {"code": new}).text


def test_codes_are_not_sent_without_end(by_mail, at_door, mailoutbox):
    browser = at_door(by_mail)
    answers = [browser.post("/s/code/", {"do": "send"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422]


def test_after_twenty_wrong_codes_only_the_coach_opens_the_door_again(
    by_mail, at_door, alice, login
):
    browser = at_door(by_mail)
    for _ in range(4):
        identifying.send_code(by_mail)
        by_mail.refresh_from_db()
        bad = wrong(codes.mailed(by_mail.pk, by_mail.code_seed))
        for _ in range(5):
            said = browser.post("/s/code/", {"code": bad}).text
    assert "Trop d’essais. Demandez à Alice Églantine de vous envoyer un nouveau lien." in said
    assert browser.post("/s/code/", {"do": "send"}).status_code == 422
    login(Client(), alice).post(f"/parties/{by_mail.pk}/invite/")
    by_mail.refresh_from_db()
    assert by_mail.wrong_codes == 0


def test_a_code_is_stored_nowhere_and_the_proof_says_only_how_it_was_checked(
    by_mail, at_door, mailoutbox
):
    browser = at_door(by_mail)
    code = ask(browser, mailoutbox)
    by_mail.refresh_from_db()
    row = Party.objects.filter(pk=by_mail.pk).values().get()
    assert code not in str({k: v for k, v in row.items() if k not in ("id", "code_seed")})
    browser.post("/s/code/", {"code": code})
    entry = Entry.objects.get(stream=by_mail.envelope_id, event="party-identified")
    assert entry.details["method"] == "mail"
    assert code not in str(entry.details)
    by_mail.refresh_from_db()
    assert by_mail.code_seed == ""


def test_nothing_is_signed_without_the_code_even_past_the_pages(by_mail):
    several.prepare(by_mail)
    with pytest.raises(Refused) as refusal:
        concluding.sign(by_mail, shown_sha256=by_mail.text_sha256, visit=Visit())
    assert set(refusal.value.fields) == {"code"}


def test_a_newer_link_asks_for_the_code_again(by_mail, at_door, mailoutbox, alice):
    browser = at_door(by_mail)
    browser.post("/s/code/", {"code": ask(browser, mailoutbox)})
    sending.invite_again(by_mail, by=alice)
    assert at_door(by_mail).get("/s/")["Location"] == "/s/code/"
    assert browser.get("/s/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_eight_tries_at_once_five_count(by_mail):
    identifying.send_code(by_mail)
    by_mail.refresh_from_db()
    right = codes.mailed(by_mail.pk, by_mail.code_seed)
    guesses = [wrong(right)] * 7 + [right]
    said = processes.race(enter, [(by_mail.pk, guess) for guess in guesses])
    by_mail.refresh_from_db()
    assert by_mail.wrong_codes <= 5
    assert said.count("") <= 1


def enter(pk, typed: str) -> str:
    return identifying.enter_code(Party.objects.get(pk=pk), typed=typed, visit=Visit())


# A word agreed in person --------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [AGREED, "mirabelle1898", " MIRABELLE 1898 ", "Mirabellé-1898"])
def test_the_agreed_word_opens_the_door_however_a_phone_writes_it(agreed, at_door, typed):
    browser = at_door(agreed)
    assert browser.get("/s/")["Location"] == "/s/code/"
    assert browser.post("/s/code/", {"code": typed})["Location"] == "/s/"
    assert browser.get("/s/").status_code == 200


def test_five_wrong_words_mean_an_hour_and_no_hint(agreed, at_door):
    browser = at_door(agreed)
    for _ in range(4):
        page = browser.post("/s/code/", {"code": "quetsche"}).text
        assert "Ce n’est pas ce qui a été convenu." in page
        assert "irabelle" not in page
    wait = "Trop d’essais. Attendez une heure, ou demandez à Alice Églantine."
    assert wait in browser.post("/s/code/", {"code": "quetsche"}).text
    assert wait in browser.post("/s/code/", {"code": AGREED}).text
    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        assert browser.post("/s/code/", {"code": AGREED})["Location"] == "/s/"


def test_the_agreed_word_is_kept_in_no_readable_form(agreed):
    row = str(Party.objects.filter(pk=agreed.pk).values().get())
    assert "irabelle" not in row.casefold()
    assert not agreed.envelope.proof_values.filter(values__icontains="irabelle").exists()
    assert codes.kept(agreed.pk, "mirabelle 1898") == agreed.secret_mac


def test_a_word_too_short_is_no_secret(alice):
    with pytest.raises(Refused) as refusal:
        several.tripartite(alice, code="agreed", secret=" 1-2-3 ")
    assert set(refusal.value.fields) == {"secret"}


# The right person ---------------------------------------------------------------------------------


def pass_on(browser: Client, **changed: str):
    return browser.post("/s/pass-on/", {"name": NEW, "email": HERS, **changed})


@pytest.fixture
def sponsored(alice):
    return sent(several.tripartite(alice))


def test_a_contact_names_the_right_person_and_their_link_is_shut(sponsored, at_door, mailoutbox):
    dorian = party(sponsored, "sponsor")
    old = Link.objects.get(holder=dorian.pk).token
    browser = at_door(dorian)
    assert "Je ne suis pas la bonne personne" in browser.get("/s/").text
    page = pass_on(browser)
    assert f"{NEW} reçoit un lien par courriel" in page.text
    assert browser.get("/s/").status_code == 302
    for answer in (Client().get(f"/l/{old}"), Client().post(f"/l/{old}")):
        assert answer.status_code == 410
        assert "Ce lien a été transmis" in answer.text
        assert "/new" not in answer.text

    before = len(mailoutbox)
    jobs.run_due()
    told = {mail.to[0]: mail for mail in mailoutbox[before:]}
    assert set(told) == {HERS, "alice@example.org"}
    for word in (NEW, HERS, DORIAN):
        assert word not in told["alice@example.org"].body
    Client().post(f"/l/{old}/new")
    jobs.run_due()
    assert len(mailoutbox) == before + 2
    elise = Party.objects.get(pk=dorian.pk)
    assert (elise.name, elise.email, elise.person) == (NEW, HERS, None)
    assert at_door(elise).get("/s/").status_code == 200


def test_nothing_is_carried_over_and_the_proof_keeps_what_happened(sponsored, at_door):
    dorian = party(sponsored, "sponsor")
    several.prepare(dorian)
    reading.ask(dorian, card="ending", text="Et si nous arrêtons ?", visit=Visit())
    pass_on(at_door(dorian))
    jobs.run_due()
    elise = Party.objects.get(pk=dorian.pk)
    assert (elise.typed_name, elise.opened_at) == ("", None)
    for rows in (elise.clearcards, elise.checks, elise.limitanswers, elise.consents):
        assert not rows.exists()
    assert not Question.objects.exists()
    events = Entry.objects.filter(stream=sponsored.pk).values_list("event", flat=True)
    assert {"card-clear", "question-asked", "party-passed-on"} <= set(events)
    assert journal.check(sponsored.pk) == []
    page = at_door(elise).get("/s/").text
    assert DORIAN not in page.replace("commanditaire", "")
    assert "Et si nous arrêtons" not in page


def test_what_the_new_person_holds_bears_their_name_and_nothing_of_the_other(
    rendered_anew, sponsored, at_door
):
    dorian = party(sponsored, "sponsor")
    browser = at_door(dorian)
    first = dorian.extract.presented_sha256
    pass_on(browser)
    jobs.run_due()
    elise = party(sponsored, "sponsor")
    assert elise.extract.presented_sha256 not in ("", first)
    assert f"Extrait pour {NEW}" in words(files.read(elise.extract.presented))
    several.sign_all(sponsored)
    jobs.run_due()
    sponsored.refresh_from_db()
    assert sponsored.state == EnvelopeState.SEALED
    elise = party(sponsored, "sponsor")
    opened = str(proof_in(files.read(elise.extract.sealed))["values"])
    assert HERS in opened
    assert PAYS not in opened


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "elise@a.example, autre@b.example"}, "email"),
        ({"email": "personne"}, "email"),
        ({"email": PAYS.upper()}, "email"),
        ({"email": "alice@example.org"}, "email"),
    ],
)
def test_who_is_named_badly_is_asked_again_and_nothing_changes(sponsored, at_door, changed, field):
    dorian = party(sponsored, "sponsor")
    answer = pass_on(at_door(dorian), **changed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    dorian.refresh_from_db()
    assert (dorian.name, dorian.email) == (DORIAN, PAYS)


def test_only_a_sponsors_contact_passes_on_by_themselves(sponsored, at_door):
    odette = party(sponsored, "client")
    browser = at_door(odette)
    assert "Je ne suis pas la bonne personne" not in browser.get("/s/").text
    assert pass_on(browser)["Location"] == "/s/"
    with pytest.raises(Refused):
        passing.pass_on(odette, name=NEW, email=HERS, visit=Visit())
    odette.refresh_from_db()
    assert odette.name == samples.CLIENT


def test_whoever_has_signed_passes_nothing_on(sponsored):
    dorian = party(sponsored, "sponsor")
    several.sign(dorian)
    with pytest.raises(Refused):
        passing.pass_on(dorian, name=NEW, email=HERS, visit=Visit())


def test_a_word_agreed_with_another_gives_way_to_a_code_by_mail(agreed, at_door):
    browser = at_door(agreed)
    browser.post("/s/code/", {"code": AGREED})
    pass_on(browser)
    agreed.refresh_from_db()
    assert (agreed.code, agreed.secret_mac, agreed.identified_at) == ("mail", "", None)


def test_the_coach_corrects_an_address_and_the_guest_begins_anew(
    sponsored, alice, login, at_door, mailoutbox
):
    odette = party(sponsored, "client")
    several.prepare(odette)
    old = Link.objects.get(holder=odette.pk).token
    desk = login(Client(), alice)
    page = f"/parties/{odette.pk}/correct/"
    assert samples.ADDRESS in desk.get(page).text
    assert desk.post(page, {"name": samples.CLIENT, "email": "odette"}).status_code == 422
    given = {"name": samples.CLIENT, "email": "odette@neuf.example"}
    assert desk.post(page, given).status_code == 302
    jobs.run_due()
    assert mailoutbox[-1].to == ["odette@neuf.example"]
    assert Client().get(f"/l/{old}").status_code == 410
    odette = party(sponsored, "client")
    assert not odette.clearcards.exists()
    assert odette.person is not None
    assert at_door(odette).get("/s/").status_code == 200


def test_the_coach_corrects_nobody_who_has_signed(sponsored, alice, login):
    odette = party(sponsored, "client")
    several.sign(odette)
    given = {"name": "Zoé", "email": "zoe@neuf.example"}
    answer = login(Client(), alice).post(f"/parties/{odette.pk}/correct/", given)
    assert answer.status_code == 422
    odette.refresh_from_db()
    assert odette.name == samples.CLIENT


def test_a_sole_guest_who_is_replaced_reads_a_paper_with_their_name(rendered_anew, alice):
    envelope = sent(samples.envelope(alice))
    first = envelope.presented_sha256
    passing.correct(party(envelope, "client"), by=alice, name=NEW, email=HERS)
    jobs.run_due()
    envelope.refresh_from_db()
    assert envelope.presented_sha256 not in ("", first)
    assert NEW in words(files.read(envelope.presented))
    assert party(envelope, "client").invited_at is not None


def test_what_another_signed_is_not_rendered_anew(rendered_anew, sponsored, alice):
    odette, dorian = party(sponsored, "client"), party(sponsored, "sponsor")
    several.sign(odette)
    passing.correct(dorian, by=alice, name=NEW, email=HERS)
    jobs.run_due()
    before = odette.extract.presented_sha256
    odette.extract.refresh_from_db()
    assert odette.extract.presented_sha256 == before
