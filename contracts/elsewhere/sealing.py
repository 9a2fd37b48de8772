"""Seal the copy of something signed elsewhere."""

import hashlib
from uuid import UUID

from django.db import transaction

from coachpractice import clock
from coachpractice.documents import sealing
from coachpractice.vault import files
from contracts import events
from contracts.elsewhere import keeping, papers
from contracts.elsewhere.says import row_of
from contracts.models import TakenIn


def seal_copy(pk: UUID) -> None:
    """Render and seal the copy; returns if that is done, or if it was dropped meanwhile. Not inside
    a transaction: of two that seal at once, the first keeps its copy."""
    rows = TakenIn.objects.select_related("scan", "taken_in_by").unlocked()
    taken = rows.get(pk=pk)
    if taken.sealed_at or taken.scan is None:
        return
    scan = files.read(taken.scan)
    pdf = sealing.prepared(
        papers.cover(taken, row_of(taken)),
        attachments=[papers.attached(taken, scan)],
        at=taken.taken_in_at,
    )
    sealed = sealing.seal(pdf, reason=papers.reason(taken), trusted_time=False)
    with transaction.atomic():
        stored = files.store(
            sealed, subject=taken.subject, practice=taken.practice_id, scope="contract"
        )
        kept = TakenIn.objects.filter(pk=pk, sealed_at=None, dropped_at=None).update(
            sealed_at=clock.now(), sealed=stored, sealed_sha256=hashlib.sha256(sealed).hexdigest()
        )
        if kept:
            keeping.tell(events.COPY_SEALED, taken, by=None)
    if not kept:
        files.remove(stored)
