import uuid

from django.db import models

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet


class FirstMeetingQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "FirstMeetingQuerySet":
        return self.filter(practice=member.practice_id, contract__coach=member.pk)


class FirstMeeting(PracticeOwned):
    """The coach noted on which day they explained the contract to those who sign it."""

    contract = models.OneToOneField(
        "contracts.Contract", models.PROTECT, related_name="first_meeting"
    )
    explained_on = models.DateField()
    noted_at = models.DateTimeField(default=clock.now)
    noted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    objects = FirstMeetingQuerySet.as_manager()

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.contract.client_id
