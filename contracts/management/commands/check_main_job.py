"""Do the main job by itself, and say whether it works."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts import main_job


class Command(BaseCommand):
    help = (
        "Adopts the code, sends a contract, signs it through the mailed link, seals and verifies. "
        "Leaves code.pdf and contract.pdf in a folder. Exits with 0 or 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        default = Path(settings.BASE_DIR) / "var" / "check"
        parser.add_argument("--folder", type=Path, default=default)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not settings.OUTBOX:
            raise CommandError("It reads its own mail, so it runs on the embedded default alone.")
        try:
            main_job.run(folder, self.stdout.write)
        except main_job.Failed as failure:
            raise CommandError(f"It stopped at: {failure}") from None
        self.stdout.write(f"{folder / 'code.pdf'}\n{folder / 'contract.pdf'}")
