"""Seal what all have signed: a job, retried and visible, of which there is one seal in the end."""

import hashlib
import json

from django.db import transaction

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import sealing
from coachpractice.mail.actions import post
from coachpractice.signing import events, papers
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import evidence, note
from coachpractice.vault import files


def seal(envelope: Envelope) -> bool:
    """Seal the envelope; True for the one that did. Not inside a transaction.

    Renders the final paper from the frozen text, embeds what was presented and the proof as it
    stands, seals, keeps. A worker killed at any point leaves nothing that counts: the seal is
    there when its row says so, and a second one is thrown away.
    Raises SealUnavailable or TimeUnavailable, which the job retries.
    """
    if envelope.sealed_at or not envelope.signed_at:
        return False
    journal.seal(envelope.pk)
    proof = json.dumps(evidence(envelope), ensure_ascii=False, indent=1, sort_keys=True).encode()
    pdf = sealing.assemble(
        papers.final(envelope),
        presented=files.read(envelope.presented),
        evidence=proof,
        at=envelope.signed_at,
    )
    sealed = sealing.seal(pdf, reason=papers.reason(envelope))
    return keep(envelope, sealed)


@transaction.atomic
def keep(envelope: Envelope, sealed: bytes) -> bool:
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
    note(events.SEALED, envelope, sealed_sha256=envelope.sealed_sha256)
    for party in envelope.parties.all():
        post("signing.sealed", party=party.pk)
    return True


def seal_failed(envelope: Envelope) -> None:
    """The job gave up: the envelope says so, and the journal too."""
    with transaction.atomic():
        failed = Envelope.objects.filter(pk=envelope.pk, sealed_at=None)
        if failed.update(seal_failed_at=clock.now()):
            journal.record(events.SEAL_FAILED, envelope)
