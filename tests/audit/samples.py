"""Something that can happen, and someone to whom it does."""

import uuid
from types import SimpleNamespace
from typing import Any

from coachpractice.audit import journal
from coachpractice.registry.events import EVENTS, event

CHANGED = EVENTS.get("tests.changed") if "tests.changed" in EVENTS else event("tests.changed", "…")


def thing(practice: uuid.UUID, pk: uuid.UUID | None = None) -> Any:
    """A row of a practice, as far as the journal looks at it."""
    return SimpleNamespace(
        pk=pk or uuid.uuid4(),
        practice_id=practice,
        _meta=SimpleNamespace(label_lower="tests.thing"),
    )


def write_many(practice: uuid.UUID, count: int) -> int:
    for number in range(count):
        journal.record(CHANGED, thing(practice), number=number)
    return count


def write_many_in_one_transaction(practice: uuid.UUID, count: int) -> int:
    from django.db import transaction

    with transaction.atomic():
        return write_many(practice, count)
