"""Encrypted files: AES-256-GCM in chunks of 64 KiB, each bound to its file, number and whether it
is the last, so that none can be dropped, swapped or cut off."""

import contextlib
import re
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from coachpractice import clock
from coachpractice.vault import box, keys
from coachpractice.vault.fields import KeyDestroyed
from coachpractice.vault.models import StoredFile

CHUNK = 64 * 1024
_OURS = re.compile(r"[0-9a-f]{32}$")


def store(content: bytes, *, subject: UUID, practice: UUID, scope: str) -> StoredFile:
    """Encrypt `content` under the file's key and keep it. Written before its row is committed: a
    file without a row can be swept, a row without its file cannot be mended."""
    stored = StoredFile(
        subject=subject, practice=practice, scope=scope, size=len(content), created_at=clock.now()
    )
    key = _key(stored)
    parts = [content[i : i + CHUNK] for i in range(0, len(content), CHUNK)] or [b""]
    blobs = [
        box.encrypt(key, part, _place(stored, number, last=number == len(parts) - 1))
        for number, part in enumerate(parts)
    ]
    try:
        storages["vault"].save(_name(stored), ContentFile(b"".join(blobs)))
    except OSError:
        with contextlib.suppress(OSError):
            storages["vault"].delete(_name(stored))  # the part that still found room
        raise
    stored.save(force_insert=True)
    return stored


def read(stored: StoredFile) -> bytes:
    """The content, checked. Raises Unreadable if one byte was changed or the file is missing,
    KeyDestroyed if it is gone for good."""
    key = _key(stored)
    try:
        with storages["vault"].open(_name(stored)) as source:
            blob = source.read()
    except FileNotFoundError as error:
        raise box.Unreadable from error
    step = CHUNK + box.OVERHEAD
    parts = [blob[i : i + step] for i in range(0, len(blob), step)] or [b""]
    return b"".join(
        box.decrypt(key, part, _place(stored, number, last=number == len(parts) - 1))
        for number, part in enumerate(parts)
    )


def remove(stored: StoredFile) -> None:
    """Delete the row, and the file once that is certain."""
    name = _name(stored)
    stored.delete()
    transaction.on_commit(lambda: storages["vault"].delete(name), robust=True)


def sweep(older_than: datetime) -> int:
    """Delete files without a row, left by a process that died in between; returns how many.

    Younger ones may belong to a transaction that is still open.
    """
    store, swept = storages["vault"], 0
    try:
        folders = store.listdir("")[0]
    except FileNotFoundError:
        return 0
    for folder in folders:
        present = {f"{folder}/{name}" for name in store.listdir(folder)[1] if _OURS.match(name)}
        rows = StoredFile.objects.filter(pk__in=[UUID(name[3:]) for name in present])
        for name in present - {_name(row) for row in rows}:
            if store.get_modified_time(name) < older_than:
                store.delete(name)
                swept += 1
    return swept


def _key(stored: StoredFile) -> bytes:
    key = keys.fetch([stored.subject], [stored.scope])[stored.subject, stored.scope]
    if key is None:
        raise KeyDestroyed
    return key


def _name(stored: StoredFile) -> str:
    return f"{stored.pk.hex[:2]}/{stored.pk.hex}"


def _place(stored: StoredFile, number: int, *, last: bool) -> bytes:
    return box.place("file", stored.pk, stored.subject, stored.practice, number, int(last))
