import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedJSONField, EncryptedTextField
from coachpractice.vault.models import StoredFile


class EnvelopeState(StrEnum):
    """Where an envelope stands; always derived."""

    PREPARING = "preparing"
    SENT = "sent"
    PARTLY_SIGNED = "partly-signed"
    SIGNED = "signed"
    SEALED = "sealed"
    DECLINED = "declined"
    EXPIRED = "expired"
    VOIDED = "voided"


class Envelope(PracticeOwned):
    """One document on its way to being signed. The text is frozen when it is opened; parties sign
    that text, and the seal closes it.

    `subject` is the file whose keys hold it, `object` the contract or adoption it is about.
    """

    kind = models.CharField(max_length=40)
    coach = models.ForeignKey(Membership, models.PROTECT, related_name="envelopes")
    subject = models.UUIDField()
    object = models.UUIDField(db_index=True)
    language = models.CharField(max_length=2)
    code = models.CharField(max_length=14, unique=True)
    snapshot = EncryptedJSONField(scope="contract")
    text_sha256 = models.CharField(max_length=64)
    specimen = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    presented = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    presented_sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    sealed = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    sealed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    seal_failed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey("Party", models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed=None, sealed_sha256="")
                | Q(sealed_at__isnull=False, sealed__isnull=False) & ~Q(sealed_sha256=""),
                name="sealed_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, presented=None, presented_sha256="")
                | Q(frozen_at__isnull=False, presented__isnull=False) & ~Q(presented_sha256=""),
                name="frozen_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None, declined_by=None)
                | Q(declined_at__isnull=False, declined_by__isnull=False),
                name="declined_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None)
                | Q(voided_at__isnull=False, voided_by__isnull=False),
                name="voided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(declined_at=None, voided_at=None),
                name="signed_or_refused_not_both",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.subject

    @property
    def state(self) -> EnvelopeState:
        """Where it stands now. Needs `parties` for "partly signed"."""
        if self.voided_at:
            return EnvelopeState.VOIDED
        if self.declined_at:
            return EnvelopeState.DECLINED
        if self.sealed_at:
            return EnvelopeState.SEALED
        if self.signed_at:
            return EnvelopeState.SIGNED
        if self.expires_at <= clock.now():
            return EnvelopeState.EXPIRED
        if not self.frozen_at:
            return EnvelopeState.PREPARING
        if any(party.signed_at for party in self.parties.all()):
            return EnvelopeState.PARTLY_SIGNED
        return EnvelopeState.SENT

    @property
    def is_open(self) -> bool:
        """Whether somebody may still sign, as the queryset's `open` says."""
        done = self.signed_at or self.declined_at or self.voided_at
        return not done and self.expires_at > clock.now()

    def parties_for_page(self) -> list["Party"]:
        """The parties with the keys to show them, one query on the keyring."""
        return list(self.parties.select_related("envelope").unlocked("identity", "content"))

    def next_parties(self) -> list["Party"]:
        """Whose turn it is: the unsigned parties of the lowest position."""
        waiting = [party for party in self.parties.order_by("position") if not party.signed_at]
        return [party for party in waiting if party.position == waiting[0].position]


class Role(models.TextChoices):
    COACH = "coach", _("coach")
    CLIENT = "client", _("client")


class PartyQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "PartyQuerySet":
        return self.filter(practice=member.practice_id, envelope__coach=member.pk)

    def guests(self) -> "PartyQuerySet":
        """Those who sign by link."""
        return self.filter(member=None)

    def signed(self) -> "PartyQuerySet":
        return self.exclude(signed_at=None)


class Party(PracticeOwned):
    """Somebody who signs an envelope: a member of the practice, or a guest with a link."""

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=20, choices=Role)
    position = models.PositiveSmallIntegerField(default=1)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    invited_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    typed_name = EncryptedTextField(scope="contract")
    shown_sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reason = EncryptedTextField(scope="content")

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["position", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "role"], name="one_party_per_role"),
            models.CheckConstraint(
                condition=Q(signed_at=None, shown_sha256="")
                | Q(signed_at__isnull=False) & ~Q(shown_sha256=""),
                name="signed_what_was_shown",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(declined_at=None), name="signed_or_declined"
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.envelope.subject

    @property
    def is_guest(self) -> bool:
        return self.member_id is None
