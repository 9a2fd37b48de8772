"""Writing to a stream, sealing it, and checking it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from coachpractice import clock
from coachpractice.audit import chain
from coachpractice.audit.models import ChainedEntry, Entry, Stream, StreamKind
from coachpractice.registry.events import Event

# Words of the code, never of a person: closed choices, digests, ids, days and moments. A capital
# letter, a space, an @ or a bare number is how names, sentences and addresses begin.
_HARMLESS = re.compile(
    r"|[a-z][a-z0-9]*([_.:/-][a-z0-9]+)*"
    r"|[0-9a-f]{32,128}"
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{8,15}Z)?"
)
_LONGEST = 128


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
    _seal_after_commit(stream_id, entry.pk)
    return entry


class _Sealing:
    """Seals, after commit, all that one transaction wrote to one stream."""

    def __init__(self, stream_id: UUID) -> None:
        self.stream_id = stream_id
        self.entries: list[UUID] = []

    def __call__(self) -> None:
        seal(self.stream_id, self.entries)


def _seal_after_commit(stream_id: UUID, entry_id: UUID) -> None:
    # What a savepoint takes back is not found when its turn comes, so that one callback is enough.
    for _, waiting, _ in connection.run_on_commit:
        if isinstance(waiting, _Sealing) and waiting.stream_id == stream_id:
            waiting.entries.append(entry_id)
            return
    sealing = _Sealing(stream_id)
    sealing.entries.append(entry_id)
    transaction.on_commit(sealing, robust=True)


def _harmless(key: str, value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return chain.moment(value)
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, str) and len(value) <= _LONGEST and _HARMLESS.fullmatch(value):
        return value
    raise ValueError(f"{key} is not an id, a closed choice, a digest or a number")


def content(entry: Entry) -> dict[str, Any]:
    """The entry as it is hashed and published."""
    return {
        "id": str(entry.pk),
        "stream": str(entry.stream_id),
        "at": chain.moment(entry.at),
        "event": entry.event,
        "actor_kind": entry.actor_kind,
        "actor": str(entry.actor) if entry.actor else None,
        "object_kind": entry.object_kind,
        "object": str(entry.object),
        "details": entry.details,
    }


def seal(stream_id: UUID, entries: Iterable[UUID] | None = None) -> int:
    """Append every committed entry that has no place yet, or those of `entries`; returns how many.

    The lock on the stream's row lets one sealer at a time read the head and append to it.
    """
    with transaction.atomic():
        Stream.objects.select_for_update(of=("self",)).get(pk=stream_id)
        waiting = Entry.objects.filter(stream=stream_id, chained=None)
        if entries is not None:
            waiting = waiting.filter(pk__in=list(entries))
        seq, previous = head(stream_id)
        places = []
        for entry in waiting.order_by("at", "id"):
            seq, before = seq + 1, previous
            previous = chain.digest(before, content(entry))
            places.append(
                ChainedEntry(
                    entry=entry, stream_id=stream_id, seq=seq, previous=before, digest=previous
                )
            )
        ChainedEntry.objects.bulk_create(places)
    return len(places)


def seal_pending() -> int:
    """Seal what a process that died between commit and sealing left behind."""
    waiting = Entry.objects.filter(chained=None).order_by("stream", "at", "id")
    left: dict[UUID, list[UUID]] = {}
    for stream, entry in waiting.values_list("stream", "pk"):
        left.setdefault(stream, []).append(entry)
    return sum(seal(stream, entries) for stream, entries in left.items())


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
