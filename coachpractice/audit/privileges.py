"""On PostgreSQL the product may run as a role that reads and adds to the journal, and no more.

The owner of the tables migrates; the runtime role, named by COACHPRACTICE_RUNTIME_ROLE, serves.
Nothing here concerns SQLite.
"""

from typing import Any

WORK = "SELECT, INSERT, UPDATE, DELETE"
# The stream's row is locked while its chain grows, and PostgreSQL asks a right to change for that.
APPEND_ONLY = {
    "audit_entry": "SELECT, INSERT",
    "audit_chainedentry": "SELECT, INSERT",
    "audit_stream": "SELECT, INSERT, UPDATE (created_at)",
}


def restrict(connection: Any, role: str) -> None:
    """Let `role` work on this database, and never change or remove what the journal says.

    Repeatable. Tables that later migrations make are covered too, as long as the same owner makes
    them. Does nothing without a role or on another database.
    """
    if not role or connection.vendor != "postgresql":
        return
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT {WORK} ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {WORK} ON TABLES TO {name}"
        )
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {name}"
        )
        present = connection.introspection.table_names(cursor)
        for table in APPEND_ONLY.keys() & set(present):
            cursor.execute(f"REVOKE ALL ON {table} FROM {name}")
            cursor.execute(f"GRANT {APPEND_ONLY[table]} ON {table} TO {name}")
