from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coachpractice.ethics import text
from coachpractice.ethics.actions.loading import load
from coachpractice.registry.errors import Refused

EDITIONS = Path(text.__file__).parent / "editions"


class Command(BaseCommand):
    help = "Load every edition of the code of ethics. May be repeated: a loaded text never changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="YAML files; without any, those that are shipped"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"] or sorted(EDITIONS.glob("*.yaml")):
            try:
                edition, what = load(text.read(path))
            except (text.TextError, OSError) as error:
                raise CommandError(str(error)) from error
            except Refused as refusal:
                raise CommandError(f"{path.name}: {refusal}") from refusal
            clauses = len(edition.text.clauses)
            self.stdout.write(
                f"{edition.title}, edition {edition.edition}: {what}, {clauses} clauses"
            )
