"""What agreements of confidentiality and framework contracts have in common: a number, days, an
envelope, and what follows them."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar, Optional

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.models import Envelope, Party
from contracts.models.contracts import end_of
from contracts.models.elsewhere import TakenIn

RENEWED_FROM = timedelta(days=60)


class AccordState(StrEnum):
    """Where an accord stands on a day; always derived."""

    DRAFT = "draft"
    SENT = "sent"
    TO_COUNTERSIGN = "to-countersign"
    EXPIRED = "expired"
    DECLINED = "declined"
    TO_COME = "to-come"
    IN_FORCE = "in-force"
    ENDED = "ended"


_STANDS = Q(concluded_at__isnull=False)
_FREE = Q(envelope=None, taken_in=None) | Q(envelope__voided_at__isnull=False)
_DECLINED = Q(envelope__declined_at__isnull=False)


def _lasts(day: date) -> Q:
    return Q(end_day=None) | Q(end_day__gte=day)


class AccordQuerySet(PracticeQuerySet):
    def of_coach(self, coach: Membership) -> "AccordQuerySet":
        return self.filter(practice=coach.practice_id, coach=coach.pk)

    def in_force(self, day: date, zone: str) -> "AccordQuerySet":
        """Concluded by the end of `day`, begun, and not ended then; the last day counts."""
        signed = self.filter(concluded_at__lt=end_of(day, zone), start_day__lte=day)
        return signed.filter(_lasts(day))

    def editable(self) -> "AccordQuerySet":
        """Nobody can sign them: never sent, taken back or declined."""
        return self.filter(_FREE | _DECLINED, concluded_at=None)

    def to_be_renewed(self) -> "AccordQuerySet":
        """Concluded, and nothing that was sent follows them."""
        model: Any = self.model
        goes_on = model.objects.filter(follows=OuterRef("pk")).exclude(_FREE | _DECLINED)
        return self.filter(_STANDS & ~Exists(goes_on))

    def with_state(self, day: date) -> "AccordQuerySet":
        """Annotated with `state`, as it is on that day (its coach's) and at this moment."""
        signed = Party.objects.filter(envelope=OuterRef("envelope"), signed_at__isnull=False)
        return self.annotate(
            state=Case(
                When(_STANDS & Q(start_day__gt=day), then=Value(AccordState.TO_COME.value)),
                When(_STANDS & _lasts(day), then=Value(AccordState.IN_FORCE.value)),
                When(_STANDS, then=Value(AccordState.ENDED.value)),
                When(_FREE, then=Value(AccordState.DRAFT.value)),
                When(_DECLINED, then=Value(AccordState.DECLINED.value)),
                When(envelope__expires_at__lte=clock.now(), then=Value(AccordState.EXPIRED.value)),
                When(Exists(signed), then=Value(AccordState.TO_COUNTERSIGN.value)),
                default=Value(AccordState.SENT.value),
                output_field=CharField(),
            )
        )

    def for_list(self) -> "AccordQuerySet":
        """Newest first, with the keys to show the names (one query more, on the keyring)."""
        model: Any = self.model
        rows = self.select_related("envelope", *model.PEOPLE).unlocked("identity")
        return rows.order_by("-year", "-serial")


class Accord(PracticeOwned):
    """Something signed beside the contracts with clients. Drafted here, signed in envelopes; taken
    back or declined, it may be changed and sent again in a new one.

    `follows` is the one it renews, which stands until its own end. `PEOPLE` are the relations one
    needs to name who signs; `LETTER` begins its number, a series of its own.
    """

    LETTER: ClassVar[str]
    PEOPLE: ClassVar[tuple[str, ...]]

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    language = models.CharField(max_length=2)
    start_day = models.DateField(null=True)
    end_day = models.DateField(null=True, db_index=True)
    notice_days = models.PositiveSmallIntegerField(null=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    saved_at = models.DateTimeField(default=clock.now)
    envelope = models.OneToOneField(Envelope, models.PROTECT, null=True, related_name="%(class)s")
    taken_in = models.OneToOneField(TakenIn, models.PROTECT, null=True, related_name="%(class)s")
    sections = models.TextField(blank=True)
    concluded_at = models.DateTimeField(null=True)

    state: str  # where it stands, on rows that came `with_state`

    objects = AccordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "year", "serial"], name="one_number_per_%(class)s"
            ),
            models.CheckConstraint(
                condition=Q(start_day=None) | Q(end_day=None) | Q(end_day__gte=F("start_day")),
                name="%(class)s_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(envelope=None, taken_in=None, sections="")
                | (Q(envelope__isnull=False, taken_in=None) & ~Q(sections=""))
                | Q(envelope=None, taken_in__isnull=False, concluded_at__isnull=False),
                name="%(class)s_sent_with_its_text",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None)
                | Q(Q(envelope__isnull=False) | Q(taken_in__isnull=False))
                & Q(start_day__isnull=False),
                name="%(class)s_concluded_in_an_envelope",
            ),
        ]

    @property
    def number(self) -> str:
        """A-2026-001: by practice and year."""
        return f"{self.LETTER}-{self.year}-{self.serial:03}"

    @property
    def is_editable(self) -> bool:
        """Nobody can sign it: never sent, taken back or declined."""
        if self.taken_in_id:
            return False
        envelope = self.envelope
        return envelope is None or bool(envelope.voided_at or envelope.declined_at)

    @property
    def successor(self) -> Optional["Accord"]:
        """The one that renews it, drafted or more."""
        return getattr(self, "followed_by", None)

    def may_be_renewed(self, day: date) -> bool:
        """From 60 days before its end, or once that has passed."""
        if not self.concluded_at or self.end_day is None:
            return False
        return day >= self.end_day - RENEWED_FROM

    @property
    def subject_name(self) -> str:
        """Who signs it with the coach. Needs the keys to that name."""
        raise NotImplementedError
