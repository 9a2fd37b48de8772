import secrets
import threading
import time
import uuid

from django.db import models

_writing = threading.Lock()
_last_tick = 0


def entry_id() -> uuid.UUID:
    """An id that sorts after every one this process made before (UUIDv7).

    Entries of one transaction may carry the same moment; in the chain they stand in the order in
    which they were written.
    """
    global _last_tick
    with _writing:
        _last_tick = max(_last_tick + 1, time.time_ns() * 4096 // 1_000_000)
        tick = _last_tick
    high = (tick >> 12) << 16 | 0x7000 | tick & 0xFFF
    return uuid.UUID(int=high << 64 | 0b10 << 62 | secrets.randbits(62))


class StreamKind(models.TextChoices):
    JOURNAL = "journal"  # what happened in a practice
    PROOF = "proof"  # what happened to one envelope


class Stream(models.Model):
    """A chain of entries: a practice's journal or an envelope's proof. Its row is only the lock
    that lets one sealer at a time append."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=10, choices=StreamKind)
    created_at = models.DateTimeField()


class Entry(models.Model):
    """One thing that happened. Written once, in the transaction of the action, never changed.

    Holds ids, closed choices, numbers and salted commitments; no name and no free text.
    """

    id = models.UUIDField(primary_key=True, default=entry_id, editable=False)
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=60, blank=True)
    actor = models.UUIDField(null=True)
    object_kind = models.CharField(max_length=60)
    object = models.UUIDField()
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["stream", "object"])]


class ChainedEntry(models.Model):
    """An entry's place in the chain: number, digest of the one before, its own digest."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="chained")
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="chain")
    seq = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["stream", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_entry_per_place"),
            models.UniqueConstraint(fields=["stream", "previous"], name="one_successor"),
        ]
