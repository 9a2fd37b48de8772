"""Make the example practice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coachpractice.practices import example
from coachpractice.registry.errors import Refused


class Command(BaseCommand):
    help = "Makes the example practice, with its login in var/demo-login."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            example.make()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(example.login_file().read_text(encoding="utf-8"))
