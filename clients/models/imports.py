"""Lists of clients taken in: the lines while they are looked over, then who came of them."""

import uuid

from django.db import models
from django.db.models import Count, Q

from clients.models.people import Client
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedJSONField


class ImportQuerySet(PracticeQuerySet):
    def waiting(self) -> "ImportQuerySet":
        """Looked over, and nothing written yet."""
        return self.filter(done_at=None)

    def done(self) -> "ImportQuerySet":
        """Those that made clients, the newest first."""
        return self.exclude(done_at=None).order_by("-done_at")

    def with_counts(self) -> "ImportQuerySet":
        """Annotated with `count`, how many clients of theirs are there."""
        return self.annotate(count=Count("made"))


class Import(PracticeOwned):
    """A list of clients a coach chose. `lines` holds it until it is taken in or put away; it has a
    file of its own, whose keys go with the lines."""

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    lines = EncryptedJSONField(scope="identity", null=True)
    done_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, lines__isnull=False)
                | Q(done_at__isnull=False, lines=None),
                name="lines_are_kept_until_taken_in",
            )
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk


class Imported(PracticeOwned):
    """A client who came of an import: who is taken away again when it is undone."""

    batch = models.ForeignKey(Import, models.PROTECT, related_name="made")
    client = models.OneToOneField(Client, models.CASCADE, related_name="imported")
