"""Seal what all have signed: a job, retried and visible, of which there is one seal in the end."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import sealing
from coachpractice.mail.actions import post
from coachpractice.signing import events, papers
from coachpractice.signing.models import Envelope, Extract
from coachpractice.signing.proof import evidence, note
from coachpractice.vault import files

PATIENCE = timedelta(hours=1)


def seal(envelope: Envelope) -> bool:
    """Seal the envelope, each extract and then the whole; True for the one that did the last. Not
    inside a transaction.

    Renders each final paper from the frozen text, embeds what was presented and the proof as it
    stands, seals, keeps. A worker killed at any point leaves nothing that counts: a seal is there
    when its row says so, and a second one is thrown away.
    Raises SealUnavailable or TimeUnavailable, which the job retries. A time authority that stays
    silent for an hour is done without, and the paper says so.
    """
    if envelope.sealed_at or not envelope.signed_at:
        return False
    extracts = envelope.extracts.select_related("party", "envelope__coach__practice", "presented")
    for extract in extracts.filter(sealed_at=None).unlocked():
        _seal(extract, signed_at=envelope.signed_at)
    return _seal(envelope, signed_at=envelope.signed_at)


def _seal(paper: Envelope | Extract, *, signed_at: datetime) -> bool:
    journal.seal(paper.whole.pk)
    asked = bool(settings.TSA_URL)
    try:
        return keep(paper, _sealed(paper, signed_at, trusted_time=asked), trusted_time=asked)
    except sealing.TimeUnavailable:
        if clock.now() - signed_at < PATIENCE:
            raise
    return keep(paper, _sealed(paper, signed_at, trusted_time=False), trusted_time=False)


def _sealed(paper: Envelope | Extract, signed_at: datetime, *, trusted_time: bool) -> bytes:
    assert paper.presented
    pdf = sealing.assemble(
        papers.final(paper, trusted_time=trusted_time),
        presented=files.read(paper.presented),
        evidence=_bytes(evidence(paper)),
        at=signed_at,
    )
    return sealing.seal(pdf, reason=papers.reason(paper.whole), trusted_time=trusted_time)


def _bytes(proof: dict[str, Any]) -> bytes:
    return json.dumps(proof, ensure_ascii=False, indent=1, sort_keys=True).encode()


@transaction.atomic
def keep(paper: Envelope | Extract, sealed: bytes, *, trusted_time: bool) -> bool:
    """Keep the sealed document if there is none yet. With the whole, which comes last, each party
    is owed their own by mail."""
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=paper.whole.pk)
    rows = type(paper).objects.filter(pk=paper.pk, sealed_at=None)
    if not rows.exists():
        return False
    stored = files.store(
        sealed, subject=envelope.subject, practice=envelope.practice_id, scope="contract"
    )
    sha256 = hashlib.sha256(sealed).hexdigest()
    rows.update(sealed=stored, sealed_sha256=sha256, sealed_at=clock.now())
    of = paper.party if isinstance(paper, Extract) else None
    note(events.SEALED, envelope, subject=of, sealed_sha256=sha256, trusted_time=trusted_time)
    if of is None:
        _deliver(envelope, sha256)
    return True


def _deliver(envelope: Envelope, sha256: str) -> None:
    Envelope.objects.filter(pk=envelope.pk).update(seal_failed_at=None)
    journal.record(events.SEALED, envelope, sha256=sha256)
    for party in envelope.parties.all():
        post("signing.sealed", party=party.pk)


def seal_failed(envelope: Envelope) -> None:
    """The job gave up: the envelope says so, the journal too, and the operator is told."""
    with transaction.atomic():
        failed = Envelope.objects.filter(pk=envelope.pk, sealed_at=None)
        if failed.update(seal_failed_at=clock.now()):
            journal.record(events.SEAL_FAILED, envelope)
            post("signing.seal-failed", envelope=envelope.pk)
