"""Take in a list of clients: keep it, look it over, write it, take it back."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from clients import events, intake
from clients.actions import people
from clients.models import Client, Import, Imported
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.audit.models import Entry
from coachpractice.jobs import actions as jobs
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.tables import reading
from coachpractice.tables.reading import Line
from coachpractice.tables.sheets import Preview
from coachpractice.vault import keys
from coachpractice.vault.models import StoredFile

KEPT = timedelta(days=1)  # lines that nobody took in


@transaction.atomic
def keep(content: bytes, *, name: str, by: Membership) -> Import:
    """Keep the lines of a file, encrypted, to be looked over; they go after a day, or when another
    file is chosen. Refused when it is no table of clients."""
    lines = reading.read(content, name)
    intake.looked_over(lines, by=by)
    for older in Import.objects.visible_to(by).waiting():
        _put_away(older)
    batch = Import(practice_id=by.practice_id, coach=by, created_at=clock.now())
    keys.open_file(batch.pk)
    batch.lines = [[line.number, *line.cells] for line in lines]
    batch.save(force_insert=True)
    jobs.enqueue("clients.forget-import", not_before=clock.now() + KEPT, batch=batch.pk)
    return batch


def preview(batch: Import, *, by: Membership) -> Preview:
    """The kept lines held against what is known now."""
    lines = [Line(number, tuple(cells)) for number, *cells in batch.lines or ()]
    return intake.looked_over(lines, by=by)


@transaction.atomic
def carry_out(batch: Import, *, by: Membership, shown: int) -> int:
    """Make a client of each good line, all or none, and destroy the lines; returns how many.
    Repeated, it does nothing. Refused when it would not be the `shown` ones any more."""
    batch = Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.done_at:
        return batch.made.count()
    found = preview(batch, by=by)
    if len(found.good) != shown or not shown:
        raise Refused(_("Your clients have changed since: look the list over once more."))
    for row in found.good:
        client = people.add(by=by, **intake.facts_of(row))
        Imported.objects.create(practice_id=by.practice_id, batch=batch, client=client)
    batch.lines, batch.done_at = None, clock.now()
    batch.save(update_fields=["lines", "done_at"])
    transaction.on_commit(partial(keys.destroy, batch.pk))
    journal.record(events.IMPORTED, batch, by=by, count=shown, refused=len(found.bad))
    return shown


@transaction.atomic
def undo(batch: Import, *, by: Membership) -> Sequence[Client]:
    """Take away the clients this import made with whom nothing was done since, and their keys;
    returns those who stay. Once none is left, the import is gone too."""
    batch = Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    clients = Client.objects.select_for_update(of=("self",)).filter(imported__batch=batch.pk)
    made = set(clients.values_list("pk", flat=True))
    staying = _touched(made, practice=batch.practice_id)
    going = made - staying
    for client in Client.objects.filter(pk__in=going).only("practice"):
        journal.record(events.REMOVED, client, by=by)
    journal.record(events.IMPORT_UNDONE, batch, by=by, count=len(going), stay=len(staying))
    Client.objects.filter(pk__in=going).delete()
    transaction.on_commit(partial(keys.destroy_files, going))
    if not staying:
        batch.delete()
    return list(Client.objects.filter(pk__in=staying).for_list())


@transaction.atomic
def put_away(batch: Import, *, by: Membership | None = None) -> None:
    """Destroy lines that were not taken in; one that was stays as it is."""
    found = Import.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if found and found.done_at is None:
        _put_away(found)


def _put_away(batch: Import) -> None:
    pk = batch.pk
    batch.delete()
    transaction.on_commit(partial(keys.destroy, pk))


def _touched(clients: set[UUID], *, practice: UUID) -> set[UUID]:
    """Those of these clients with whom anything was done since they were added: a row or a file of
    theirs, or an entry of the journal about them."""
    found: set[UUID] = set()
    for relation in Client._meta.related_objects:
        if relation.related_model is not Imported:
            rows = _rows(relation).filter(**{f"{relation.field.name}__in": clients})
            found |= set(rows.values_list(relation.field.name, flat=True))
    files = StoredFile.objects.filter(subject__in=clients)
    entries = Entry.objects.filter(stream=practice, object__in=clients)
    entries = entries.exclude(event=events.ADDED.name)
    return found | set(files.values_list("subject", flat=True)) | {each.object for each in entries}


def _rows(relation: models.ForeignObjectRel) -> models.QuerySet:
    return relation.related_model._base_manager.all()  # type: ignore[union-attr]
