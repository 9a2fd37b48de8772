import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet):
    def open(self) -> "JobQuerySet":
        """Neither done nor given up."""
        return self.filter(done_at=None, failed_at=None)

    def claimable(self, now: datetime) -> "JobQuerySet":
        """Due, and in nobody's hands: never taken, or its worker's lease ran out."""
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.open().filter(free, run_after__lte=now)

    def failed(self) -> "JobQuerySet":
        return self.exclude(failed_at=None)


class Job(models.Model):
    """One piece of work, named in an app's tasks.py, with the ids it needs and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    ids = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    last_error = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(
                fields=["run_after"],
                condition=Q(done_at=None, failed_at=None),
                name="jobs_still_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(failed_at=None), name="done_or_failed_not_both"
            )
        ]
