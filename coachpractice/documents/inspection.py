"""What a PDF from anywhere shows of its seal. Knows neither Django nor us: it can run apart.

Run as a script it reads the file in a process of its own, with little memory and little time, so
that a hostile one can exhaust neither.
"""

import asyncio
import base64
import hashlib
import io
import json
import logging
import re
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

MEMORY = 1024 * 1024 * 1024
SECONDS = 5
_MOST_FILES = 50
_MEGABYTE = 1024 * 1024


class State(StrEnum):
    INTACT = "intact"
    APPENDED = "appended"
    UPDATED = "updated"
    CHANGED = "changed"
    NOT_SEALED = "not-sealed"
    FOREIGN = "foreign"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"


@dataclass(frozen=True)
class EmbeddedFile:
    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Findings:
    """What was found. Times are ISO 8601. `told_at` is what the seal says of itself, `stamped_at`
    what a time authority says, `stamp_trusted` whether it is one that we were told to trust."""

    state: State
    subject: str = ""
    issuer: str = ""
    fingerprint: str = ""
    expires: str = ""
    told_at: str = ""
    stamped_at: str = ""
    stamp_trusted: bool = False
    keywords: str = ""
    files: tuple[EmbeddedFile, ...] = ()


def inspect(pdf: bytes, roots: Sequence[bytes], time_roots: Sequence[bytes] = ()) -> Findings:
    """Say what `pdf` shows of its seal; `roots` (DER) are the ones we answer for. Never raises."""
    try:
        return _inspect(pdf, roots, time_roots)
    except Exception:  # whatever a broken file does to the parser, it is one thing: unreadable
        return Findings(State.UNREADABLE)


def _inspect(pdf: bytes, roots: Sequence[bytes], time_roots: Sequence[bytes]) -> Findings:
    reader = PdfFileReader(io.BytesIO(pdf), strict=False, decode_limits=_limits())
    if reader.encrypted or not pdf.startswith(b"%PDF-"):
        return Findings(State.UNREADABLE)
    reader.root["/Pages"]  # a PDF has pages: else it is something else
    carried = _carried(reader)
    try:
        seals = reader.embedded_signatures
    except Exception:  # there is something like a seal, which cannot be read any more
        return Findings(State.CHANGED, **carried)
    if not seals:
        return Findings(State.NOT_SEALED, **carried)
    try:
        return _judge(pdf, reader, seals, roots, time_roots, carried)
    except Exception:
        return Findings(State.CHANGED, **carried)


def _limits() -> DecodeLimits:
    """Far less than pyHanko would allow: our papers unpack to a few megabytes."""
    return DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=64 * _MEGABYTE),
        document_budget=DocumentDecodeBudget(base_allowance=128 * _MEGABYTE, max_ratio=5),
    )


def _judge(
    pdf: bytes,
    reader: PdfFileReader,
    seals: list[EmbeddedPdfSignature],
    roots: Sequence[bytes],
    time_roots: Sequence[bytes],
    carried: dict[str, Any],
) -> Findings:
    first = seals[0]
    certificate = first.signer_cert
    told = first.self_reported_timestamp
    found = {
        **carried,
        "subject": _name(certificate.subject),
        "issuer": _name(certificate.issuer),
        "fingerprint": hashlib.sha256(certificate.dump()).digest().hex(":").upper(),
        "expires": certificate.not_valid_after.isoformat(),
        "told_at": told.astimezone(UTC).isoformat() if told else "",
    }
    status = _validate(first, told, roots, time_roots)
    stamp = status.timestamp_validity
    if not (status.intact and status.valid) or (stamp and not (stamp.intact and stamp.valid)):
        return Findings(State.CHANGED, **found)
    if stamp:
        found["stamped_at"] = stamp.timestamp.astimezone(UTC).isoformat()
        found["stamp_trusted"] = bool(stamp.trusted)
    if not status.trusted:
        return Findings(State.FOREIGN, **found)
    if not _is_exactly_a_seal(pdf, first, status):
        return Findings(State.CHANGED, **found)
    return Findings(_coverage(pdf, reader, seals), **found)


def _validate(
    seal: EmbeddedPdfSignature,
    told: datetime | None,
    roots: Sequence[bytes],
    time_roots: Sequence[bytes],
) -> PdfSignatureStatus:
    """Check the cryptography and the chain. What was added later is judged by `_coverage`, more
    strictly than any comparison of revisions would: nothing may be added at all."""
    moment = _moment(seal.signer_cert, told)
    work = async_validate_pdf_signature(
        seal,
        signer_validation_context=_context(roots, moment),
        ts_validation_context=_context(time_roots, None),
        skip_diff=True,
    )
    return asyncio.run(work)


def _moment(certificate: x509.Certificate, told: datetime | None) -> datetime | None:
    """The day on which the certificate must hold: today, or once it has expired, the day the seal
    tells (our own key told it)."""
    now = datetime.now(UTC)  # noqa: TID251  (runs apart, where our clock is not known)
    return told if told and now > certificate.not_valid_after else None


def _context(roots: Sequence[bytes], moment: datetime | None) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _is_exactly_a_seal(pdf: bytes, seal: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """Is the place of the seal filled by the seal alone?

    A signature does not cover the place it stands in: padding, copies of certificates and the
    frame around it could be changed unnoticed. So we compare them with what they must be.
    """
    _, before, after, _ = (int(part) for part in seal.byte_range)
    place = re.fullmatch(rb"<([0-9A-F]+)>", pdf[before:after])
    signed, info = seal.signed_data, seal.signer_info
    if not place or info["version"].dump() != b"\x02\x01\x01":
        return False
    frame = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [info["digest_algorithm"]],
            "encap_content_info": {"content_type": "data"},
            "certificates": signed["certificates"],
            "signer_infos": [info],
        }
    )
    der = cms.ContentInfo({"content_type": "signed_data", "content": frame}).dump()
    held = bytes.fromhex(place[1].decode())
    copies = {copy.dump() for copy in signed["certificates"]}
    proved = {certificate.dump() for certificate in status.validation_path or ()}
    return held.startswith(der) and not held[len(der) :].strip(b"\0") and copies <= proved


def _coverage(pdf: bytes, reader: PdfFileReader, seals: list[EmbeddedPdfSignature]) -> State:
    """Our own seal fits: does it fit all of the file, to its last byte?"""
    first = seals[0]
    start, before, after, rest = (int(part) for part in first.byte_range)
    end = after + rest
    if start != 0 or after <= before or end > len(pdf) or first.docmdp_level != MDPPerm.NO_CHANGES:
        return State.CHANGED
    later = reader.xrefs.total_revisions > first.signed_revision + 1
    if later or len(seals) != 1 or b"startxref" in pdf[end:]:
        return State.UPDATED
    return State.APPENDED if end < len(pdf) else State.INTACT


def _carried(reader: PdfFileReader) -> dict[str, Any]:
    """The words in the file's own description, and the files inside it."""
    try:
        keywords = str(reader.trailer_view["/Info"]["/Keywords"])[:200]
    except Exception:
        keywords = ""
    try:
        files = tuple(_files(reader))
    except Exception:
        files = ()
    return {"keywords": keywords, "files": files}


def _files(reader: PdfFileReader) -> Iterator[EmbeddedFile]:
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    for number in range(1, min(len(names), 2 * _MOST_FILES), 2):
        file = names[number]
        stream = file["/EF"]["/F"]
        if isinstance(stream, generic.StreamObject):
            content = stream.data
            name = str(file.get("/UF", file.get("/F", "")))[:120]
            yield EmbeddedFile(name, hashlib.sha256(content).hexdigest(), len(content))


def _name(name: x509.Name) -> str:
    common = name.native.get("common_name", "")
    return str(common or name.human_friendly)[:200]


def main() -> None:
    """Read roots (one line of JSON) and a PDF from standard input, write findings as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable(logging.CRITICAL)
    trusted = json.loads(sys.stdin.buffer.readline())
    roots, time_roots = ([base64.b64decode(root) for root in part] for part in trusted)
    json.dump(asdict(inspect(sys.stdin.buffer.read(), roots, time_roots)), sys.stdout)


if __name__ == "__main__":
    main()
