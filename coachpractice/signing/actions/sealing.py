"""Seal what all have signed: a job, retried and visible, of which there is one seal in the end."""

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import sealing
from coachpractice.mail.actions import post
from coachpractice.signing import events, papers
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import evidence, note
from coachpractice.vault import files

PATIENCE = timedelta(hours=1)


def seal(envelope: Envelope) -> bool:
    """Seal the envelope; True for the one that did. Not inside a transaction.

    Renders the final paper from the frozen text, embeds what was presented and the proof as it
    stands, seals, keeps. A worker killed at any point leaves nothing that counts: the seal is
    there when its row says so, and a second one is thrown away.
    Raises SealUnavailable or TimeUnavailable, which the job retries. A time authority that stays
    silent for an hour is done without, and the paper says so.
    """
    if envelope.sealed_at or not envelope.signed_at:
        return False
    journal.seal(envelope.pk)
    asked = bool(settings.TSA_URL)
    try:
        return keep(envelope, _sealed(envelope, trusted_time=asked), trusted_time=asked)
    except sealing.TimeUnavailable:
        if clock.now() - envelope.signed_at < PATIENCE:
            raise
    return keep(envelope, _sealed(envelope, trusted_time=False), trusted_time=False)


def _sealed(envelope: Envelope, *, trusted_time: bool) -> bytes:
    assert envelope.presented
    assert envelope.signed_at
    proof = json.dumps(evidence(envelope), ensure_ascii=False, indent=1, sort_keys=True).encode()
    pdf = sealing.assemble(
        papers.final(envelope, trusted_time=trusted_time),
        presented=files.read(envelope.presented),
        evidence=proof,
        at=envelope.signed_at,
    )
    return sealing.seal(pdf, reason=papers.reason(envelope), trusted_time=trusted_time)


@transaction.atomic
def keep(envelope: Envelope, sealed: bytes, *, trusted_time: bool) -> bool:
    """Keep the sealed document if there is none yet, and owe it to every party by mail."""
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
    if envelope.sealed_at:
        return False
    envelope.sealed = files.store(
        sealed, subject=envelope.subject, practice=envelope.practice_id, scope="contract"
    )
    envelope.sealed_sha256 = hashlib.sha256(sealed).hexdigest()
    envelope.sealed_at = clock.now()
    envelope.seal_failed_at = None
    envelope.save(update_fields=["sealed", "sealed_sha256", "sealed_at", "seal_failed_at"])
    journal.record(events.SEALED, envelope, sha256=envelope.sealed_sha256)
    note(
        events.SEALED,
        envelope,
        sealed_sha256=envelope.sealed_sha256,
        trusted_time=trusted_time,
    )
    for party in envelope.parties.all():
        post("signing.sealed", party=party.pk)
    return True


def seal_failed(envelope: Envelope) -> None:
    """The job gave up: the envelope says so, the journal too, and the operator is told."""
    with transaction.atomic():
        failed = Envelope.objects.filter(pk=envelope.pk, sealed_at=None)
        if failed.update(seal_failed_at=clock.now()):
            journal.record(events.SEAL_FAILED, envelope)
            post("signing.seal-failed", envelope=envelope.pk)
