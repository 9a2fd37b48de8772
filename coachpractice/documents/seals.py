"""The installation's seal: one P-256 key, its certificate, and the root that vouches for it.

The key lies in a PKCS#12 file. `ensure_seal` makes one with a root of its own; a file bought from
a certificate authority does as well.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _

from coachpractice import clock

SEAL_YEARS, ROOT_YEARS = 5, 25
WARN_DAYS = 60
_LONGEST_NAME = 64  # bytes of a common name, in X.520


class SealUnavailable(Exception):
    """The seal cannot be used; the message says why, for the operator."""


@dataclass(frozen=True)
class Seal:
    """A key that can seal, with what a reader needs to trust it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def expires(self) -> datetime:
        return self.certificate.not_valid_after_utc

    @property
    def days_left(self) -> int:
        return (self.expires - clock.now()).days


def load() -> Seal:
    """Return the seal of this installation. Raises `SealUnavailable` when it is missing, cannot be
    read or has expired: nothing is ever sealed with a key that readers would refuse."""
    path = Path(settings.SEAL_FILE)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SealUnavailable(_("There is no seal: run manage.py ensure_seal.")) from None
    except OSError:
        raise SealUnavailable(_("The file of the seal cannot be read.")) from None
    try:
        bundle = pkcs12.load_pkcs12(content, _password())
    except ValueError:
        raise SealUnavailable(
            _("The file of the seal cannot be opened: is its password right?")
        ) from None
    if bundle.key is None or bundle.cert is None:
        raise SealUnavailable(_("The file of the seal holds no key with its certificate."))
    if not isinstance(bundle.key, ec.EllipticCurvePrivateKey):
        raise SealUnavailable(_("The key of the seal must be an elliptic curve key."))
    chain = tuple(other.certificate for other in bundle.additional_certs)
    seal = Seal(bundle.key, bundle.cert.certificate, chain)
    if seal.expires <= clock.now():
        raise SealUnavailable(_("The certificate of the seal has expired."))
    return seal


def roots() -> list[bytes]:
    """The root certificates this installation answers for, in DER: the present one and older
    ones, so that what was sealed once can be checked after the key was renewed."""
    try:
        pem = Path(settings.SEAL_ROOT_FILE).read_bytes()
        found = x509.load_pem_x509_certificates(pem)
    except (OSError, ValueError):
        return []
    return [root.public_bytes(serialization.Encoding.DER) for root in found]


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate, as people compare it: pairs with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def root_certificate() -> x509.Certificate | None:
    """The root published for readers, the newest if there are several."""
    found = roots()
    return x509.load_der_x509_certificate(found[-1]) if found else None


def make(operator: str) -> x509.Certificate:
    """Make a root and a seal named for `operator`, write both, and return the root's certificate.

    The root's key goes to a file of its own beside the seal: it is needed only to renew the seal,
    and belongs off the machine until then.
    """
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _root(root_key, operator)
    _write(_root_key_file(), _bundle("root", root_key, root, []), mode=0o400)
    published = Path(settings.SEAL_ROOT_FILE)
    older = published.read_bytes() if published.exists() else b""
    _write(published, older + root.public_bytes(serialization.Encoding.PEM), mode=0o444)
    renew(operator)  # last: where the seal is, all of it is
    return root


def renew(operator: str) -> x509.Certificate:
    """Make a new seal under the root that is there, in place of the old one. Raises
    `SealUnavailable` if the root's key is not on this machine."""
    try:
        bundle = pkcs12.load_pkcs12(_root_key_file().read_bytes(), _password())
    except (OSError, ValueError):
        raise SealUnavailable(
            _("The key of the root is not here: put %(file)s back.")
            % {"file": _root_key_file().name}
        ) from None
    assert isinstance(bundle.key, ec.EllipticCurvePrivateKey)
    assert bundle.cert
    root = bundle.cert.certificate
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, operator, root, bundle.key)
    _write(Path(settings.SEAL_FILE), _bundle("seal", key, certificate, [root]), mode=0o400)
    return certificate


def _root_key_file() -> Path:
    return Path(settings.SEAL_FILE).with_name("seal-root-key.p12")


def _password() -> bytes | None:
    return settings.SEAL_PASSWORD.encode() or None


def _name(common: str, operator: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _cut(operator, _LONGEST_NAME)),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _cut(text: str, length: int) -> str:
    """Keep what fits into `length` bytes of UTF-8."""
    return text.encode()[:length].decode(errors="ignore").strip()


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, years: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)  # noqa: TID251  (a certificate lives in the world's time)
    start = now - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    every = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{use: use in allowed for use in every})


def _root(key: ec.EllipticCurvePrivateKey, operator: str) -> x509.Certificate:
    name = _name(_cut(operator, _LONGEST_NAME - 9) + " – root", operator)
    return (
        _builder(name, name, key.public_key(), ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    operator: str,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    issuer_key = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    authority = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key)
    return (
        _builder(
            _name(_cut(operator, _LONGEST_NAME), operator),
            root.subject,
            key.public_key(),
            SEAL_YEARS,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(authority, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _bundle(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    chain: list[x509.Certificate],
) -> bytes:
    password = _password()
    encryption: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, chain, encryption)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Put `content` at `path` in one step, never readable by more people than `mode` says."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
