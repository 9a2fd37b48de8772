"""Make the installation's seal if there is none."""

import fcntl
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from coachpractice.documents import seals


class Command(BaseCommand):
    help = "Makes the installation's seal if there is none, and tells the root's fingerprint."
    requires_system_checks: list[str] = []  # the check of the seal would stop what mends it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--renew",
            action="store_true",
            help="Make a new key and certificate under the same root, before the old one expires.",
        )

    def handle(self, *args: Any, renew: bool, **options: Any) -> None:
        path = Path(settings.SEAL_FILE)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with path.with_name("seal.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once make one seal
                if not path.exists():
                    seals.make(settings.OPERATOR_NAME)
                elif renew:
                    seals.renew(settings.OPERATOR_NAME)
            seal = seals.load()
        except seals.SealUnavailable as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            _("The seal of %(name)s holds until %(day)s.")
            % {"name": settings.OPERATOR_NAME, "day": seal.expires.date().isoformat()}
        )
        if root := seals.root_certificate():
            self.stdout.write(
                _("Publish the root, %(file)s. Its SHA-256 fingerprint:")
                % {"file": settings.SEAL_ROOT_FILE}
            )
            self.stdout.write(seals.fingerprint(root))
