from datetime import datetime
from enum import StrEnum

from django.db import models

from coachpractice import clock
from coachpractice.links import tokens
from coachpractice.practices.models import PracticeOwned


class State(StrEnum):
    """What stands behind a token that is ours."""

    OPEN = "open"
    REPLACED = "replaced"  # a newer one was sent
    EXPIRED = "expired"
    USED = "used"
    CLOSED = "closed"  # for good
    PASSED_ON = "passed-on"  # it was sent to somebody else, who is not the right person


class Link(PracticeOwned):
    """A door for one person, for one purpose. Sending it again raises the generation, which shuts
    every older one. Those up to `passed_on` went to somebody who was not the right person."""

    purpose = models.CharField(max_length=30)
    holder = models.UUIDField(db_index=True)
    generation = models.PositiveSmallIntegerField(default=1)
    passed_on = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "holder"], name="one_link_per_purpose")
        ]

    @property
    def token(self) -> str:
        return tokens.make(self.purpose, self.holder, self.pk, self.generation)

    def open_at(self, moment: datetime) -> bool:
        """Whether its newest generation opens at `moment`."""
        return self.closed_at is None and moment < self.expires_at

    @property
    def is_open(self) -> bool:
        return self.open_at(clock.now())

    def state_of(self, generation: int) -> State:
        """What a token of this generation opens now."""
        if generation <= self.passed_on:
            return State.PASSED_ON
        if self.closed_at:
            return State.CLOSED
        if self.used_at:
            return State.USED
        if generation != self.generation:
            return State.REPLACED
        return State.OPEN if self.is_open else State.EXPIRED
