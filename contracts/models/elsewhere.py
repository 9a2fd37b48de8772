import uuid
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.models import Role
from coachpractice.vault.fields import EncryptedTextField
from coachpractice.vault.models import StoredFile


class Medium(models.TextChoices):
    PAPER = "paper", _("On paper")
    SYSTEM = "system", _("In another system")


class TakenInQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "TakenInQuerySet":
        return self.filter(practice=member.practice_id, coach=member.pk)

    def standing(self) -> "TakenInQuerySet":
        """Neither replaced by a corrected one nor taken out again."""
        return self.filter(dropped_at=None)

    def answering(self, key: str) -> "TakenInQuerySet":
        """Those in which this choice was made, yes or no."""
        rows = ConsentThere.objects.filter(taken_in=OuterRef("pk"), key=key)
        return self.filter(Exists(rows))


class TakenIn(PracticeOwned):
    """What a coach says of something signed on paper or in another system, and its scan.

    `subject` is the file whose keys hold it, `object` the contract or agreement it made, which is
    gone when it was taken out again. `cards` are the parts that were talked through until they were
    clear, `limits` those of confidentiality that it names. Correcting it makes a new one; of the
    old one stays what is needed to say of its sealed copy that it no longer counts.
    """

    kind = models.CharField(max_length=40)
    coach = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    subject = models.UUIDField()
    object = models.UUIDField(db_index=True)
    language = models.CharField(max_length=2)
    code = models.CharField(max_length=14, unique=True)
    medium = models.CharField(max_length=10, choices=Medium)
    system = EncryptedTextField(scope="contract")
    signed_on = models.DateField()
    code_on = models.DateField(null=True)
    cards = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    scan = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    scan_kind = models.CharField(max_length=20)
    scan_sha256 = models.CharField(max_length=64)
    taken_in_at = models.DateTimeField()
    taken_in_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField(null=True)
    sealed = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    sealed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    objects = TakenInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None, scan__isnull=False)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, scan=None, sealed=None),
                name="dropped_without_its_files",
            ),
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed=None, sealed_sha256="")
                | Q(sealed_at__isnull=False, sealed__isnull=False) & ~Q(sealed_sha256="")
                | Q(sealed_at__isnull=False, dropped_at__isnull=False) & ~Q(sealed_sha256=""),
                name="copy_of_elsewhere_sealed_with_its_file",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.subject

    @property
    def where(self) -> str:
        """On paper, or the name of the other system."""
        return self.system or str(self.get_medium_display())


class OfTakenIn(PracticeOwned):
    """Something a `TakenIn` holds; gone with it."""

    taken_in: Any

    objects = PracticeQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.taken_in.subject


class Signatory(OfTakenIn):
    """Who signed it, and on which day. `person` says which client, contact, guardian or member of
    a team; None for the coach, and for somebody who has no row here."""

    taken_in = models.ForeignKey(TakenIn, models.CASCADE, related_name="signatories")
    role = models.CharField(max_length=20, choices=Role)
    person = models.UUIDField(null=True)
    name = EncryptedTextField(scope="identity")
    signed_on = models.DateField()

    class Meta:
        ordering = ["signed_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["taken_in", "person"],
                condition=Q(person__isnull=False),
                name="one_signatory_per_person",
            )
        ]


class ConsentThere(OfTakenIn):
    """A choice that was made there, yes or no. What was not asked has no row."""

    taken_in = models.ForeignKey(TakenIn, models.CASCADE, related_name="consents")
    key = models.CharField(max_length=40)
    given = models.BooleanField()
    answered_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["taken_in", "key"], name="one_answer_there_per_choice")
        ]


def words_of(keys: Sequence[str]) -> str:
    """Keys as one column holds them: each between two spaces, so that one can be looked for."""
    return f" {' '.join(keys)} " if keys else ""
