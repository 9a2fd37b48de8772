"""With a time authority (a small one of our own, over HTTP) the seal carries a trusted time."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.utils.translation import override
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from coachpractice.documents import sealing
from coachpractice.documents.verifying import State, verify, verify_upload

from . import forgeries
from .test_conformance import broken_rules


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The address of a time authority, and a file with its root."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = _certificate(key)
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            request = tsp.TimeStampReq.load(question)
            self.wfile.write(stamper.request_tsa_response(request).dump())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = tmp_path_factory.mktemp("tsa") / "root.pem"
    root.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    yield f"http://127.0.0.1:{server.server_port}/", root
    server.shutdown()
    server.server_close()


def _certificate(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time")])
    day = datetime.now(UTC) - timedelta(days=1)  # noqa: TID251
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day)
        .not_valid_after(day + timedelta(days=900))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture
def stamped(authority, papers, settings):
    settings.TSA_URL, settings.TSA_ROOT_FILE = authority
    return sealing.seal(papers.presented, reason="x")


def test_a_trusted_time_is_told_as_one(stamped):
    verdict = verify(stamped)
    assert verdict.ok
    assert verdict.trusted_at == verdict.stamped_at
    assert abs(verdict.trusted_at - verdict.signed_at) < timedelta(minutes=1)
    assert verify_upload(stamped) == verdict
    with override("en"):
        said = "\n".join(verdict.details())
    assert "A time authority confirms" in said
    assert "no trusted time" not in said


def test_the_time_of_an_unknown_authority_is_not_trusted(stamped, settings):
    settings.TSA_ROOT_FILE = None
    verdict = verify(stamped)
    assert (verdict.ok, verdict.trusted_at) == (True, None)
    assert verdict.stamped_at


def test_a_stamped_paper_keeps_both_standards(stamped):
    assert broken_rules(stamped) == []


@pytest.mark.parametrize("forge", forgeries.ALL[:7], ids=lambda forge: forge.__name__)
def test_a_stamped_paper_is_no_easier_to_forge(forge, stamped):
    verdict = verify(forge(stamped))
    assert verdict.state in {State.CHANGED, State.APPENDED, State.UPDATED}
