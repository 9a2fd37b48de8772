import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet

NAME_LENGTH = 60


class OfMemberQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> Any:
        """Their own, and nobody else's."""
        return super().visible_to(member).filter(member=member.pk)


class SnoozeQuerySet(OfMemberQuerySet):
    def hiding(self, day: date) -> "SnoozeQuerySet":
        """Those that still keep something from the page on `day`."""
        return self.filter(until__gt=day)


class Snooze(PracticeOwned):
    """Something due that a member put off: it is back on the day `until`."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    source = models.CharField(max_length=NAME_LENGTH)
    subject = models.UUIDField()
    until = models.DateField(db_index=True)

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "source", "subject"], name="put_off_once_at_a_time"
            )
        ]


class Settings(PracticeOwned):
    """Which mails a member gets. `next_digest_at` is the moment of the next weekly one, so that
    the job looks at those which are due and at no other; none when it is off."""

    member = models.OneToOneField(Membership, models.CASCADE, related_name="reminder_settings")
    deadlines = models.BooleanField(default=True)
    digest_day = models.PositiveSmallIntegerField(null=True, default=0)  # 0 is Monday
    hour = models.PositiveSmallIntegerField(default=8)
    next_digest_at = models.DateTimeField(null=True, db_index=True)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest_day=None, next_digest_at=None)
                | Q(digest_day__lte=6, next_digest_at__isnull=False),
                name="a_digest_day_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="an_hour_of_the_day"),
        ]


class Reminded(PracticeOwned):
    """That a member was, or is being, told that `subject` falls due on `day`, so many days before.

    The row is written with the outbox's in one transaction, and the database takes it once:
    however often the job runs, and however many run, one mail goes. `letter` is shared by what
    one mail told. A row whose date moves is told of its new date.
    """

    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    source = models.CharField(max_length=NAME_LENGTH)
    subject = models.UUIDField()
    day = models.DateField()
    threshold = models.PositiveSmallIntegerField()
    letter = models.UUIDField(default=uuid.uuid4, db_index=True)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject", "day", "threshold", "member"],
                name="told_once_per_threshold",
            )
        ]


class Digest(PracticeOwned):
    """That a member's mail of one ISO week was posted."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "year", "week"], name="one_digest_a_week")
        ]


class Sweep(models.Model):
    """Until when a deadline's rows were looked through. What beat missed since is made up for."""

    source = models.CharField(max_length=NAME_LENGTH, primary_key=True)
    until = models.DateTimeField()
