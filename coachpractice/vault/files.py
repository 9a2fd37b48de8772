"""Encrypted files: AES-256-GCM in chunks of 64 KiB, each bound to its file, number and whether it
is the last, so that none can be dropped, swapped or cut off."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from coachpractice import clock
from coachpractice.vault import box, keys
from coachpractice.vault.fields import KeyDestroyed
from coachpractice.vault.models import StoredFile

CHUNK = 64 * 1024


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
    storages["vault"].save(_name(stored), ContentFile(b"".join(blobs)))
    stored.save(force_insert=True)
    return stored


def read(stored: StoredFile) -> bytes:
    """The content, checked. Raises Unreadable if one byte was changed, KeyDestroyed if it is gone
    for good."""
    key = _key(stored)
    with storages["vault"].open(_name(stored)) as source:
        blob = source.read()
    step = CHUNK + 29
    parts = [blob[i : i + step] for i in range(0, len(blob), step)]
    return b"".join(
        box.decrypt(key, part, _place(stored, number, last=number == len(parts) - 1))
        for number, part in enumerate(parts)
    )


def remove(stored: StoredFile) -> None:
    """Delete row and file."""
    storages["vault"].delete(_name(stored))
    stored.delete()


def _key(stored: StoredFile) -> bytes:
    found = keys.fetch([stored.subject], [stored.scope])
    if not found:
        raise KeyDestroyed
    return found[stored.subject, stored.scope]


def _name(stored: StoredFile) -> str:
    return f"{stored.pk.hex[:2]}/{stored.pk.hex}"


def _place(stored: StoredFile, number: int, *, last: bool) -> bytes:
    return box.place("file", stored.pk, stored.subject, stored.practice, number, int(last))
