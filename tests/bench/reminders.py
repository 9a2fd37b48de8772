"""The hourly job, whose cost is to grow with what is due: the same mails among one, ten and a
hundred times as many contracts, each time against the rows alone that they need. And Today with
many clients against Today with few."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

from django.db import transaction

from coachpractice import clock
from coachpractice.jobs.models import Job
from coachpractice.mail.models import OutboxMail
from coachpractice.practices.models import Membership
from coachpractice.reminders import sending
from coachpractice.reminders.models import Digest, Reminded, Settings
from contracts.models import Contract
from tests.bench import crowd, stage
from tests.bench.browser import Browser
from tests.bench.pairs import Pair
from tests.contracts.factories import sign_the_code
from tests.factories import MembershipFactory
from tests.reminders.samples import coaches_with_an_end

DUE = 10
FEW, MANY = 3, 300
GOAL = 4.0


def pairs(quick: bool) -> Iterator[Pair]:
    like = stage.concluded()
    coaches = coaches_with_an_end(DUE, like, clock.today() + timedelta(days=7))
    for times in (1, 10, 100):
        stored = times * (5 if quick else 100)
        crowd.fill(stage.coach(), own=0, everyone=stored, like=like)
        sending.enrol()
        now = _due(coaches)
        ours = _in_vain(partial(_post, now))
        ours()
        yield Pair(
            f"hourly job, {2 * DUE} mails among {stored:,} clients ({times}×), against their rows",
            ours,
            _in_vain(partial(_rows, coaches)),
            GOAL,
        )
    yield _today(like)


def _today(like: Contract) -> Pair:
    many, few = stage.coach(), MembershipFactory()
    sign_the_code(few)
    crowd.fill(many, own=MANY, everyone=0, like=like)
    crowd.fill(few, own=FEW, everyone=0, like=like)
    ours, floor = Browser.of_member(many), Browser.of_member(few)
    return Pair(
        f"Today with {MANY} clients against {FEW}",
        lambda: ours.get("/"),
        lambda: floor.get("/"),
        None,
    )


def _due(coaches: list[Membership]) -> datetime:
    """The moment of this run; each coach's weekly mail is due, and their contract ends."""
    now = clock.now()
    mine = Settings.objects.filter(member__in=coaches)
    mine.update(hour=0, next_digest_at=now - timedelta(hours=1))
    Settings.objects.exclude(member__in=coaches).update(next_digest_at=now + timedelta(days=6))
    return now


def _post(now: datetime) -> None:
    with clock.at(now):
        assert sending.remind() == 2 * DUE


def _in_vain(work: Callable[[], object]) -> Callable[[], None]:
    """Done and taken back, so that the next turn finds the same due."""

    def run() -> None:
        with transaction.atomic():
            work()
            transaction.set_rollback(True)

    return run


def _rows(coaches: list[Membership]) -> None:
    """What is left behind: per mail a row of the outbox, of the queue, and the one that says so."""
    now = datetime.now(UTC)  # noqa: TID251 -- a floor asks nobody
    for coach in coaches:
        owned = {"practice_id": coach.practice_id, "member": coach}
        for told in (
            Reminded(**owned, source="x", subject=uuid4(), day=now.date(), threshold=7),
            Digest(**owned, year=2000, week=1),
        ):
            told.save(force_insert=True)
            OutboxMail.objects.create(name="x", ids={}, message_id=str(told.pk), created_at=now)
            Job.objects.create(name="x", ids={}, created_at=now, run_after=now)
