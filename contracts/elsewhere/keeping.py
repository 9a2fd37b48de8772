"""Keep what was signed elsewhere, correct what was said of it, drop it. The same for everything
that can be signed: contracts, agreements, framework contracts."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import scans, verification_codes
from coachpractice.jobs.actions import enqueue
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import files
from coachpractice.vault.models import StoredFile
from contracts.elsewhere.declared import LONGEST_NAME, LONGEST_SYSTEM, Declared
from contracts.models import ConsentThere, Signatory, TakenIn
from contracts.models.contracts import end_of
from contracts.models.elsewhere import words_of

SEAL = "contracts.seal-copy"
_INSTANT = timedelta(microseconds=1)


def concluded_at(on: date, zone: str) -> datetime:
    """From when it binds: the day is known and not the hour, so it is the end of that day, or now
    while the day lasts."""
    return min(clock.now(), end_of(on, zone) - _INSTANT)


def fingerprint(scan: bytes) -> str:
    return hashlib.sha256(scan).hexdigest()


def keep(
    declared: Declared,
    *,
    by: Membership,
    kind: str,
    row: Any,
    coach: Membership,
    scan: bytes | StoredFile,
    before: TakenIn | None = None,
) -> TakenIn:
    """Keep what was declared about `row` (a contract or an agreement, perhaps not saved yet) with
    its scan, new or the one that `before` had; the job of its sealed copy is queued. In the
    caller's transaction."""
    now = clock.now()
    made = TakenIn(
        practice_id=row.practice_id,
        coach=coach,
        kind=kind,
        subject=row.vault_subject,
        object=row.pk,
        language=row.language,
        code=verification_codes.new_code(),
        medium=declared.medium,
        system=declared.system[:LONGEST_SYSTEM],
        signed_on=declared.signed_on,
        code_on=declared.code_on if declared.edition else None,
        cards=words_of(declared.cards),
        limits=words_of(declared.limits),
        taken_in_at=now,
        taken_in_by=by,
        created_at=now,
    )
    if isinstance(scan, bytes):
        made.scan_kind = scans.checked(scan)
        made.scan_sha256 = fingerprint(scan)
        made.scan = files.store(
            scan, subject=row.vault_subject, practice=row.practice_id, scope="contract"
        )
    else:
        assert before
        made.scan, made.scan_kind, made.scan_sha256 = scan, before.scan_kind, before.scan_sha256
    made.save(force_insert=True)
    _keep_hands(made, declared)
    enqueue(SEAL, taken_in=made.pk)
    return made


def _keep_hands(made: TakenIn, declared: Declared) -> None:
    for number, hand in enumerate(declared.hands):
        Signatory(
            practice_id=made.practice_id,
            taken_in=made,
            role=hand.who.role,
            person=hand.who.person,
            name=hand.who.name[:LONGEST_NAME],
            signed_on=hand.on,
            created_at=made.created_at + number * _INSTANT,  # as they were told
        ).save(force_insert=True)
    for key, answer in declared.answers.items():
        ConsentThere(
            practice_id=made.practice_id,
            taken_in=made,
            key=key,
            given=answer.given,
            answered_on=declared.answered_on(answer),
        ).save(force_insert=True)


def refuse_doubles(scan: bytes, *, subject: UUID) -> None:
    """Refuse a scan that was taken in for this file already, as a second click would."""
    same = TakenIn.objects.standing().filter(subject=subject, scan_sha256=fingerprint(scan))
    if same.exists():
        raise Refused(_("This very scan was taken in already."), "scan")


def drop(taken: TakenIn, *, by: Membership, keeps_scan: bool = False) -> None:
    """It no longer counts: its files go, but for the scan of one that is corrected, and so does
    what was said of it. What stays says of the sealed copy that it was dropped, and when."""
    gone = [taken.sealed, None if keeps_scan else taken.scan]
    taken.signatories.all().delete()
    taken.consents.all().delete()
    taken.scan = taken.sealed = None
    taken.system, taken.cards, taken.limits = "", "", ""
    taken.dropped_at, taken.dropped_by = clock.now(), by
    taken.save()
    for stored in gone:
        if stored is not None:
            files.remove(stored)


def stands_on(row: models.Model) -> bool:
    """Whether anything else names this contract or agreement: what changes, ends or follows it."""
    found: Any = row._meta.get_fields(include_hidden=True)
    return any(
        each.related_model._base_manager.filter(**{each.field.name: row.pk}).exists()
        for each in found
        if each.auto_created and not each.concrete
    )


def tell(event: Any, taken: TakenIn, *, by: Membership | None, **details: Any) -> None:
    journal.record(event, taken, by=by, object=taken.object, **details)
