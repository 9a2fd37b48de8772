import uuid
from typing import Any, Optional

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from coachpractice import clock
from coachpractice.practices.permissions import ROLES, Permission
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedTextField


class Practice(models.Model):
    """A coach's practice, or a firm of several: the tenant. What stands here is what the practice
    prints on its documents, and is public."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    legal_form = models.CharField(max_length=200, blank=True)
    registration = models.CharField(max_length=60, blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, default="FR")
    vat_exempt = models.BooleanField(default=True)
    vat_number = models.CharField(max_length=20, blank=True)
    mediator_name = models.CharField(max_length=200, blank=True)
    mediator_url = models.URLField(max_length=300, blank=True)
    suppliers = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="fr")
    timezone = models.CharField(max_length=60, default="Europe/Paris")
    specimen = models.BooleanField(default=False)
    first = models.BooleanField(default=False)  # founded by whoever found nobody here
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first"], condition=Q(first=True), name="one_first_practice"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def practice_id(self) -> uuid.UUID:
        return self.pk


class MembershipQuerySet(PracticeQuerySet):
    def active(self) -> "MembershipQuerySet":
        return self.filter(left_at=None)

    def coaches(self) -> "MembershipQuerySet":
        """Those who work with clients of their own."""
        return self.active().exclude(role=Membership.Role.ASSISTANT)

    def assistants(self) -> "MembershipQuerySet":
        return self.active().filter(role=Membership.Role.ASSISTANT)

    def helping(self, coach: "Membership") -> "MembershipQuerySet":
        """Each with `helps`: whether they see the clients of this coach."""
        let_in = Assistance.objects.filter(assistant=OuterRef("pk"), coach=coach.pk)
        return self.annotate(helps=Exists(let_in)).select_related("user").order_by("joined_at")

    def owners(self) -> "MembershipQuerySet":
        return self.active().filter(role=Membership.Role.OWNER)

    def for_list(self) -> "MembershipQuerySet":
        """Who works in a practice, in the order they came, with their names."""
        return self.active().select_related("user").order_by("joined_at")

    def of_user(self, user: Any) -> Optional["Membership"]:
        """The practice a person works in: the one they joined last."""
        rows = self.active().filter(user=user).select_related("practice", "user")
        return rows.order_by("-joined_at").first()


class Membership(models.Model):
    """Somebody's place in a practice. Their professional facts are in a file of their own."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        COACH = "coach", _("Coach")
        ASSISTANT = "assistant", _("Assistant")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"], condition=Q(left_at=None), name="one_place_per_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, permission: Permission) -> bool:
        return permission in ROLES[self.role]

    @property
    def is_assistant(self) -> bool:
        return self.role == Membership.Role.ASSISTANT

    def assisted(self) -> models.QuerySet:
        """The keys of the coaches who let this assistant help, for a query."""
        return self.assists.filter(coach__left_at=None).values("coach")

    def helped_coaches(self) -> "MembershipQuerySet":
        """The coaches who let this assistant help, with their names."""
        rows = Membership.objects.coaches().filter(pk__in=self.assisted())
        return rows.select_related("user", "practice").order_by("joined_at")

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk

    @property
    def vault_practice(self) -> uuid.UUID:
        return self.practice_id


class PracticeOwned(models.Model):
    """A row of a practice, with an id of its own making."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def vault_practice(self) -> uuid.UUID:
        return self.practice_id


class Assistance(PracticeOwned):
    """A coach lets an assistant of the practice see whom they work with, when and for how much.

    The coach's to give and to take back, each for themselves: an owner who invites somebody opens
    nobody else's files.
    """

    assistant = models.ForeignKey(Membership, models.CASCADE, related_name="assists")
    coach = models.ForeignKey(Membership, models.CASCADE, related_name="assistances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assistant", "coach"], name="one_help_per_pair")
        ]


class Profile(PracticeOwned):
    """What a coach's contracts say of the coach. Kept in the coach's own file, since it names
    others too (supervisor's rhythm, colleague who would take over)."""

    coach = models.OneToOneField(Membership, models.CASCADE, related_name="profile")
    title = models.CharField(max_length=120, blank=True)
    credentials = EncryptedTextField(scope="content")
    phone = EncryptedTextField(scope="identity")
    professional_body = models.CharField(max_length=200, blank=True)
    methods = EncryptedTextField(scope="content")
    tools = EncryptedTextField(scope="content")
    supervision_rhythm = EncryptedTextField(scope="content")
    deputy_name = EncryptedTextField(scope="identity")
    insurer = models.CharField(max_length=200, blank=True)
    insurance_number = EncryptedTextField(scope="identity")
    insurance_countries = models.CharField(max_length=200, blank=True)
    insurance_until = models.DateField(null=True, blank=True)

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.coach_id


class InvitationQuerySet(PracticeQuerySet):
    def pending(self) -> "InvitationQuerySet":
        """Neither accepted, withdrawn nor expired."""
        open_ones = self.filter(accepted_at=None, withdrawn_at=None)
        return open_ones.filter(expires_at__gt=clock.now())

    def for_list(self) -> "InvitationQuerySet":
        """Newest first, with the keys to show the addresses."""
        return self.pending().unlocked("identity").order_by("-created_at")


class Invitation(PracticeOwned):
    """A colleague asked to join. The link is signed, not stored: see `practices.invitations`."""

    email = EncryptedTextField(scope="identity")
    role = models.CharField(max_length=10, choices=Membership.Role, default=Membership.Role.COACH)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="accepted_or_withdrawn_not_both",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        return not (self.accepted_at or self.withdrawn_at) and clock.now() < self.expires_at

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.invited_by_id
