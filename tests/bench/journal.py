"""The journal: an entry recorded, committed and sealed into its chain against a row inserted."""

from collections.abc import Iterator
from uuid import uuid4

from django.db import transaction

from clients import events
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.audit.models import ChainedEntry, Entry, Stream, StreamKind
from tests.bench import stage
from tests.bench.pairs import Pair


def pairs(quick: bool) -> Iterator[Pair]:
    coach, client = stage.coach(), stage.sent().client
    # A stream of its own: what is not sealed there is in nobody's way.
    plain = Stream.objects.create(pk=uuid4(), kind=StreamKind.JOURNAL, created_at=clock.now())

    def recorded() -> None:
        with transaction.atomic():
            journal.record(events.CHANGED, client, by=coach, email=True)

    def inserted() -> None:
        with transaction.atomic():
            Entry.objects.create(
                stream=plain,
                at=clock.now(),
                event=events.CHANGED.name,
                actor_kind="practices.membership",
                actor=coach.pk,
                object_kind="clients.client",
                object=client.pk,
                details={"email": True},
            )

    before = ChainedEntry.objects.count()
    recorded()
    assert ChainedEntry.objects.count() == before + 1
    yield Pair("recorded, committed and sealed against a row inserted", recorded, inserted, 3.0)
