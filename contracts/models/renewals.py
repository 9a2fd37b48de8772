import uuid

from django.db import models

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedTextField


class DependenceReviewQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "DependenceReviewQuerySet":
        return self.filter(practice=member.practice_id, contract__coach=member.pk)


class DependenceReview(PracticeOwned):
    """What the coach thinks, before renewing for the third time in a row, of whether the client
    still needs them. For the coach alone: no party reads it."""

    contract = models.OneToOneField(
        "contracts.Contract", models.PROTECT, related_name="dependence_review"
    )
    text = EncryptedTextField(scope="content")
    written_at = models.DateTimeField(default=clock.now)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    objects = DependenceReviewQuerySet.as_manager()

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.contract.client_id
