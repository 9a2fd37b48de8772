"""Keys of files: made before the rows that need them, read in one query for a whole list."""

import os
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from coachpractice import clock
from coachpractice.vault import box
from coachpractice.vault.keyring.models import Key, Scope

# A keychain: the keys of some files, and None for those that are known to be destroyed.
Chain = dict[tuple[UUID, str], bytes | None]


def open_file(subject: UUID) -> None:
    """Make the keys of a new file, one per scope.

    Committed in the keyring at once, whatever becomes of the caller's transaction: a key without
    rows harms nobody, a row without its key is lost.
    """
    now = clock.now()
    keys = [
        Key(subject=subject, scope=scope, wrapped=box.wrap(os.urandom(32)), created_at=now)
        for scope in Scope.values
    ]
    with transaction.atomic(using="keyring"):
        Key.objects.bulk_create(keys, ignore_conflicts=True)


def destroy(subject: UUID, scopes: Iterable[str] = Scope.values) -> int:
    """Destroy keys, after the rows they open are gone; returns how many."""
    return Key.objects.filter(subject=subject, scope__in=list(scopes)).delete()[0]


def destroy_files(subjects: Iterable[UUID]) -> int:
    """Destroy every key of several files, after their rows are gone; returns how many."""
    return Key.objects.filter(subject__in=list(subjects)).delete()[0]


def fetch(subjects: Iterable[UUID], scopes: Collection[str] = Scope.values) -> Chain:
    """The keys of several files, in one query; None stands for a destroyed one."""
    wanted = set(subjects)
    chain: Chain = {(subject, scope): None for subject in wanted for scope in scopes}
    rows = Key.objects.filter(subject__in=wanted, scope__in=scopes)
    for subject, scope, wrapped in rows.values_list("subject", "scope", "wrapped"):
        chain[subject, scope] = box.unwrap(bytes(wrapped))
    return chain
