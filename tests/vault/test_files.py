"""The file store: whatever is done to a file on disk, it does not pass for what it was."""

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction

from coachpractice import clock
from coachpractice.vault import box, files, keys
from coachpractice.vault.fields import KeyDestroyed
from coachpractice.vault.files import CHUNK
from coachpractice.vault.models import StoredFile

pytestmark = pytest.mark.django_db
STEP = CHUNK + box.OVERHEAD
SUBJECT, PRACTICE = uuid.uuid4(), uuid.uuid4()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "vault": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }
    keys.open_file(SUBJECT)


def store(content, **more):
    given = {"subject": SUBJECT, "practice": PRACTICE, "scope": "content", **more}
    return files.store(content, **given)


def on_disk(stored):
    return Path(storages["vault"].path(f"{stored.pk.hex[:2]}/{stored.pk.hex}"))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5])
def test_a_file_comes_back_as_it_was(size):
    content = os.urandom(size)
    stored = store(content)
    assert files.read(StoredFile.objects.get(pk=stored.pk)) == content
    assert stored.size == size


def test_the_disk_holds_no_word_of_it():
    stored = store(b"canari-7f3a" * 1000)
    assert b"canari" not in on_disk(stored).read_bytes()
    assert "canari" not in on_disk(stored).name


def swapped(blob):
    return blob[STEP : 2 * STEP] + blob[:STEP] + blob[2 * STEP :]


CHANGES = {
    "a byte of the first chunk": lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:],
    "a byte of the last chunk": lambda b: b[:-1] + bytes([b[-1] ^ 1]),
    "the first chunk dropped": lambda b: b[STEP:],
    "a middle chunk dropped": lambda b: b[:STEP] + b[2 * STEP :],
    "the last chunk dropped": lambda b: b[: 2 * STEP],
    "two chunks swapped": swapped,
    "a chunk twice": lambda b: b[:STEP] + b,
    "cut in a chunk": lambda b: b[: STEP + 500],
    "one byte less": lambda b: b[:-1],
    "cut to nothing": lambda b: b"",
    "a byte more": lambda b: b + b"\0",
    "its end once more": lambda b: b + b[2 * STEP :],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_file_that_was_changed_is_refused(change):
    stored = store(os.urandom(2 * CHUNK + 1000))
    path = on_disk(stored)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(box.Unreadable):
        files.read(stored)


def test_a_missing_file_is_refused():
    stored = store(b"words")
    on_disk(stored).unlink()
    with pytest.raises(box.Unreadable):
        files.read(stored)


def test_a_file_put_in_the_place_of_another_is_refused():
    one, other = store(b"one"), store(b"other")
    on_disk(other).write_bytes(on_disk(one).read_bytes())
    with pytest.raises(box.Unreadable):
        files.read(other)


@pytest.mark.parametrize("column", ["practice", "subject", "scope"])
def test_a_file_moved_to_another_practice_file_or_scope_is_refused(column):
    elsewhere = uuid.uuid4()
    keys.open_file(elsewhere)
    stored = store(b"words")
    setattr(stored, column, "contract" if column == "scope" else elsewhere)
    with pytest.raises(box.Unreadable):
        files.read(stored)


def test_where_the_key_was_destroyed_the_file_is_gone_for_good():
    stored = store(b"words")
    keys.destroy(SUBJECT)
    with pytest.raises(KeyDestroyed):
        files.read(stored)


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_when_its_row_is_gone_and_not_before():
    stored = store(b"words")
    path = on_disk(stored)
    with transaction.atomic():
        files.remove(StoredFile.objects.get(pk=stored.pk))
        transaction.set_rollback(True)
    assert files.read(stored) == b"words"
    files.remove(stored)
    assert (path.exists(), StoredFile.objects.count()) == (False, 0)


def test_a_disk_that_is_full_leaves_neither_row_nor_half_a_file(monkeypatch, tmp_path):
    from django.core.files.storage import FileSystemStorage

    def save(self, name, content, **_):
        path = Path(self.path(name))
        path.parent.mkdir()
        path.write_bytes(content.read()[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", save)
    with pytest.raises(OSError, match="No space"):
        store(b"words")
    assert StoredFile.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_sweep_takes_old_files_without_a_row_and_no_other():
    kept, orphan, young = (store(name) for name in (b"kept", b"orphan", b"young"))
    StoredFile.objects.filter(pk__in=[orphan.pk, young.pk]).delete()
    yesterday = clock.now() - timedelta(days=1)
    for stored in (kept, orphan):
        os.utime(on_disk(stored), (0, 0))
    assert files.sweep(older_than=yesterday) == 1
    found = [on_disk(stored).exists() for stored in (kept, orphan, young)]
    assert found == [True, False, True]


def test_the_sweep_leaves_what_is_not_ours(tmp_path):
    (tmp_path / "aa").mkdir()
    (tmp_path / "aa" / "README").write_text("theirs")
    assert files.sweep(older_than=clock.now() + timedelta(days=1)) == 0


def test_the_sweep_of_a_store_that_was_never_used_takes_nothing(tmp_path):
    tmp_path.rmdir()
    assert files.sweep(older_than=clock.now()) == 0
