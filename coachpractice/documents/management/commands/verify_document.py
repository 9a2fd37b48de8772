"""Say whether a PDF is what was sealed, in the words of the public page."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from coachpractice.documents.lookups import answers
from coachpractice.documents.verifying import LARGEST, verify_upload


class Command(BaseCommand):
    help = "Verifies a sealed PDF. Exits with 0 if it is what was sealed, else with 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                pdf = opened.read(LARGEST + 1)
        except OSError:
            raise CommandError(_("There is no such file: %(file)s") % {"file": file}) from None
        verdict = verify_upload(pdf)
        known = answers(verdict)
        self.stdout.write(verdict.sentence)
        for line in [*(answer.sentence for answer in known), *verdict.details()]:
            self.stdout.write(line)
        if not verdict.ok or not all(answer.ok for answer in known):
            raise SystemExit(1)
