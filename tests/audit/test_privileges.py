"""On PostgreSQL the role that serves may add to the journal and change nothing in it."""

import uuid

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, connections, transaction

from coachpractice.audit import journal, privileges
from coachpractice.audit.models import Entry
from coachpractice.vault import keys
from tests.audit.samples import write_many

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="Only PostgreSQL knows roles"
)


@pytest.fixture
def role(settings):
    """A role without any right of its own, gone after the test."""
    name = f"runtime_{uuid.uuid4().hex[:12]}"
    settings.RUNTIME_ROLE = name
    _execute("default", f"CREATE ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS")
    yield name
    for alias in connections:
        _execute(alias, "RESET SESSION AUTHORIZATION")
        _execute(alias, f"DROP OWNED BY {name}")
    _execute("default", f"DROP ROLE {name}")


def _execute(alias, sql):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)


def become(role):
    for alias in connections:
        _execute(alias, f"SET SESSION AUTHORIZATION {role}")


@on_postgresql
def test_the_runtime_role_writes_and_seals_as_ever(role):
    call_command("restrict_runtime_role")
    become(role)
    practice = uuid.uuid4()
    write_many(practice, 3)
    assert journal.head(practice)[0] == 3
    assert journal.check(practice) == []


REWRITES = [
    "UPDATE audit_entry SET event = 'x'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry CASCADE",
    "UPDATE audit_chainedentry SET digest = 'x'",
    "DELETE FROM audit_chainedentry",
    "TRUNCATE audit_chainedentry",
    "DELETE FROM audit_stream",
    "UPDATE audit_stream SET kind = 'x'",
    "DROP TABLE audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
]


@on_postgresql
def test_the_runtime_role_is_refused_whatever_would_rewrite_the_journal(role):
    write_many(uuid.uuid4(), 2)
    call_command("restrict_runtime_role")
    become(role)
    for sql in REWRITES:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            _execute("default", sql)
    assert Entry.objects.count() == 2


@on_postgresql
def test_the_runtime_role_does_everything_else(role):
    call_command("restrict_runtime_role")
    become(role)
    subject = uuid.uuid4()
    keys.open_file(subject)
    assert keys.destroy(subject) == 3
    for database in connections:
        for table in connections[database].introspection.table_names():
            if table not in privileges.APPEND_ONLY:
                _execute(database, f'DELETE FROM "{table}" WHERE false')


@on_postgresql
def test_tables_of_later_migrations_are_covered(role):
    call_command("restrict_runtime_role")
    _execute("default", "CREATE TABLE later (id int)")
    try:
        become(role)
        _execute("default", "UPDATE later SET id = 1")
    finally:
        _execute("default", "RESET SESSION AUTHORIZATION")
        _execute("default", "DROP TABLE later")


@on_postgresql
def test_the_rights_may_be_given_twice(role):
    for _ in range(2):
        privileges.restrict(connection, role)


@on_postgresql
def test_the_migration_gives_the_rights(role):
    from importlib import import_module

    migration = import_module("coachpractice.audit.migrations.0002_append_only")
    with connection.schema_editor() as editor:
        migration.restrict_runtime_role(apps, editor)
    become(role)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Entry.objects.update(event="x")


def test_without_a_role_nothing_happens(settings):
    settings.RUNTIME_ROLE = ""
    privileges.restrict(connection, "")
    with pytest.raises(CommandError, match="Set COACHPRACTICE_RUNTIME_ROLE"):
        call_command("restrict_runtime_role")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="The embedded default has no roles")
def test_elsewhere_the_command_says_that_there_are_no_roles(settings):
    settings.RUNTIME_ROLE = "anyone"
    with pytest.raises(CommandError, match="Only PostgreSQL"):
        call_command("restrict_runtime_role")
