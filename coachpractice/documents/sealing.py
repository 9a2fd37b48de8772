"""The last thing that happens to a paper: its seal (PAdES, certified, no change allowed)."""

import asyncio
import io
import logging
import urllib.error
import urllib.request
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from coachpractice.documents import seals
from coachpractice.documents.finishing import SEAL_FIELD, finish
from coachpractice.documents.rendering import Attached, render
from coachpractice.documents.seals import SealUnavailable

__all__ = [
    "PRESENTED",
    "PROOF",
    "SealUnavailable",
    "TimeUnavailable",
    "assemble",
    "prepared",
    "presented",
    "seal",
]

logger = logging.getLogger(__name__)
T = TypeVar("T")

PRESENTED = "presented.pdf"
PROOF = "proof.json"
_TSA_SECONDS = 10
_TSA_BYTES = 100_000


class TimeUnavailable(Exception):
    """The time authority gave no time. Try again; or seal without, and say so on the paper."""


class _Writer(IncrementalPdfFileWriter):
    """Adds the seal and nothing else: rewritten metadata would break PDF/A and PDF/UA."""

    def _update_meta(self) -> None:
        pass


class _TimeAuthority(TimeStamper):
    """Asks a time authority (RFC 3161) over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        question = urllib.request.Request(  # noqa: S310  (the operator's own setting)
            self.url,
            data=req.dump(),
            headers={
                "Content-Type": "application/timestamp-query",
                "Accept": "application/timestamp-reply",
            },
        )

        def ask() -> bytes:
            with urllib.request.urlopen(question, timeout=_TSA_SECONDS) as answer:  # noqa: S310
                return answer.read(_TSA_BYTES)

        return tsp.TimeStampResp.load(await asyncio.to_thread(ask))


def assemble(html: str, *, presented: bytes | None, evidence: bytes | None, at: datetime) -> bytes:
    """Return the final paper, ready for its seal: `html` rendered and finished, with the PDF that
    was presented for signing and the evidence (JSON) inside, byte for byte."""
    files: list[Attached] = []
    if presented is not None:
        files.append(
            Attached(PRESENTED, presented, _("The paper as it was presented for signing"), "Source")
        )
    if evidence is not None:
        files.append(Attached(PROOF, evidence, _("The proof: what happened, in order"), "Data"))
    return prepared(html, attachments=files, at=at)


def presented(html: str, *, at: datetime) -> bytes:
    """Return `html` as the finished PDF that people read before they sign: no place for a seal."""
    return finish(render(html, at=at))


def prepared(html: str, *, attachments: Sequence[Attached] = (), at: datetime) -> bytes:
    """Return `html` as a finished PDF/A-3a and PDF/UA-1 that waits for its seal."""
    pdf = render(html, attachments=attachments, at=at)
    return finish(pdf, seal_label=_("Seal of integrity"))


def seal(pdf: bytes, *, reason: str, trusted_time: bool = True) -> bytes:
    """Return a finished `pdf` under the seal of this installation.

    If a time authority is set, its time is asked for; `TimeUnavailable` says that it gave none,
    and `trusted_time=False` seals without. Raises `SealUnavailable` when the key cannot be used.
    The time the seal itself tells is the server's, and is never offered as more than that.
    """
    return _run(_seal(pdf, seals.load(), reason, trusted_time))


async def _seal(pdf: bytes, own: seals.Seal, reason: str, trusted_time: bool) -> bytes:
    authority = _TimeAuthority(settings.TSA_URL) if trusted_time and settings.TSA_URL else None
    metadata = PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        name=settings.OPERATOR_NAME,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    sealer = PdfSigner(metadata, signer=_signer(own), timestamper=authority)
    sealed = io.BytesIO()
    writer = _Writer(io.BytesIO(pdf))
    try:
        await sealer.async_sign_pdf(writer, existing_fields_only=True, output=sealed)
    except (TimestampRequestError, urllib.error.URLError, TimeoutError, ValueError) as failure:
        if authority is None:
            raise
        raise TimeUnavailable(_("The time authority did not answer.")) from failure
    return sealed.getvalue()


def _signer(own: seals.Seal) -> SimpleSigner:
    """pyHanko reads keys from PKCS#12, so hand them over in one, in memory."""
    bundle = pkcs12.serialize_key_and_certificates(
        None, own.key, own.certificate, own.chain, serialization.NoEncryption()
    )
    return SimpleSigner.load_pkcs12_data(bundle, other_certs=[])


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end, also where an event loop is already running in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
