import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.models import StoredFile


class ExportQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "ExportQuerySet":
        """Whoever asked, and nobody else; gone when its time is over, even before it is swept."""
        mine = self.filter(practice=member.practice_id, coach=member.pk)
        return mine.filter(expires_at__gt=clock.now())

    def newest(self) -> Any:
        """The one asked for last; None before the first."""
        return self.select_related("file").order_by("-created_at").first()


class Export(PracticeOwned):
    """An archive somebody asked for. It has a file of its own, whose keys go with it."""

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ready_at=None, file=None)
                | Q(ready_at__isnull=False, file__isnull=False),
                name="export_ready_with_its_file",
            ),
            models.UniqueConstraint(
                fields=["coach"],
                condition=Q(ready_at=None, failed_at=None),
                name="one_export_prepared_at_a_time",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk

    @property
    def is_preparing(self) -> bool:
        return self.ready_at is None and self.failed_at is None
