"""Writing to a stream, sealing it, and checking it."""

import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from coachpractice import clock
from coachpractice.audit import chain
from coachpractice.audit.models import ChainedEntry, Entry, Stream, StreamKind
from coachpractice.registry.events import Event

logger = logging.getLogger(__name__)

# Ids, digests, closed choices: never a sentence, a name or an address.
_HARMLESS = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")


def record(
    event: Event,
    subject: models.Model,
    *,
    by: models.Model | None = None,
    practice: UUID | None = None,
    proof: UUID | None = None,
    **details: Any,
) -> Entry:
    """Insert what happened to `subject`, in the transaction that made it happen.

    Goes into the practice's journal (`practice`, or the subject's own), or into the proof of the
    envelope `proof`. `by` is the member or party who did it; None is the product itself.
    Sealed into the chain right after commit. Raises ValueError for a detail that could be
    personal data.
    """
    stream_id = proof or practice or subject.practice_id  # type: ignore[attr-defined]
    kind = StreamKind.PROOF if proof else StreamKind.JOURNAL
    stream, _ = Stream.objects.get_or_create(
        pk=stream_id, defaults={"kind": kind, "created_at": clock.now()}
    )
    entry = Entry.objects.create(
        stream=stream,
        at=clock.now(),
        event=event.name,
        actor_kind=by._meta.label_lower if by else "",
        actor=by.pk if by else None,
        object_kind=subject._meta.label_lower,
        object=subject.pk,
        details={key: _harmless(key, value) for key, value in details.items()},
    )
    transaction.on_commit(lambda: seal(stream_id), robust=True)
    return entry


def _harmless(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return chain.moment(value)
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, str) and _HARMLESS.fullmatch(value):
        return str(value)
    raise ValueError(f"{key} is not an id, a closed choice or a number")


def content(entry: Entry) -> dict[str, Any]:
    """The entry as it is hashed and published."""
    return {
        "id": str(entry.pk),
        "at": chain.moment(entry.at),
        "event": entry.event,
        "actor_kind": entry.actor_kind,
        "actor": str(entry.actor) if entry.actor else None,
        "object_kind": entry.object_kind,
        "object": str(entry.object),
        "details": entry.details,
    }


def seal(stream_id: UUID) -> int:
    """Append every committed entry that has no place yet; returns how many."""
    with transaction.atomic():
        Stream.objects.select_for_update(of=("self",)).get(pk=stream_id)
        pending = list(Entry.objects.filter(stream=stream_id, chained=None).order_by("at", "id"))
        seq, previous = head(stream_id)
        for entry in pending:
            seq, before = seq + 1, previous
            previous = chain.digest(before, content(entry))
            ChainedEntry.objects.create(
                entry=entry, stream_id=stream_id, seq=seq, previous=before, digest=previous
            )
    return len(pending)


def seal_pending() -> int:
    """Seal what a process that died between commit and sealing left behind."""
    streams = Entry.objects.filter(chained=None).order_by().values_list("stream", flat=True)
    return sum(seal(stream) for stream in streams.distinct())


def head(stream_id: UUID) -> tuple[int, str]:
    """Number and digest of the last entry in the chain; (0, origin) for an empty one."""
    last = ChainedEntry.objects.filter(stream=stream_id).order_by("-seq").first()
    return (last.seq, last.digest) if last else (0, chain.origin(stream_id))


def check(stream_id: UUID, printed: Mapping[int, str] | None = None) -> list[chain.Break]:
    """Recompute the chain of a stream; an empty list means that it holds."""
    rows = ChainedEntry.objects.filter(stream=stream_id).select_related("entry").order_by("seq")
    places = (
        chain.Place(row.seq, row.previous, row.digest, content(row.entry))
        for row in rows.iterator(chunk_size=2000)
    )
    return chain.breaks(stream_id, places, printed)


def of_proof(stream_id: UUID) -> list[dict[str, Any]]:
    """A stream as it is published: entries in order, each with its place."""
    rows = ChainedEntry.objects.filter(stream=stream_id).select_related("entry").order_by("seq")
    return [
        {**content(row.entry), "seq": row.seq, "previous": row.previous, "digest": row.digest}
        for row in rows
    ]
