import io
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pikepdf
import pytest
from django.core import checks as django_checks
from django.core.management import call_command
from django.core.management.base import CommandError

from coachpractice import clock
from coachpractice.documents import checks, lookups, sealing, seals
from coachpractice.documents.lookups import Answer
from coachpractice.documents.sealing import SealUnavailable, TimeUnavailable
from coachpractice.documents.verifying import verify

from . import forgeries


def metadata(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return document.Root.Metadata.read_raw_bytes(), dict(document.docinfo)


def test_sealing_adds_a_revision_and_touches_nothing_before(papers):
    sealed = sealing.seal(papers.presented, reason="x")
    assert sealed.startswith(papers.presented)


def test_pyhanko_leaves_the_metadata_alone(papers):
    """The override is of a private method: this is what notices when it goes."""
    assert metadata(sealing.seal(papers.presented, reason="x")) == metadata(papers.presented)


def test_a_sealed_paper_cannot_be_sealed_again(papers):
    with pytest.raises(Exception, match=r"."):
        sealing.seal(papers.contract, reason="x")


def missing(settings, folder):
    settings.SEAL_FILE = folder / "none.p12"


def damaged(settings, folder):
    settings.SEAL_FILE = folder / "damaged.p12"
    settings.SEAL_FILE.write_bytes(b"not a key")


def wrong_password(settings, folder):
    settings.SEAL_PASSWORD = "other"


def a_folder(settings, folder):
    settings.SEAL_FILE = folder


@pytest.mark.parametrize("spoil", [missing, damaged, wrong_password, a_folder])
def test_a_seal_that_cannot_be_used_is_refused_and_checked(spoil, settings, tmp_path, papers):
    spoil(settings, tmp_path)
    with pytest.raises(SealUnavailable, match=r".{20}"):
        sealing.seal(papers.presented, reason="x")
    settings.PRODUCTION = True
    assert [type(said) for said in checks.seal_can_be_used()] == [django_checks.Error]
    settings.PRODUCTION = False
    assert checks.seal_can_be_used() == []


def test_an_expired_seal_is_refused(papers, settings):
    settings.PRODUCTION = True
    expires = seals.load().expires
    with clock.at(expires - timedelta(days=61)):
        assert checks.seal_can_be_used() == []
    with clock.at(expires - timedelta(days=59)):
        assert [type(said) for said in checks.seal_can_be_used()] == [django_checks.Warning]
        assert verify(sealing.seal(papers.presented, reason="x")).ok
    with clock.at(expires + timedelta(seconds=1)):
        with pytest.raises(SealUnavailable):
            sealing.seal(papers.presented, reason="x")
        assert [said.id for said in checks.seal_can_be_used()] == ["documents.E001"]


def test_no_time_authority_no_invented_time(papers, settings):
    settings.TSA_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimeUnavailable):
        sealing.seal(papers.presented, reason="x")
    sealed = sealing.seal(papers.presented, reason="x", trusted_time=False)
    assert (verify(sealed).ok, verify(sealed).stamped_at) == (True, None)


class _Nonsense(BaseHTTPRequestHandler):
    def do_POST(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>out of order</html>")

    def log_message(self, *args):
        pass


def test_an_authority_that_talks_nonsense_gives_no_time(papers, settings):
    server = HTTPServer(("127.0.0.1", 0), _Nonsense)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TSA_URL = f"http://127.0.0.1:{server.server_port}/"
    with pytest.raises(TimeUnavailable):
        sealing.seal(papers.presented, reason="x")
    server.shutdown()
    server.server_close()


def test_ensure_seal_makes_one_once_and_tells_the_root(settings, tmp_path, capsys):
    settings.SEAL_FILE = tmp_path / "keys" / "seal.p12"
    settings.SEAL_ROOT_FILE = tmp_path / "keys" / "seal-root.pem"
    settings.OPERATOR_NAME = "Cabinet " + "très " * 20
    call_command("ensure_seal")
    made = settings.SEAL_FILE.read_bytes()
    call_command("ensure_seal")
    assert settings.SEAL_FILE.read_bytes() == made
    assert settings.SEAL_FILE.stat().st_mode & 0o077 == 0
    assert capsys.readouterr().out.count(seals.fingerprint(seals.root_certificate())) == 2
    call_command("ensure_seal", "--renew")
    assert settings.SEAL_FILE.read_bytes() != made
    settings.SEAL_FILE.with_name("seal-root-key.p12").unlink()
    with pytest.raises(CommandError):
        call_command("ensure_seal", "--renew")


def test_verify_document_says_the_sentence_and_exits(papers, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lookups, "LOOKUPS", [])
    path = tmp_path / "contract.pdf"
    path.write_bytes(papers.contract)
    call_command("verify_document", str(path))
    assert capsys.readouterr().out.splitlines()[0] == verify(papers.contract).sentence
    for forge in (
        forgeries.one_bit_in_a_page,
        forgeries.update_painting_a_page,
        forgeries.bytes_appended,
        forgeries.attachment_swapped,
    ):
        path.write_bytes(forge(papers.contract))
        with pytest.raises(SystemExit) as exit_:
            call_command("verify_document", str(path))
        assert exit_.value.code == 1
    with pytest.raises(CommandError):
        call_command("verify_document", str(tmp_path / "none.pdf"))


def test_a_room_above_may_know_better(papers, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lookups, "LOOKUPS", [lambda verdict: Answer(False, "Not the one we kept.")])
    path = tmp_path / "contract.pdf"
    path.write_bytes(papers.contract)
    with pytest.raises(SystemExit):
        call_command("verify_document", str(path))
    assert "Not the one we kept." in capsys.readouterr().out
