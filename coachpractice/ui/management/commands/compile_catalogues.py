"""Compile the translations, without needing gettext's programs on the machine."""

import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile the .po catalogues whose .mo is missing or older."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                if _is_stale(catalogue):
                    _compile(catalogue)
                    if options["verbosity"]:
                        self.stdout.write(f"Compiled {catalogue}")


def _is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def _compile(catalogue: Path) -> None:
    """Replace the .mo in one step: a web process or a test worker may be reading it right now."""
    draft = catalogue.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(catalogue)).save_as_mofile(str(draft))
    draft.replace(catalogue.with_suffix(".mo"))
