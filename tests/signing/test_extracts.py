"""Several guests sign one document: each reads, chooses, signs and keeps what is theirs."""

import io
import json
import subprocess
from hashlib import sha256

import pikepdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from coachpractice.audit import chain, journal
from coachpractice.jobs import actions as jobs
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import concluding, reading, sealing, sending
from coachpractice.signing.models import EnvelopeState, Extract, Party
from coachpractice.signing.proof import Visit
from coachpractice.vault import files
from coachpractice.vault.models import StoredFile
from tests.signing import samples, several
from tests.signing.several import FATHER, MOTHER, PRICE, SECRET
from tests.signing.test_verification import command, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rendered_once")]


def sent(envelope):
    sending.send(envelope)
    jobs.run_due()
    envelope.refresh_from_db()
    return envelope


def words(pdf: bytes) -> str:
    """Every word of a PDF that was sealed or presented, and of the files inside it."""
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    text = said.stdout.decode()
    for name, content in inside(pdf).items():
        text += words(content) if name.endswith(".pdf") else content.decode()
    return " ".join(text.split())


def inside(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {name: spec.get_file().read_bytes() for name, spec in opened.attachments.items()}


def proof_in(pdf: bytes) -> dict:
    return json.loads(inside(pdf)["proof.json"])


def party(envelope, role) -> Party:
    return envelope.parties.get(role=role)


@pytest.fixture
def tripartite(alice):
    return sent(several.tripartite(alice))


@pytest.fixture
def concluded(tripartite):
    several.sign_all(tripartite)
    jobs.run_due()
    tripartite.refresh_from_db()
    assert tripartite.state == EnvelopeState.SEALED
    return tripartite


def pages_of(browser: Client, who: Party) -> str:
    """Everything a guest is shown from the door to the end, in one text."""
    found = []
    for card in who.text["cards"]:
        found.append(browser.get(f"/s/?part={card['key']}").text)
    several.prepare(who)
    found += [browser.get(path).text for path in ("/s/", "/s/choices/", "/s/review/")]
    found.append(browser.get("/s/decline/").text)
    answer = browser.post("/s/review/", {"shown": who.text_sha256})
    assert answer["Location"] == "/s/done/"
    return "\n".join([*found, browser.get("/s/done/").text])


def test_no_page_of_the_sponsor_holds_a_word_that_is_for_the_client(tripartite, at_door):
    dorian, odette = party(tripartite, "sponsor"), party(tripartite, "client")
    seen = pages_of(at_door(dorian), dorian)
    assert SECRET not in seen
    assert PRICE in seen
    assert "Nous payons le prix convenu." in seen
    seen = pages_of(at_door(odette), odette)
    assert SECRET in seen
    assert PRICE not in seen


def test_neither_paper_of_the_sponsor_holds_a_word_that_is_for_the_client(rendered_anew, concluded):
    dorian, odette = party(concluded, "sponsor"), party(concluded, "client")
    for paper in (dorian.extract.presented, dorian.extract.sealed):
        said = words(files.read(paper))
        assert SECRET not in said
        assert PRICE in said
    own = words(files.read(odette.extract.sealed))
    assert SECRET in own
    assert PRICE not in own
    both = words(files.read(concluded.sealed))
    assert SECRET in both
    assert PRICE in both


def test_each_is_mailed_their_own_copy_and_the_whole_goes_to_the_coach_alone(concluded, mailoutbox):
    copies = {m.to[0]: sha256(m.attachments[0][1]).hexdigest() for m in mailoutbox if m.attachments}
    assert copies == {
        samples.ADDRESS: party(concluded, "client").extract.sealed_sha256,
        several.PAYS: party(concluded, "sponsor").extract.sealed_sha256,
        "alice@example.org": concluded.sealed_sha256,
    }
    assert len(set(copies.values())) == 3
    for mail in mailoutbox:
        assert SECRET not in mail.body + mail.subject + mail.alternatives[0][0]


def test_a_guest_downloads_their_own_paper_before_and_after_the_seal(tripartite, at_door):
    dorian = party(tripartite, "sponsor")
    browser = at_door(dorian)
    before = b"".join(browser.get("/s/document.pdf").streaming_content)
    assert sha256(before).hexdigest() == dorian.extract.presented_sha256
    several.sign_all(tripartite)
    jobs.run_due()
    dorian.extract.refresh_from_db()
    after = b"".join(browser.get("/s/document.pdf").streaming_content)
    assert sha256(after).hexdigest() == dorian.extract.sealed_sha256


def test_an_extract_says_whose_it_is_and_who_else_signed(concluded):
    flat = words(files.read(party(concluded, "sponsor").extract.sealed))
    assert f"Extrait pour {several.DORIAN}" in flat
    assert concluded.code in flat
    assert f"Signé aussi par {samples.CLIENT} (client) le" in flat


def test_nobody_sees_anothers_choices_questions_or_visits(concluded):
    odette, dorian = party(concluded, "client"), party(concluded, "sponsor")
    proof = proof_in(files.read(dorian.extract.sealed))
    shown = [each for each in proof["events"] if not each.get("withheld")]
    about = {each["object"] for each in shown} | {each["actor"] for each in shown}
    by_odette = [each for each in shown if str(odette.pk) in (each["actor"], each["object"])]
    assert {each["event"] for each in by_odette} == {"party-signed"}
    assert "consent-answered" not in {each["event"] for each in shown}
    assert str(dorian.pk) in about
    opened = json.dumps(proof["values"], ensure_ascii=False)
    assert samples.ADDRESS not in opened
    assert several.PAYS in opened
    whole = json.dumps(proof_in(files.read(concluded.sealed))["values"], ensure_ascii=False)
    assert samples.ADDRESS in whole


def test_the_chain_in_an_extract_can_be_followed_though_parts_are_withheld(concluded):
    proof = proof_in(files.read(party(concluded, "sponsor").extract.sealed))
    assert any(each.get("withheld") for each in proof["events"])
    assert chain.breaks(concluded.pk, places(proof)) == []
    changed = json.loads(json.dumps(proof))
    shown = next(each for each in changed["events"] if each.get("event") == "party-signed")
    shown["at"] = "2020-01-01T00:00:00.000000Z"
    assert [each.kind for each in chain.breaks(concluded.pk, places(changed))] == ["changed"]
    cut = {**proof, "events": [each for each in proof["events"] if each["seq"] != 2]}
    assert chain.breaks(concluded.pk, places(cut)) != []


def places(proof: dict) -> list[chain.Place]:
    place = ("seq", "previous", "digest", "withheld")
    return [
        chain.Place(
            each["seq"],
            each["previous"],
            each["digest"],
            None if each.get("withheld") else {k: v for k, v in each.items() if k not in place},
        )
        for each in proof["events"]
    ]


def test_ones_own_text_is_what_is_signed_not_the_whole_nor_anothers(tripartite):
    dorian, odette = party(tripartite, "sponsor"), party(tripartite, "client")
    several.prepare(dorian)
    for other in (tripartite.text_sha256, odette.text_sha256):
        with pytest.raises(Refused):
            concluding.sign(dorian, shown_sha256=other, visit=Visit())
    assert concluding.sign(dorian, shown_sha256=dorian.text_sha256, visit=Visit())
    dorian.refresh_from_db()
    assert dorian.shown_sha256 == dorian.extract.text_sha256


def test_the_coach_and_a_sole_guest_of_an_undivided_text_sign_the_whole(alice):
    envelope = samples.envelope(alice)
    assert not Extract.objects.exists()
    assert {each.text_sha256 for each in envelope.parties.all()} == {envelope.text_sha256}
    assert party(envelope, "client").text == envelope.snapshot
    divided = several.tripartite(alice)
    assert party(divided, "coach").text_sha256 == divided.text_sha256


def test_two_parents_read_the_same_sign_apart_and_choose_apart(alice, at_door):
    envelope = sent(several.minor(alice))
    mother, father = envelope.parties.filter(role="guardian")
    assert mother.text_sha256 != father.text_sha256
    several.sign(party(envelope, "client"))
    several.sign(mother, consents=True)
    envelope.refresh_from_db()
    assert envelope.signed_at is None
    several.sign(father, consents=False)
    several.sign(party(envelope, "coach"))
    jobs.run_due()
    envelope.refresh_from_db()
    assert envelope.state == EnvelopeState.SEALED

    parents = envelope.parties.filter(role="guardian")
    hers, his = (words(files.read(each.extract.sealed)) for each in parents)
    assert f"Choix faits par {MOTHER}" in hers
    assert f"Choix faits par {FATHER}" not in hers
    assert f"Choix faits par {FATHER}" in his
    answers = {each["key"]: (each["yes"], each["no"]) for each in mother.text["consents"]}
    yes, no = next(iter(answers.values()))
    assert no not in hers
    assert yes not in his


def test_parents_on_one_phone_cannot_answer_each_others_form(alice, at_door):
    envelope = sent(several.minor(alice))
    mother, father = envelope.parties.filter(role="guardian")
    browser = at_door(father)
    answer = browser.post("/s/part/work/", {"shown": mother.text_sha256, "do": "clear"})
    assert answer.status_code == 409
    assert not father.clearcards.exists()


def test_members_of_a_team_are_asked_after_the_sponsor_and_see_no_others_consent(alice, mailoutbox):
    envelope = sent(several.team(alice, "Nina", "Omar"))
    assert [mail.to for mail in mailoutbox] == [[several.PAYS]]
    several.sign(party(envelope, "sponsor"))
    jobs.run_due()
    assert {mail.to[0] for mail in mailoutbox[1:]} == {"nina@equipe.example", "omar@equipe.example"}
    nina, omar = envelope.parties.filter(role="member")
    several.sign(nina, consents=True)
    assert not any(mail.to == ["alice@example.org"] for mail in mailoutbox)
    several.sign(omar, consents=False)
    several.sign(party(envelope, "coach"))
    jobs.run_due()
    nina.extract.refresh_from_db()
    pdf = files.read(nina.extract.sealed)
    assert "Choix faits par Omar" not in words(pdf)
    by_omar = [
        each
        for each in proof_in(pdf)["events"]
        if each.get("actor") == str(omar.pk) or each.get("object") == str(omar.pk)
    ]
    assert [each["event"] for each in by_omar] == ["party-signed"]


def test_a_question_of_one_guest_is_shown_to_no_other(tripartite, at_door):
    odette, dorian = party(tripartite, "client"), party(tripartite, "sponsor")
    reading.ask(odette, card="work", text="Mon chef le saura-t-il ?", visit=Visit())
    assert "Mon chef" not in at_door(dorian).get("/s/?part=work").text


def test_when_one_of_three_declines_all_who_were_asked_are_told(alice, mailoutbox):
    envelope = sent(several.minor(alice))
    mother, father = envelope.parties.filter(role="guardian")
    several.sign(mother)
    before = len(mailoutbox)
    concluding.decline(father, reason="Pas maintenant.", visit=Visit())
    jobs.run_due()
    told = sorted(mail.to[0] for mail in mailoutbox[before:])
    assert told == ["alice@example.org", samples.ADDRESS, "parents@courriel.example"]
    assert all("Pas maintenant" not in mail.body for mail in mailoutbox[before:])


def test_whoever_was_not_asked_yet_is_not_told_of_a_refusal(alice, mailoutbox):
    envelope = sent(several.team(alice, "Nina", "Omar"))
    before = len(mailoutbox)
    concluding.decline(party(envelope, "sponsor"), reason="Non.", visit=Visit())
    jobs.run_due()
    assert [mail.to for mail in mailoutbox[before:]] == [["alice@example.org"]]


def test_one_person_signs_once(alice):
    envelope = several.tripartite(alice)
    dorian = party(envelope, "sponsor")
    with pytest.raises(IntegrityError), transaction.atomic():
        Party(
            practice=dorian.practice, envelope=envelope, role="client", person=dorian.person
        ).save()


def test_freezing_again_renders_nothing_and_keeps_the_bytes(tripartite):
    before = list(Extract.objects.order_by("pk").values_list("presented_sha256", flat=True))
    kept = StoredFile.objects.count()
    sending.freeze(tripartite)
    assert list(Extract.objects.order_by("pk").values_list("presented_sha256", flat=True)) == before
    assert StoredFile.objects.count() == kept


def test_a_worker_that_died_between_two_seals_leaves_each_sealed_once(tripartite, monkeypatch):
    several.sign_all(tripartite)
    tripartite.refresh_from_db()
    seal, done = sealing.sealing.seal, []

    def dying(pdf, **how):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(pdf)
        return seal(pdf, **how)

    monkeypatch.setattr(sealing.sealing, "seal", dying)
    with pytest.raises(KeyboardInterrupt):
        sealing.seal(tripartite)
    monkeypatch.setattr(sealing.sealing, "seal", seal)
    first = Extract.objects.exclude(sealed_sha256="").get()
    assert sealing.seal(tripartite)
    assert Extract.objects.get(pk=first.pk).sealed_sha256 == first.sealed_sha256
    assert Extract.objects.filter(sealed_sha256="").count() == 0
    assert StoredFile.objects.filter(subject=tripartite.subject).count() == 6
    assert journal.check(tripartite.pk) == []


def test_an_extract_is_known_to_whoever_checks_it(concluded, tmp_path):
    pdf = files.read(party(concluded, "sponsor").extract.sealed)
    code, said = command(tmp_path, pdf)
    assert code == 0
    assert "un extrait du document" in said
    assert "Ce fichier est bien celui qui a été scellé" in upload(pdf)
    presented = files.read(party(concluded, "sponsor").extract.presented)
    assert "C’est le texte présenté, pas l’exemplaire signé" in upload(presented)
    assert "Ce fichier n’est pas fiable" in upload(pdf + b"\n% more")


def test_the_page_of_a_code_shows_the_fingerprints_of_extracts_and_no_name(concluded):
    page = Client().get(f"/v/{concluded.code}/").text
    for extract in Extract.objects.all():
        assert extract.sealed_sha256 in page
        assert extract.presented_sha256 in page
    for secret in (SECRET, PRICE, samples.CLIENT, several.DORIAN, several.PAYS):
        assert secret not in page


def test_the_coach_reads_all_before_signing_and_signs_last(tripartite, alice, login):
    desk = login(Client(), alice)
    page = desk.get(f"/envelopes/{tripartite.pk}/sign/").text
    assert SECRET in page
    assert "Ce n’est pas encore votre tour" in page
    assert several.DORIAN in page
    for role in ("client", "sponsor"):
        several.sign(party(tripartite, role))
    page = desk.get(f"/envelopes/{tripartite.pk}/sign/").text
    assert "Ce n’est pas encore votre tour" not in page
