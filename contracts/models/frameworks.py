import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import Sponsor, SponsorContact
from coachpractice.vault.fields import EncryptedTextField
from contracts.models.accords import Accord, AccordQuerySet


class FrameworkContractQuerySet(AccordQuerySet):
    def above(self, sponsor: uuid.UUID, day: date) -> "FrameworkContractQuerySet":
        """The signed ones of a sponsor under which a contract that begins on `day` comes, the
        latest first."""
        rows = self.filter(sponsor=sponsor, concluded_at__isnull=False)
        return rows.filter(start_day__lte=day, end_day__gte=day).order_by("-start_day", "-serial")


class FrameworkContract(Accord):
    """What a sponsor and a coach agree on for all the coachings to come; each coachee then signs a
    contract of their own under it. It stands in the sponsor's file."""

    LETTER = "F"
    PEOPLE = ("sponsor", "contact")

    class Per(models.TextChoices):
        SESSION = "session", _("For each session")
        COACHEE = "coachee", _("For each person coached")

    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="frameworks")
    contact = models.ForeignKey(SponsorContact, models.PROTECT, null=True, related_name="+")
    fee_cents = models.PositiveIntegerField(null=True)
    fee_per = models.CharField(max_length=10, choices=Per, default=Per.SESSION)
    coachees_most = models.PositiveSmallIntegerField(null=True)
    payment_terms = EncryptedTextField(scope="contract")

    objects = FrameworkContractQuerySet.as_manager()

    class Meta(Accord.Meta):
        constraints = [
            *Accord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(concluded_at=None)
                | Q(contact__isnull=False, end_day__isnull=False, fee_cents__isnull=False),
                name="frameworkcontract_concluded_whole",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.sponsor_id

    @property
    def subject_name(self) -> str:
        return self.sponsor.name

    @property
    def subject_email(self) -> str:
        return self.contact.email if self.contact else ""
