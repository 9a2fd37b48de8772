"""Ask for everything, prepare it, take it, destroy it."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.export import events
from coachpractice.export.archive import Archive
from coachpractice.export.models import Export
from coachpractice.jobs import actions as jobs
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.vault import files, keys

KEPT = timedelta(days=7)


def ask(*, by: Membership) -> Export:
    """Have everything `by` keeps here put into an archive. While one is being prepared, that is the
    one; an older archive is destroyed."""
    try:
        return _ask(by)
    except IntegrityError:  # asked twice at the same moment
        found = Export.objects.visible_to(by).newest()
        if found is None:
            raise
        return found


@transaction.atomic
def _ask(by: Membership) -> Export:
    now = clock.now()
    for older in Export.objects.filter(coach=by.pk):
        if older.is_preparing and older.expires_at > now:
            return older
        destroy(older, by=by)
    export = Export(practice_id=by.practice_id, coach=by, created_at=now, expires_at=now + KEPT)
    keys.open_file(export.pk)
    export.save(force_insert=True)
    jobs.enqueue("export.build", export=export.pk)
    jobs.enqueue("export.destroy", not_before=export.expires_at, export=export.pk)
    journal.record(events.ASKED, export, by=by)
    return export


def build(pk: str) -> None:
    """Make the archive and keep it encrypted. Not inside a transaction; repeated, it does nothing
    once there is one."""
    export = Export.objects.select_related("coach__user", "coach__practice").filter(pk=pk).first()
    if export is None or not export.is_preparing:
        return
    rows = Export.objects.filter(pk=export.pk)

    def progress(done: int, steps: int) -> None:
        rows.update(steps_done=done, steps=steps)

    with translation.override(export.coach.user.language):
        content = Archive(export.coach).make(progress)
    _keep(export, content)


@transaction.atomic
def _keep(export: Export, content: bytes) -> None:
    """Nothing is kept of an archive that was destroyed meanwhile."""
    rows = Export.objects.select_for_update(of=("self",))
    kept = rows.filter(pk=export.pk, ready_at=None, failed_at=None).first()
    if kept is None:
        return
    kept.file = files.store(content, subject=kept.pk, practice=kept.practice_id, scope="content")
    kept.ready_at = clock.now()
    kept.save(update_fields=["file", "ready_at"])
    journal.record(events.READY, kept)


@transaction.atomic
def fail(pk: str) -> None:
    """It could not be made, however often it was tried; the page says so."""
    Export.objects.filter(pk=pk, ready_at=None).update(failed_at=clock.now())


@transaction.atomic
def take(export: Export, *, by: Membership) -> bytes:
    """The archive, decrypted; noted in the journal each time."""
    if export.file is None:
        raise Refused(_("Your download is still being prepared."))
    content = files.read(export.file)
    Export.objects.filter(pk=export.pk).update(taken_at=clock.now())
    journal.record(events.TAKEN, export, by=by)
    return content


@transaction.atomic
def destroy(export: Export, *, by: Membership | None = None) -> None:
    """Destroy the archive with its keys; nothing happens when it is gone."""
    rows = Export.objects.select_for_update(of=("self",)).select_related("file")
    found = rows.filter(pk=export.pk).first()
    if found is None:
        return
    journal.record(events.DESTROYED, found, by=by)
    stored, subject = found.file, UUID(str(found.pk))
    found.delete()
    if stored:
        files.remove(stored)
    transaction.on_commit(partial(keys.destroy, subject))
