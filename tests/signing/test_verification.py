"""Anyone who holds a sealed document can check it, and learns nothing else by it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.signing.actions import concluding, sending
from coachpractice.signing.proof import Visit
from coachpractice.signing.public_state import masked
from coachpractice.vault import files
from tests.documents import forgeries
from tests.signing import samples, walks

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(sent, odette, at_door):
    walks.sign(at_door(odette), odette)
    jobs.run_due()
    mine = sent.parties.get(role="coach")
    concluding.choose(mine, consents={}, typed_name="Alice Églantine")
    concluding.sign(mine, shown_sha256=sent.text_sha256, visit=Visit())
    jobs.run_due()
    sent.refresh_from_db()
    return sent


@pytest.fixture
def pdf(sealed) -> bytes:
    return files.read(sealed.sealed)


def command(tmp_path, content: bytes) -> tuple[int, str]:
    """What `manage.py verify_document FILE` says, and its exit code."""
    path, out = tmp_path / "file.pdf", io.StringIO()
    path.write_bytes(content)
    try:
        call_command("verify_document", str(path), stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def upload(content: bytes) -> str:
    file = SimpleUploadedFile("x.pdf", content, "application/pdf")
    return Client().post("/v/file/", {"file": file}).text


def test_the_sealed_file_is_what_was_sealed(pdf, tmp_path, sealed):
    code, said = command(tmp_path, pdf)
    assert code == 0
    assert "C’est, octet pour octet, le document qui a été scellé ici." in said
    assert "Ce fichier est bien celui qui a été scellé" in upload(pdf)


def test_every_forgery_is_refused(pdf, tmp_path):
    accepted = [forge.__name__ for forge in forgeries.ALL if command(tmp_path, forge(pdf))[0] != 1]
    assert accepted == []


def test_a_forgery_is_refused_on_the_page_too(pdf):
    assert "Ce fichier n’est pas fiable" in upload(forgeries.update_painting_a_page(pdf))


def test_bytes_after_the_seal_are_named(pdf, tmp_path):
    _code, said = command(tmp_path, pdf + b"\n% more")
    assert "Des octets ont été ajoutés" in said


def test_the_page_of_a_code_shows_state_and_hashes_and_no_name(sealed, alice):
    page = Client().get(f"/v/{sealed.code.lower().replace('-', ' ')}/").text
    assert "Signé par toutes les parties, et scellé" in page
    assert sealed.sealed_sha256 in page
    assert "O. P." in page
    for secret in (samples.CLIENT, "Passerose", samples.ADDRESS, alice.user.email, "960"):
        assert secret not in page


def test_a_code_that_is_none_of_ours_says_so(db):
    response = Client().get("/v/K7QF-2M9X-T4HB/")
    assert response.status_code == 404
    assert "Aucun document signé ici ne porte ce code" in response.text


def test_a_proof_that_was_meddled_with_shows_on_the_page(sealed):
    entry = Entry.objects.filter(stream=sealed.pk, event="party-signed").first()
    Entry.objects.filter(pk=entry.pk).update(event="party-declined")
    assert "La chaîne des événements est rompue" in Client().get(f"/v/{sealed.code}/").text


def test_a_document_taken_back_says_that_nobody_is_bound(sent, alice):
    sending.void(sent, by=alice)
    assert "il n’engage personne" in Client().get(f"/v/{sent.code}/").text


def test_what_is_no_pdf_is_answered_in_words(db):
    assert "Ce fichier n’est pas fiable" in upload(b"MZ\x00\x01")
    assert Client().post("/v/file/", {}).status_code == 422


def test_the_text_as_presented_is_known_but_is_not_taken_for_the_signed_copy(sealed, tmp_path):
    presented = files.read(sealed.presented)
    code, said = command(tmp_path, presented)
    assert code == 1
    assert "ce qui a été présenté ici pour être signé" in said
    page = upload(presented)
    assert "C’est le texte présenté, pas l’exemplaire signé" in page
    assert "pas fiable" not in page


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Odette Passerose", "O. P."),
        ("O’Brien-Łukasz \u202bשרה\u202c 😀", "O. ש."),
        ("  jeanne   d’Arc ", "J. D."),
        ("😀", ""),
    ],
)
def test_a_party_is_shown_by_the_first_letters_alone(name, initials):
    assert masked(name) == initials
