"""Writing to a stream and checking it. What is written is sealed right after commit (`sealing`)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models

from coachpractice import clock
from coachpractice.audit import chain
from coachpractice.audit.models import ChainedEntry, Entry, Stream, StreamKind
from coachpractice.audit.sealing import CONTENT, content, content_of, parameter, seal_after_commit
from coachpractice.audit.sealing import head as head
from coachpractice.audit.sealing import seal as seal
from coachpractice.audit.sealing import seal_pending as seal_pending
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
    _ensure_stream(stream_id, kind)
    entry = Entry.objects.create(
        stream_id=stream_id,
        at=clock.now(),
        event=event.name,
        actor_kind=by._meta.label_lower if by else "",
        actor=by.pk if by else None,
        object_kind=subject._meta.label_lower,
        object=subject.pk,
        details={key: _harmless(key, value) for key, value in details.items()},
    )
    seal_after_commit(entry)
    return entry


def _ensure_stream(stream_id: UUID, kind: StreamKind) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM audit_stream WHERE id = %s", [parameter(stream_id)])
        if cursor.fetchone():
            return
    fresh = Stream(pk=stream_id, kind=kind, created_at=clock.now())
    Stream.objects.bulk_create([fresh], ignore_conflicts=True)


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


def check(stream_id: UUID, printed: Mapping[int, str] | None = None) -> list[chain.Break]:
    """Recompute the chain of a stream; an empty list means that it holds."""
    columns = [f"entry__{column}" for column in CONTENT]
    rows = ChainedEntry.objects.filter(stream=stream_id).order_by("seq")
    places = (
        chain.Place(seq, previous, digest, content_of(*values))
        for seq, previous, digest, *values in rows.values_list(
            "seq", "previous", "digest", *columns
        ).iterator(chunk_size=5000)
    )
    return chain.breaks(stream_id, places, printed)


def of_proof(stream_id: UUID) -> list[dict[str, Any]]:
    """A stream as it is published: entries in order, each with its place."""
    rows = ChainedEntry.objects.filter(stream=stream_id).select_related("entry").order_by("seq")
    return [
        {**content(row.entry), "seq": row.seq, "previous": row.previous, "digest": row.digest}
        for row in rows
    ]
