import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedTextField


class SuspensionQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "SuspensionQuerySet":
        return self.filter(practice=member.practice_id, contract__coach=member.pk)

    def on(self, day: date) -> "SuspensionQuerySet":
        """Those that lie over this day."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)


class Suspension(PracticeOwned):
    """A time in which no session takes place, as was agreed on `agreed_on`. `ends` is its last day;
    without one it lasts until coaching is taken up again.

    The contract binds all the while: secrecy, notice and its end stay as they are, and the register
    goes on counting it. A later end takes an amendment.
    """

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="suspensions")
    starts = models.DateField()
    ends = models.DateField(null=True)
    agreed_on = models.DateField()
    reason = EncryptedTextField(scope="content")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="suspended_in_order"
            ),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(ends=None), name="one_open_suspension"
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.contract.client_id
