"""Give the runtime role its rights, when it was named after the databases were made."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from coachpractice.audit import privileges


class Command(BaseCommand):
    help = "Let COACHPRACTICE_RUNTIME_ROLE work on both databases, and only add to the journal."

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.RUNTIME_ROLE
        if not role:
            raise CommandError("Set COACHPRACTICE_RUNTIME_ROLE to the role the product runs as.")
        for connection in connections.all():
            if connection.vendor != "postgresql":
                raise CommandError("Only PostgreSQL knows roles: nothing was changed.")
            privileges.restrict(connection, role)
        self.stdout.write(f"{role} may add to the journal and change nothing in it.")
