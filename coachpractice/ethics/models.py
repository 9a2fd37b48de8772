import uuid
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Optional
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from coachpractice import clock
from coachpractice.ethics import text
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.models import Envelope
from coachpractice.vault.fields import EncryptedTextField
from coachpractice.vault.models import StoredFile

CODE = "deontologie-coach"
DAYS_TO_SIGN = 30


class EditionQuerySet(models.QuerySet):
    def of_code(self) -> "EditionQuerySet":
        """The editions of the code coaches sign, newest first: an edition is named for its year."""
        return self.filter(code=CODE).order_by("-edition")

    def current(self) -> Optional["Edition"]:
        """The newest edition that is loaded; None before the first."""
        return self.of_code().first()

    def before(self, edition: "Edition") -> Optional["Edition"]:
        """The edition that `edition` replaced."""
        return self.of_code().filter(edition__lt=edition.edition).first()


class Edition(models.Model):
    """A code of ethics as it was published. Loaded from a file by `load_code`, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60)
    edition = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    loaded_at = models.DateTimeField(default=clock.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "edition"], name="an_edition_is_loaded_once")
        ]

    def __str__(self) -> str:
        return self.edition

    @cached_property
    def text(self) -> text.Code:
        """Chapters, sections and clauses."""
        return text.parse(self.content)

    def sign_before(self, zone: str) -> date:
        """The last day a coach who signed an older edition may take to sign this one."""
        loaded = self.loaded_at.astimezone(ZoneInfo(zone)).date()
        return loaded + timedelta(days=DAYS_TO_SIGN)


class AdoptionQuerySet(PracticeQuerySet):
    def standing(self) -> "AdoptionQuerySet":
        """Those that count: signed here, or taken in with their scan. Newest first."""
        rows = self.exclude(adopted_at=None).select_related(
            "edition", "scan", "sealed_copy", "envelope__sealed"
        )
        return rows.order_by("-edition__edition", "-adopted_at")

    def of_coach(self, member: Membership) -> "AdoptionQuerySet":
        return self.filter(practice=member.practice_id, coach=member.pk)


class Adoption(PracticeOwned):
    """A coach's own signature under one edition of the code.

    Signed here it has an envelope; signed elsewhere it has the scan of the paper, and a sealed
    copy that says so. It stays with the edition it was given for, whatever comes after.
    """

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="adoptions")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="adoptions")
    place = EncryptedTextField(scope="identity")
    name = EncryptedTextField(scope="identity")
    day = models.DateField()
    code = models.CharField(max_length=20, unique=True)
    envelope = models.OneToOneField(Envelope, models.PROTECT, null=True, related_name="+")
    scan = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    scan_kind = models.CharField(max_length=20, blank=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    copy_sealed_at = models.DateTimeField(null=True)
    sealed_copy = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(envelope__isnull=False, scan=None, scan_kind="")
                | (Q(envelope=None, scan__isnull=False) & ~Q(scan_kind="")),
                name="adopted_here_or_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(adopted_at=None, adopted_by=None)
                | Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="adopted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(copy_sealed_at=None, sealed_copy=None)
                | Q(copy_sealed_at__isnull=False, sealed_copy__isnull=False, scan__isnull=False),
                name="copy_sealed_with_its_file",
            ),
            models.UniqueConstraint(
                fields=["coach", "edition"],
                condition=Q(envelope__isnull=False, adopted_at__isnull=False),
                name="signed_here_once_per_edition",
            ),
            models.UniqueConstraint(
                fields=["coach", "edition"],
                condition=Q(scan__isnull=False),
                name="taken_in_once_per_edition",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.coach_id

    @property
    def elsewhere(self) -> bool:
        """Signed on paper or in another system, and taken in here."""
        return self.scan_id is not None

    @property
    def sealed_at(self) -> datetime | None:
        """When the signed text, or the copy of the paper, was sealed."""
        return self.envelope.sealed_at if self.envelope else self.copy_sealed_at

    @property
    def sealed_file(self) -> StoredFile | None:
        """The sealed PDF, once there is one: the signed code, or the copy of the paper."""
        return self.envelope.sealed if self.envelope else self.sealed_copy
