import uuid
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.texts import COACH, text_for
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

    `subject` is the file whose keys hold it, `object` the contract or adoption it is about. Until
    `leaves_at` nobody is invited, and it may be recalled. `greeting` is what the coach says to the
    guests on top of their invitation, in their own words.
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
    greeting = EncryptedTextField(scope="contract")
    leaves_at = models.DateTimeField(null=True)
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

    @property
    def may_be_recalled(self) -> bool:
        """Sent, and not gone yet."""
        return self.is_open and self.leaves_at is not None and clock.now() < self.leaves_at

    @property
    def whole(self) -> "Envelope":
        return self

    @cached_property
    def text(self) -> dict[str, Any]:
        """The whole text, as the coach has it."""
        return text_for(self.snapshot, COACH)

    def parties_for_page(self) -> list["Party"]:
        """The parties with the keys to show them, one query on the keyring."""
        return list(
            self.parties.select_related("envelope", "extract").unlocked("identity", "content")
        )

    def next_parties(self) -> list["Party"]:
        """Whose turn it is: the unsigned parties of the lowest position."""
        return self.first_of(self.parties.all())

    @staticmethod
    def first_of(parties: Iterable["Party"]) -> list["Party"]:
        """Whose turn it is among these."""
        waiting = [party for party in parties if not party.signed_at]
        first = min((party.position for party in waiting), default=None)
        return [party for party in waiting if party.position == first]


class Role(models.TextChoices):
    COACH = COACH, _("coach")
    CLIENT = "client", _("client")
    SPONSOR = "sponsor", _("sponsor")
    GUARDIAN = "guardian", _("guardian")
    MEMBER = "member", _("member of the team")
    COUNTERPART = "counterpart", _("other party")


class Code(models.TextChoices):
    """What a guest is asked for before the door opens."""

    NONE = "", _("none")
    MAIL = "mail", _("a code by mail")
    AGREED = "agreed", _("a word agreed in person")


class PartyQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "PartyQuerySet":
        rows = self.filter(practice=member.practice_id)
        if member.is_assistant:
            return rows.for_assistant(member, "envelope__coach")
        return rows.filter(envelope__coach=member.pk)

    def guests(self) -> "PartyQuerySet":
        """Those who sign by link."""
        return self.filter(member=None)

    def signed(self) -> "PartyQuerySet":
        return self.exclude(signed_at=None)


class Party(PracticeOwned):
    """Somebody who signs an envelope: a member of the practice, or a guest with a link.

    `person` says for whom of the rooms above they stand. Of a code asked before the door, only
    what can check it is kept: `secret_mac` for one agreed in person, `code_seed` for one by mail.
    """

    open_to_assistants = True
    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=20, choices=Role)
    position = models.PositiveSmallIntegerField(default=1)
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    person = models.UUIDField(null=True)
    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    code = models.CharField(max_length=10, choices=Code, blank=True)
    secret_mac = models.CharField(max_length=64, blank=True)
    code_seed = models.CharField(max_length=32, blank=True)
    code_until = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    identified_at = models.DateTimeField(null=True)
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
            models.UniqueConstraint(
                fields=["envelope", "person"],
                condition=Q(person__isnull=False),
                name="one_party_per_person",
            ),
            models.UniqueConstraint(
                fields=["envelope", "member"],
                condition=Q(member__isnull=False),
                name="one_party_per_member",
            ),
            models.CheckConstraint(
                condition=Q(code=Code.AGREED) & ~Q(secret_mac="")
                | ~Q(code=Code.AGREED) & Q(secret_mac=""),
                name="agreed_with_its_secret",
            ),
            models.CheckConstraint(
                condition=Q(code_seed="", code_until=None)
                | ~Q(code_seed="") & Q(code_until__isnull=False),
                name="mailed_code_with_its_end",
            ),
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

    @property
    def paper(self) -> "Envelope | Extract":
        """What holds this party's text, its PDF and its fingerprints: an extract, or the whole."""
        return getattr(self, "extract", None) or self.envelope

    @property
    def text(self) -> dict[str, Any]:
        """What this party is shown, and signs."""
        return self.paper.text

    @property
    def text_sha256(self) -> str:
        return self.paper.text_sha256


class Extract(PracticeOwned):
    """One guest's own text of an envelope, where not everybody is shown the same, or where several
    guests sign: presented and sealed like the whole, with fingerprints of its own."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="extract")
    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="extracts")
    text = EncryptedJSONField(scope="contract")
    text_sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)
    presented = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    presented_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sealed_at = models.DateTimeField(null=True)
    sealed = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    sealed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at=None, sealed=None, sealed_sha256="")
                | Q(sealed_at__isnull=False, sealed__isnull=False) & ~Q(sealed_sha256=""),
                name="extract_sealed_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, presented=None, presented_sha256="")
                | Q(frozen_at__isnull=False, presented__isnull=False) & ~Q(presented_sha256=""),
                name="extract_frozen_with_its_file",
            ),
        ]

    @property
    def whole(self) -> Envelope:
        """The envelope it is of: whichever way it was loaded, without another query."""
        if "envelope" in self._state.fields_cache:
            return self.envelope
        return self.party.envelope

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.whole.subject
