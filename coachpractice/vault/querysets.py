"""Lists take their keys in one query."""

from collections.abc import Iterable, Iterator
from typing import Any, Self

from django.db import models

from coachpractice.vault import keys
from coachpractice.vault.fields import CHAIN
from coachpractice.vault.keyring.models import Scope


class VaultQuerySet(models.QuerySet):
    """A queryset of rows that hold encrypted fields, or of rows related to such ones."""

    _scopes: tuple[str, ...] = ()
    _closed: tuple[str, ...] = ()

    def closed_to(self, *scopes: str) -> Self:
        """Rows that open nothing of these scopes, whatever `unlocked` asks for: an empty value
        stands there, for the rows and for what `select_related` brings along."""
        clone = self._chain()  # type: ignore[attr-defined]
        clone._closed = tuple({*self._closed, *scopes})
        return clone

    def unlocked(self, *scopes: str) -> Self:
        """Fetch the keys of every file in the list with one query on the keyring, for the rows
        and for what `select_related` brings along. Without a scope: all of them."""
        clone = self._chain()  # type: ignore[attr-defined]
        clone._scopes = tuple({*self._scopes, *(scopes or Scope.values)})
        return clone

    def _clone(self) -> Any:
        clone = super()._clone()  # type: ignore[misc]
        clone._scopes = self._scopes
        clone._closed = self._closed
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and (self._scopes or self._closed) and self._result_cache:
            hand_out(self._result_cache, self._scopes, self._closed)


def hand_out(rows: Iterable[Any], scopes: tuple[str, ...], closed: tuple[str, ...] = ()) -> None:
    """Give rows, and the related rows already loaded with them, one keychain for all; it holds
    no key of the `closed` scopes."""
    seen: set[int] = set()
    holders = [holder for row in rows for holder in _holders(row, seen)]
    if not holders:
        return
    subjects = {holder.vault_subject for holder in holders}
    chain = keys.fetch(subjects, [scope for scope in scopes if scope not in closed])
    chain |= {(subject, scope): None for subject in subjects for scope in closed}
    for holder in holders:
        chain.update(holder.__dict__.get(CHAIN, {}))
        holder.__dict__[CHAIN] = chain


def _holders(row: Any, seen: set[int]) -> Iterator[Any]:
    """The rows with a file of their own among `row` and those loaded with it. Related rows may
    point back at each other (a one-to-one does), hence `seen`."""
    if not isinstance(row, models.Model) or id(row) in seen:
        return
    seen.add(id(row))
    if hasattr(type(row), "vault_subject"):
        yield row
    for other in row._state.fields_cache.values():
        yield from _holders(other, seen)
