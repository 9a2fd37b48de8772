"""What a coach's standing rests on: insurance, memberships, qualifications, each with its proof."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedTextField
from coachpractice.vault.models import StoredFile


class StandingQuerySet(PracticeQuerySet):
    def of_coach(self, coach: Membership) -> "StandingQuerySet":
        return self.filter(practice=coach.practice_id, coach=coach.pk)

    def in_force(self, day: date) -> "StandingQuerySet":
        """Begun by `day`, and not over before it."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def not_renewed(self) -> "StandingQuerySet":
        """The newest of each line of renewals."""
        return self.filter(followed_by=None)

    def newest_first(self) -> "StandingQuerySet":
        return self.order_by("-since", "-created_at")

    def for_list(self) -> "StandingQuerySet":
        """The newest first, with the keys to show their words (one query more, on the keyring)."""
        return self.newest_first().unlocked("identity")


class Standing(PracticeOwned):
    """Something a coach may say of themself for a time, and what proves it.

    Kept in the coach's own file. `until` is the last day it holds, None where it has no end. It is
    renewed by a row that `follows` it; it stays as it was.
    """

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, db_index=True)
    proof = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    proof_kind = models.CharField(max_length=20, blank=True)
    follows = models.OneToOneField("self", models.SET_NULL, null=True, related_name="followed_by")

    kind: str = ""  # in addresses

    objects = StandingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="%(class)s_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(proof=None, proof_kind="")
                | (Q(proof__isnull=False) & ~Q(proof_kind="")),
                name="%(class)s_proof_with_its_kind",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.coach_id

    @property
    def title(self) -> str:
        """What it is called in a list."""
        raise NotImplementedError

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)

    def lapsed_by(self, day: date) -> bool:
        return self.until is not None and self.until < day


class InsurancePolicy(Standing):
    """A professional liability insurance, as its certificate states it. `countries` are those it
    covers, ISO 3166 alpha-2."""

    kind = "insurance"
    insurer = EncryptedTextField(scope="identity")
    number = EncryptedTextField(scope="identity")
    countries = models.JSONField(default=list)

    class Meta(Standing.Meta):
        constraints = [
            *Standing.Meta.constraints,
            models.CheckConstraint(condition=Q(until__isnull=False), name="insured_for_a_time"),
        ]

    @property
    def title(self) -> str:
        return self.insurer


class BodyMembership(Standing):
    """Belonging to a professional body, at a level if it has any."""

    kind = "membership"
    body = EncryptedTextField(scope="identity")
    number = EncryptedTextField(scope="identity")
    level = EncryptedTextField(scope="identity")

    @property
    def title(self) -> str:
        return self.body


class Qualification(Standing):
    """A diploma, certificate or accreditation, awarded on the day `since`. `shown` is the coach's
    wish that contracts name it; they do while it holds."""

    kind = "qualification"
    name = EncryptedTextField(scope="identity")
    awarded_by = EncryptedTextField(scope="identity")
    shown = models.BooleanField(default=True)

    @property
    def title(self) -> str:
        return self.name


KINDS: dict[str, type[Standing]] = {
    model.kind: model for model in (InsurancePolicy, BodyMembership, Qualification)
}


def unbroken(spans: list[tuple[date, date | None]], day: date) -> date | None:
    """The last day up to which these spans hold without a gap, from `day` on; `date.max` where
    there is no end, None where `day` itself is not held."""
    reached = date.fromordinal(day.toordinal() - 1)
    for since, until in sorted(spans, key=lambda span: span[0]):
        if reached == date.max or since.toordinal() > reached.toordinal() + 1:
            break
        reached = max(reached, until or date.max)
    return reached if reached >= day else None
