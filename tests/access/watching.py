"""What a request did to the databases."""

import hashlib

from django.db import connections, transaction

# The only tables that may be written while a page is looked at: they hold no row of a domain.
FREE = {"django_session", "shared_cache"}


def fingerprints() -> dict[str, str]:
    """A digest of every table of both databases, but those that may change at any time."""
    found = {}
    for alias in connections:
        for table, digest in _digests(connections[alias]):
            found[f"{alias}.{table}"] = digest
    return found


def _digests(connection) -> list[tuple[str, str]]:
    tables = sorted(set(connection.introspection.table_names()) - FREE)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows = "string_agg(md5(t::text), '' ORDER BY md5(t::text))"
            cursor.execute(
                " UNION ALL ".join(
                    f"SELECT '{table}', coalesce(md5({rows}), '') FROM \"{table}\" t"
                    for table in tables
                )
            )
            return cursor.fetchall()
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(repr(row) for row in cursor.fetchall())
            found.append((table, hashlib.sha256("".join(rows).encode()).hexdigest()))
        return found


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    now = fingerprints()
    return sorted(table for table in before | now if before.get(table) != now.get(table))


class taken_back:  # noqa: N801 -- reads as a sentence
    """Whatever happens inside is undone in both databases."""

    def __enter__(self) -> None:
        self._blocks = [transaction.atomic(using=alias) for alias in connections]
        for block in self._blocks:
            block.__enter__()

    def __exit__(self, *error: object) -> None:
        for alias, block in reversed(list(zip(connections, self._blocks, strict=True))):
            transaction.set_rollback(True, using=alias)
            block.__exit__(None, None, None)
