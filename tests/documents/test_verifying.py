import hashlib
import io
import os
import zlib
from datetime import timedelta

import pikepdf
import pytest
from django.utils.translation import override

from coachpractice import clock
from coachpractice.documents import inspection, sealing, seals, verifying
from coachpractice.documents.verifying import LARGEST, State, verify, verify_upload

from . import forgeries, samples
from .conftest import EVIDENCE

EXPECTED = {
    forgeries.one_bit_in_a_page: {State.CHANGED},
    forgeries.one_letter_of_the_title: {State.CHANGED},
    forgeries.one_digit_of_the_signature: {State.CHANGED},
    forgeries.bytes_appended: {State.APPENDED},
    forgeries.one_zero_byte_appended: {State.APPENDED},
    forgeries.update_painting_a_page: {State.UPDATED},
    forgeries.update_that_changes_nothing: {State.UPDATED},
    forgeries.attachment_swapped: {State.CHANGED},
    forgeries.seal_stripped: {State.NOT_SEALED},
    forgeries.seal_removed: {State.NOT_SEALED},
    forgeries.bytes_before: {State.CHANGED, State.UNREADABLE},
    forgeries.last_byte_missing: {State.CHANGED},
}


def test_a_sealed_paper_is_what_was_sealed(papers):
    verdict = verify(papers.contract)
    assert (verdict.state, verdict.ok) == (State.INTACT, True)
    assert verdict.certificate == "Cabinet d’exemple"
    assert verdict.fingerprint == seals.fingerprint(seals.load().certificate)
    assert verdict.code == samples.CODE
    assert verdict.sha256 == hashlib.sha256(papers.contract).hexdigest()
    assert verdict.trusted_at is None
    assert {(file.name, file.sha256) for file in verdict.files} == {
        (sealing.PRESENTED, hashlib.sha256(papers.presented).hexdigest()),
        (sealing.PROOF, hashlib.sha256(EVIDENCE).hexdigest()),
    }


def test_it_says_that_no_trusted_time_confirms_the_seals_own(papers):
    with override("en"):
        said = "\n".join(verify(papers.contract).details())
    assert "no trusted time confirms it" in said


def test_the_process_apart_says_the_same(paper):
    assert verify_upload(paper) == verify(paper)


@pytest.mark.parametrize("forge", forgeries.ALL, ids=lambda forge: forge.__name__)
def test_each_forgery_is_refused_and_named(forge, paper):
    verdict = verify(forge(paper))
    assert not verdict.ok
    assert verdict.state in EXPECTED[forge]


def test_a_byte_changed_anywhere_is_refused(papers):
    """Each kilobyte of the file, one bit."""
    accepted = [
        place
        for place in range(0, len(papers.contract), 4099)
        if verify(forgeries.flip(papers.contract, place)).ok
    ]
    assert accepted == []


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 37])
def test_every_character_of_the_seal_and_around_it_counts(papers, step):
    """The place of the signature is not covered by it: padding, frame, copies of certificates."""
    pdf, roots = papers.contract, seals.roots()
    start = pdf.rindex(b"/Contents <")
    accepted = [
        place
        for place in range(start - 100, pdf.index(b">", start) + 100, step)
        if inspection.inspect(forgeries.flip(pdf, place), roots).state is State.INTACT
    ]
    assert accepted == []


def test_the_seal_of_somebody_else_is_not_ours(papers, settings, tmp_path):
    settings.SEAL_FILE = tmp_path / "seal.p12"
    settings.SEAL_ROOT_FILE = tmp_path / "seal-root.pem"
    seals.make("Cabinet d’exemple")  # the same name proves nothing
    assert verify(papers.contract).state is State.FOREIGN
    own = sealing.seal(papers.presented, reason="x")
    assert verify(own).state is State.INTACT


def test_without_a_root_nothing_is_ours(papers, settings, tmp_path):
    settings.SEAL_ROOT_FILE = tmp_path / "none.pem"
    assert verify(papers.contract).state is State.FOREIGN


def test_a_renewed_seal_still_answers_for_what_the_old_one_sealed(settings, tmp_path, papers):
    settings.SEAL_FILE = tmp_path / "seal.p12"
    settings.SEAL_ROOT_FILE = tmp_path / "seal-root.pem"
    seals.make("Cabinet")
    before = sealing.seal(papers.presented, reason="x")
    seals.renew("Cabinet")
    after = sealing.seal(papers.presented, reason="x")
    settings.SEAL_FILE.unlink()
    seals.make("Cabinet")  # and even a new root keeps the older one
    assert [verify(before).state, verify(after).state] == [State.INTACT, State.INTACT]


def test_an_expired_certificate_is_told_and_the_paper_stays_sealed(papers):
    with clock.at(clock.now() + timedelta(days=365 * 6)), override("en"):
        verdict = verify(papers.contract)
        assert verdict.ok
        assert any("has expired since" in line for line in verdict.details())


def test_a_paper_that_was_never_sealed_says_so(papers):
    assert verify(papers.presented).state is State.NOT_SEALED


def _bomb():
    """An object stream that unpacks to a quarter of a gigabyte."""
    stream = zlib.compress(b"\0" * (1 << 28), 9)
    head = b"%%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
    xref = b"2 0 obj\n<</Type/XRef/W[1 2 1]/Size 4/Root 3 0 R/Length 16>>stream\n"
    table = b"\0\0\0\0" + b"\1\0\x09\0" + b"\1\xff\xff\0" + b"\2\0\1\0"
    body = head % len(stream) + stream + b"\nendstream endobj\n"
    return body + xref + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def _encrypted(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        return out.getvalue()


def _endless_table():
    """A table of objects that claims a billion entries of no size."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type/XRef/W[0 0 0]/Index[0 1000000000]/Size 1000000000"
        b"/Root 1 0 R/Length 0>>stream\n\nendstream endobj\nstartxref\n9\n%%EOF\n"
    )


def _loop():
    return (
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\n"
        b"startxref\n9\n%%EOF\n"
    )


HOSTILE = {
    "nothing": lambda pdf: b"",
    "noise": lambda pdf: os.urandom(50_000),
    "a head only": lambda pdf: b"%PDF-1.7\n",
    "another kind": lambda pdf: b"PK\x03\x04" + b"\0" * 1000,
    "markup": lambda pdf: b"<html><script>alert(1)</script>" * 100,
    "cut in half": lambda pdf: pdf[: len(pdf) // 2],
    "with a password": lambda pdf: _encrypted(pdf),
    "a bomb": lambda pdf: _bomb(),
    "a deep nest": lambda pdf: b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"startxref\n9\n%%EOF",
    "a loop": lambda pdf: _loop(),
    "an endless table": lambda pdf: _endless_table(),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_gets_a_verdict_and_no_exception(make, papers):
    verdict = verify_upload(make(papers.contract))
    assert verdict.state in {State.UNREADABLE, State.CHANGED, State.NOT_SEALED}
    assert verdict.sentence
    assert verdict.details()


def test_too_large_a_file_is_not_even_read(monkeypatch):
    monkeypatch.setattr(inspection, "inspect", lambda *args: pytest.fail("it was read"))
    assert verify(b"%PDF-" + b"\0" * LARGEST).state is State.TOO_LARGE
    assert verify_upload(b"%PDF-" + b"\0" * LARGEST).state is State.TOO_LARGE


def test_each_state_has_its_sentence():
    assert set(verifying.SENTENCES) == set(State)
