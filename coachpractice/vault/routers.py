from typing import Any


class KeyringRouter:
    """Keys live in the keyring database, everything else in the application's."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "keyring" if model._meta.app_label == "keyring" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return (one._meta.app_label == "keyring") == (other._meta.app_label == "keyring")

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (app_label == "keyring") == (db == "keyring")
