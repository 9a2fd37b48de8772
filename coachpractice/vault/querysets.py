"""Lists take their keys in one query."""

from typing import Any

from django.db import models

from coachpractice.vault import keys
from coachpractice.vault.fields import CHAIN


class VaultQuerySet(models.QuerySet):
    """A queryset of rows that hold encrypted fields, or of rows related to such ones."""

    _scopes: tuple[str, ...] = ()

    def unlocked(self, *scopes: str) -> "VaultQuerySet":
        """Fetch the keys of every file in the list with one query on the keyring, for the rows
        and for what `select_related` brings along."""
        clone = self._chain()
        clone._scopes = (*self._scopes, *scopes)
        return clone

    def _clone(self) -> Any:
        clone = super()._clone()  # type: ignore[misc]
        clone._scopes = self._scopes
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._scopes and self._result_cache:
            hand_out(self._result_cache, self._scopes)


def hand_out(rows: Any, scopes: tuple[str, ...]) -> None:
    """Give rows, and the related rows already loaded with them, one keychain for all."""
    holders = [holder for row in rows for holder in _holders(row)]
    chain = keys.fetch({holder.vault_subject for holder in holders}, scopes)
    for holder in holders:
        holder.__dict__.setdefault(CHAIN, {}).update(chain)


def _holders(row: Any) -> list[Any]:
    related = [
        other for other in row._state.fields_cache.values() if isinstance(other, models.Model)
    ]
    found = [holder for other in related for holder in _holders(other)]
    return [row, *found] if hasattr(row, "vault_subject") else found
