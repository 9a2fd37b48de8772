"""Many coaches with one contract each that ends, written in bulk; and runs in other processes."""

from datetime import UTC, date, datetime

from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.reminders import sending
from contracts.models import Contract
from tests.bench import crowd
from tests.factories import MembershipFactory

FIVE = len(crowd.STAGES)  # clients, of whom one has a contract in force


def coaches_with_an_end(count: int, like: Contract, day: date) -> list[Membership]:
    """`count` coaches, each with one contract that ends on `day` and was concluded long before."""
    coaches = [MembershipFactory() for _ in range(count)]
    for coach in coaches:
        crowd._clients_of(coach, FIVE, like, {"title": "x"})
    running = Contract.objects.filter(coach__in=coaches, concluded_at__isnull=False)
    running.filter(end_day__gt=clock.today()).update(
        end_day=day, concluded_at=datetime(2025, 1, 6, tzinfo=UTC)
    )
    return coaches


def remind(moment: datetime) -> int:
    with clock.at(moment):
        return sending.remind()
