"""Is this PDF what was sealed? The answer, in plain words."""

import base64
import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.documents import inspection, seals, verification_codes
from coachpractice.documents.inspection import EmbeddedFile, Findings, State
from coachpractice.ui.formats import language_of, moment_text

__all__ = ["LARGEST", "EmbeddedFile", "State", "Verdict", "verify", "verify_upload"]

LARGEST = 25 * 1024 * 1024
_WAIT_SECONDS = 30
_lanes = threading.BoundedSemaphore(2)  # a small server reads two strange files at a time

SENTENCES: dict[State, str | Promise] = {
    State.INTACT: gettext_lazy(
        "This file carries our seal, and nothing in it has changed since it was sealed."
    ),
    State.APPENDED: gettext_lazy(
        "Bytes were added to this file after sealing. It is no longer the file that was sealed."
    ),
    State.UPDATED: gettext_lazy(
        "This file was altered after sealing: a later version lies over the one that was sealed."
    ),
    State.CHANGED: gettext_lazy(
        "This file was changed after sealing: the seal no longer fits what it holds."
    ),
    State.NOT_SEALED: gettext_lazy("This file carries no seal."),
    State.FOREIGN: gettext_lazy("This file is sealed, but not by us."),
    State.UNREADABLE: gettext_lazy(
        "This file cannot be read: it is damaged, protected by a password, or not a PDF."
    ),
    State.TOO_LARGE: gettext_lazy("This file is too large to be checked here."),
}


@dataclass(frozen=True)
class Verdict:
    """What can be said of a file by itself. Whether it is the very file that was kept is asked by
    `sha256` in a room above.

    `signed_at` is the time the seal tells of itself; `trusted_at` the time of an authority we
    trust, if there is one. `code` is the verification code written in the file's description.
    """

    state: State
    sha256: str
    size: int
    certificate: str = ""
    issuer: str = ""
    fingerprint: str = ""
    expires: datetime | None = None
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    stamp_trusted: bool = False
    code: str | None = None
    files: tuple[EmbeddedFile, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state is State.INTACT

    @property
    def trusted_at(self) -> datetime | None:
        return self.stamped_at if self.stamp_trusted else None

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.state])

    def details(self) -> list[str]:
        """More sentences: who sealed it and when, what is inside, and what was not proved."""
        lines = []
        if self.certificate:
            lines.append(
                _("Seal: %(name)s, certified by %(issuer)s.")
                % {"name": self.certificate, "issuer": self.issuer}
            )
            lines.append(
                _("Fingerprint of the certificate (SHA-256): %(print)s")
                % {"print": self.fingerprint}
            )
            lines.extend(self._times())
        if self.code:
            lines.append(_("Verification code: %(code)s") % {"code": self.code})
        for file in self.files:
            lines.append(
                _("Inside: %(name)s, SHA-256 %(hash)s") % {"name": file.name, "hash": file.sha256}
            )
        lines.append(_("SHA-256 of the whole file: %(hash)s") % {"hash": self.sha256})
        return lines

    def _times(self) -> list[str]:
        lines = []
        if self.stamped_at:
            sentence = (
                _("A time authority confirms that the seal was there on %(when)s.")
                if self.stamp_trusted
                else _("A time authority that we do not know gives the time %(when)s.")
            )
            lines.append(sentence % {"when": _moment(self.stamped_at)})
        if self.signed_at and not self.stamp_trusted:
            lines.append(
                _(
                    "The seal tells the time %(when)s. It is the time of the server that sealed; "
                    "no trusted time confirms it."
                )
                % {"when": _moment(self.signed_at)}
            )
        if self.expires and self.expires < clock.now():
            lines.append(
                _("The certificate of the seal has expired since, on %(when)s.")
                % {"when": _moment(self.expires)}
            )
        return lines


def verify(pdf: bytes) -> Verdict:
    """Judge a PDF. Whatever it is, the answer is a verdict, never an exception.

    For files we know; one that somebody hands in goes to `verify_upload`.
    """
    if len(pdf) > LARGEST:
        return _verdict(pdf, Findings(State.TOO_LARGE))
    # A thread of its own: pyHanko needs an event loop, and ours may already run one.
    with ThreadPoolExecutor(1) as pool:
        findings = pool.submit(inspection.inspect, pdf, seals.roots(), _time_roots()).result()
    return _verdict(pdf, findings)


def verify_upload(pdf: bytes) -> Verdict:
    """Judge a PDF from a stranger, in a process of its own that may use little memory and time.

    The same verdict as `verify`; a file that exhausts the process cannot be read.
    """
    if len(pdf) > LARGEST:
        return _verdict(pdf, Findings(State.TOO_LARGE))
    trusted = [
        [base64.b64encode(root).decode() for root in part]
        for part in (seals.roots(), _time_roots())
    ]
    question = json.dumps(trusted).encode() + b"\n" + pdf
    with _lanes:
        return _verdict(pdf, _apart(question))


def _apart(question: bytes) -> Findings:
    try:
        answer = subprocess.run(
            [sys.executable, "-I", str(Path(inspection.__file__))],
            input=question,
            capture_output=True,
            timeout=_WAIT_SECONDS,
            check=True,
        )
        found = json.loads(answer.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Findings(State.UNREADABLE)
    files = tuple(EmbeddedFile(**file) for file in found.pop("files"))
    return Findings(state=State(found.pop("state")), files=files, **found)


def _verdict(pdf: bytes, found: Findings) -> Verdict:
    return Verdict(
        state=found.state,
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        certificate=found.subject,
        issuer=found.issuer,
        fingerprint=found.fingerprint,
        expires=_when(found.expires),
        signed_at=_when(found.told_at),
        stamped_at=_when(found.stamped_at),
        stamp_trusted=found.stamp_trusted,
        code=verification_codes.find(found.keywords),
        files=found.files,
    )


def _time_roots() -> Sequence[bytes]:
    """The roots of the time authorities this installation trusts, in DER."""
    path = settings.TSA_ROOT_FILE
    if not path:
        return []
    try:
        found = x509.load_pem_x509_certificates(Path(path).read_bytes())
    except (OSError, ValueError):
        return []
    return [root.public_bytes(serialization.Encoding.DER) for root in found]


def _when(iso: str) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def _moment(moment: datetime) -> str:
    zone = timezone.get_current_timezone()
    told = moment_text(moment, zone, language_of(get_language()))
    return f"{told} ({moment.astimezone(zone).tzname()})"
