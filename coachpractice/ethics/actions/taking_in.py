"""Take in a code that was signed elsewhere: its facts, its scan, and a sealed copy that says so."""

import hashlib
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit.journal import record
from coachpractice.documents import scans, sealing, verification_codes
from coachpractice.ethics import events, papers
from coachpractice.ethics.actions.adopting import words_for
from coachpractice.ethics.models import Adoption, Edition
from coachpractice.jobs.actions import enqueue
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import files


def take_in(
    *, by: Membership, edition: Edition, place: str, day: date, name: str, scan: bytes
) -> Adoption:
    """Keep what `by` signed on paper or in another system on `day`. It counts like a signature
    given here, and says what it is; a sealed copy follows as a job.

    Refused for a day to come, for a scan that cannot be kept (see `scans.checked`), and for an
    edition that was taken in before.
    """
    place, name = words_for(place=place, name=name)
    if day > clock.today(by.practice.timezone):
        raise Refused(_("This day is still to come."), "day")
    kind = scans.checked(scan)
    try:
        return _keep(by, edition, place, day, name, scan, kind)
    except IntegrityError:
        raise Refused(_("A signed paper of this edition was taken in already.")) from None


@transaction.atomic
def _keep(
    by: Membership, edition: Edition, place: str, day: date, name: str, scan: bytes, kind: str
) -> Adoption:
    stored = files.store(scan, subject=by.vault_subject, practice=by.practice_id, scope="contract")
    adoption = Adoption(
        practice=by.practice,
        coach=by,
        edition=edition,
        place=place,
        name=name,
        day=day,
        code=verification_codes.new_code(),
        scan=stored,
        scan_kind=kind,
        adopted_at=clock.now(),
        adopted_by=by,
    )
    adoption.save(force_insert=True)
    record(events.TAKEN_IN, adoption, by=by, edition=edition.pk)
    enqueue("ethics.seal-copy", adoption=adoption.pk)
    return adoption


def seal_copy(adoption_id: UUID) -> None:
    """Render and seal the copy of a code signed elsewhere; returns if it is done. Not inside a
    transaction: of two that seal at once, the first keeps its copy."""
    adoption = (
        Adoption.objects.standing().select_related("coach__user", "practice").get(pk=adoption_id)
    )
    if adoption.copy_sealed_at or adoption.scan is None:
        return
    scan = files.read(adoption.scan)
    html = papers.copy(adoption, sha256=hashlib.sha256(scan).hexdigest())
    pdf = sealing.prepared(
        html, attachments=[papers.attached(adoption, scan)], at=adoption.adopted_at
    )
    sealed = sealing.seal(pdf, reason=papers.copy_reason(adoption), trusted_time=False)
    with transaction.atomic():
        stored = files.store(
            sealed, subject=adoption.coach_id, practice=adoption.practice_id, scope="contract"
        )
        kept = Adoption.objects.filter(pk=adoption.pk, copy_sealed_at=None).update(
            copy_sealed_at=clock.now(), sealed_copy=stored
        )
        if kept:
            record(events.COPY_SEALED, adoption)
    if not kept:
        files.remove(stored)
