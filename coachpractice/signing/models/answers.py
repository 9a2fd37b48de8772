import uuid
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.models.envelopes import Envelope, Party
from coachpractice.vault.fields import EncryptedJSONField, EncryptedTextField


class OfParty(PracticeOwned):
    """Something a party said about what they are to sign."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.party.envelope.subject


class OfPartyQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(practice=member.practice_id, party__envelope__coach=member.pk)

    def of_envelope(self, envelope: Envelope) -> Self:
        """Everything its parties said, with what is needed to read it."""
        related = ("party__envelope", "party__extract")
        return self.filter(party__envelope=envelope).select_related(*related)


class ClearCard(OfParty):
    """« C'est clair pour moi », for one card of the document."""

    card = models.CharField(max_length=40)

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "card"], name="a_card_is_clear_once")
        ]


class QuestionQuerySet(OfPartyQuerySet):
    def open(self) -> "QuestionQuerySet":
        """Neither answered nor closed by who asked."""
        return self.filter(answered_at=None, closed_at=None)


class Question(OfParty):
    """« J'ai une question ». Answered in the product or by word of mouth, or closed by who asked;
    the record keeps it. `about` names the limit that was objected to, if it came from one."""

    class Channel(models.TextChoices):
        PRODUCT = "product", _("here")
        SPOKEN = "spoken", _("by word of mouth")

    card = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    text = EncryptedTextField(scope="content")
    answer = EncryptedTextField(scope="content")
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    spoken_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, channel="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(channel=""),
                name="answered_by_somebody_somehow",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return not self.answered_at and not self.closed_at


class CheckQuerySet(OfPartyQuerySet):
    def not_understood(self) -> "CheckQuerySet":
        """Answered otherwise than the text says."""
        return self.exclude(choice=F("right_choice"))

    def to_talk_over(self) -> "CheckQuerySet":
        return self.not_understood().filter(talked_over_at=None)


class Check(OfParty):
    """One of the short questions that show whether the text was understood. A wrong answer blocks
    nothing: the right one is shown, and the coach talks it over."""

    key = models.CharField(max_length=40)
    choice = models.CharField(max_length=40)
    right_choice = models.CharField(max_length=40)
    talked_over_at = models.DateTimeField(null=True)
    talked_over_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "key"], name="a_check_is_answered_once"),
            models.CheckConstraint(
                condition=Q(talked_over_at=None, talked_over_by=None)
                | Q(talked_over_at__isnull=False, talked_over_by__isnull=False),
                name="talked_over_by_somebody",
            ),
        ]


@dataclass(frozen=True)
class Point:
    """A comprehension question answered otherwise than the text says, in the text's words."""

    check: Check
    question: str
    chosen: str
    right: str

    @classmethod
    def of(cls, check: Check) -> "Point":
        questions = check.party.text.get("comprehension", ())
        asked = next(each for each in questions if each["key"] == check.key)
        words = {choice["key"]: choice["text"] for choice in asked["choices"]}
        return cls(check, asked["question"], words[check.choice], words[check.right_choice])


class LimitAnswer(OfParty):
    """One limit of confidentiality, agreed or objected to."""

    key = models.CharField(max_length=40)
    agreed = models.BooleanField()

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "key"], name="a_limit_is_answered_once")
        ]


class Consent(OfParty):
    """A choice that is the person's own, yes or no. It counts from the signature on."""

    key = models.CharField(max_length=40)
    given = models.BooleanField()
    answered_at = models.DateTimeField(default=clock.now)

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "key"], name="a_consent_is_answered_once")
        ]


class ProofValue(PracticeOwned):
    """The personal values of one entry of the proof, with the salts that open its commitments.
    Destroyed with the file; the chain holds without them."""

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="proof_values")
    entry = models.UUIDField(unique=True)
    values = EncryptedJSONField(scope="contract")

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.envelope.subject
