"""Giving committed entries their place in the chain.

Entries are inserted in the transaction of the act, which locks nothing; right after commit they
are sealed under the lock of their stream. This follows every act, so its few statements are
written out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from coachpractice.audit import chain
from coachpractice.audit.models import Entry

LOCK = "SELECT 1 FROM audit_stream WHERE id = %s FOR UPDATE"
HEAD = "SELECT seq, digest FROM audit_chainedentry WHERE stream_id = %s ORDER BY seq DESC LIMIT 1"
WAITING = (
    "SELECT id FROM audit_entry WHERE id IN ({marks}) AND NOT EXISTS"
    " (SELECT 1 FROM audit_chainedentry WHERE entry_id = audit_entry.id)"
)
APPEND = (
    "INSERT INTO audit_chainedentry (entry_id, stream_id, seq, previous, digest)"
    " VALUES (%s, %s, %s, %s, %s)"
)
CONTENT = (
    "id",
    "stream_id",
    "at",
    "event",
    "actor_kind",
    "actor",
    "object_kind",
    "object",
    "details",
)


def content(entry: Entry) -> dict[str, Any]:
    """The entry as it is hashed and published."""
    return content_of(*(getattr(entry, column) for column in CONTENT))


def content_of(
    pk: UUID,
    stream: UUID,
    at: datetime,
    event: str,
    actor_kind: str,
    actor: UUID | None,
    object_kind: str,
    object_: UUID,
    details: Mapping[str, Any],
) -> dict[str, Any]:
    return {
        "id": str(pk),
        "stream": str(stream),
        "at": chain.moment(at),
        "event": event,
        "actor_kind": actor_kind,
        "actor": str(actor) if actor else None,
        "object_kind": object_kind,
        "object": str(object_),
        "details": details,
    }


class Sealing:
    """Seals, after commit, all that one transaction wrote to one stream."""

    def __init__(self, stream_id: UUID) -> None:
        self.stream_id = stream_id
        self.entries: list[Entry] = []

    def __call__(self) -> None:
        seal(self.stream_id, self.entries)


def seal_after_commit(entry: Entry) -> None:
    """Have `entry` sealed once the present transaction is committed."""
    # What a savepoint takes back is not found when its turn comes, so that one callback is enough.
    for _, waiting, _ in connection.run_on_commit:
        if isinstance(waiting, Sealing) and waiting.stream_id == entry.stream_id:
            waiting.entries.append(entry)
            return
    sealing = Sealing(entry.stream_id)
    sealing.entries.append(entry)
    transaction.on_commit(sealing, robust=True)


def seal(stream_id: UUID, entries: Sequence[Entry] | None = None) -> int:
    """Append every committed entry that has no place yet, or those of `entries`; returns how many.

    The lock on the stream's row lets one sealer at a time read the head and append to it.
    """
    stream = parameter(stream_id)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.features.has_select_for_update:  # SQLite has one writer at a time anyway
            cursor.execute(LOCK, [stream])
        if entries is None:
            waiting = list(Entry.objects.filter(stream=stream_id, chained=None))
        else:
            waiting = _committed_without_place(cursor, entries)
        seq, previous = _head(cursor, stream_id)
        places = []
        for entry in sorted(waiting, key=lambda entry: (entry.at, entry.pk)):
            seq, before = seq + 1, previous
            previous = chain.digest(before, content(entry))
            places.append((parameter(entry.pk), stream, seq, before, previous))
        if places:
            cursor.executemany(APPEND, places)
    return len(places)


def seal_pending() -> int:
    """Seal what a process that died between commit and sealing left behind."""
    left: dict[UUID, list[Entry]] = {}
    for entry in Entry.objects.filter(chained=None):
        left.setdefault(entry.stream_id, []).append(entry)
    return sum(seal(stream, entries) for stream, entries in left.items())


def head(stream_id: UUID) -> tuple[int, str]:
    """Number and digest of the last entry in the chain; (0, origin) for an empty one."""
    with connection.cursor() as cursor:
        return _head(cursor, stream_id)


def parameter(value: UUID) -> Any:
    """A UUID as the database wants it in a written-out statement."""
    return value if connection.features.has_native_uuid_field else value.hex


def _committed_without_place(cursor: Any, entries: Sequence[Entry]) -> list[Entry]:
    marks = ", ".join(["%s"] * len(entries))
    cursor.execute(WAITING.format(marks=marks), [parameter(entry.pk) for entry in entries])
    found = {UUID(str(row[0])) for row in cursor.fetchall()}
    return [entry for entry in entries if entry.pk in found]


def _head(cursor: Any, stream_id: UUID) -> tuple[int, str]:
    cursor.execute(HEAD, [parameter(stream_id)])
    return cursor.fetchone() or (0, chain.origin(stream_id))
