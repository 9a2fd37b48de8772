"""Recompute the chains, and say where one does not hold."""

from argparse import ArgumentTypeError
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from coachpractice.audit import journal
from coachpractice.audit.models import Stream, StreamKind


class Command(BaseCommand):
    help = (
        "Recompute the chains of every journal and proof. Exits with 1 when one does not hold. "
        "A tail that was cut off shows only against a head printed in a document or mail: give it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--practice", type=UUID, metavar="ID", help="this practice's journal")
        parser.add_argument(
            "--head",
            type=_printed_head,
            action="append",
            default=[],
            metavar="NUMBER:DIGEST",
            help="a head that was printed (with --practice; may be repeated)",
        )

    def handle(
        self,
        *args: Any,
        practice: UUID | None,
        head: list[tuple[int, str]],
        **options: Any,
    ) -> None:
        if head and practice is None:
            raise CommandError("A printed head belongs to one journal: name it with --practice.")
        streams = _streams(practice)
        broken = [stream for stream in streams if not self._holds(stream, dict(head))]
        if broken:
            raise CommandError(f"{len(broken)} of {len(streams)} chains do not hold.")
        self.stdout.write(f"{len(streams)} chains hold.")

    def _holds(self, stream: Stream, printed: Mapping[int, str]) -> bool:
        found = journal.check(stream.pk, printed)
        number, digest = journal.head(stream.pk)
        state = "does not hold" if found else "holds"
        self.stdout.write(f"{stream.kind} {stream.pk} {state}: head {number}:{digest}")
        for fault in found:
            self.stdout.write(f"  entry {fault.seq}: {fault.kind}")
        return not found


def _streams(practice: UUID | None) -> list[Stream]:
    rows = Stream.objects.order_by("kind", "created_at")
    if practice is None:
        return list(rows)
    found = list(rows.filter(pk=practice, kind=StreamKind.JOURNAL))
    if not found:
        raise CommandError(f"There is no journal of a practice {practice}.")
    return found


def _printed_head(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("write the number and the 64 characters, as in 12:ab34…")
    return int(number), digest.lower()
