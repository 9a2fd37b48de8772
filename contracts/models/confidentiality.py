import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from coachpractice.vault.fields import EncryptedTextField
from contracts.models.accords import Accord


class ConfidentialityAgreement(Accord):
    """A promise of secrecy between the coach and somebody who comes near a coaching.

    `client` is the person whose coaching it is about, if it is about one. With a client themselves
    it stands in their file; everybody else has a file of their own, which is this agreement's, and
    the client's name is not in it. Without `end_day` it has no end; the duty lasts `duty_years`
    more.
    """

    LETTER = "A"
    PEOPLE = ("client",)

    class Capacity(models.TextChoices):
        HR_CONTACT = "hr-contact", _("Human resources contact")
        CO_COACH = "co-coach", _("Co-coach")
        INTERPRETER = "interpreter", _("Interpreter")
        ORGANISATION = "organisation", _("Organisation")
        CLIENT = "client", _("A client")

    capacity = models.CharField(max_length=15, choices=Capacity)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, related_name="confidentiality_agreements"
    )
    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    organisation = EncryptedTextField(scope="identity")
    address = EncryptedTextField(scope="identity")
    purpose = EncryptedTextField(scope="contract")
    duty_years = models.PositiveSmallIntegerField(null=True)

    class Meta(Accord.Meta):
        constraints = [
            *Accord.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(capacity="client") | Q(client__isnull=False),
                name="with_a_client_says_which",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        if self.is_with_client:
            assert self.client_id
            return self.client_id
        return self.pk

    @property
    def is_with_client(self) -> bool:
        return self.capacity == self.Capacity.CLIENT

    @property
    def subject_name(self) -> str:
        return self.client.name if self.is_with_client and self.client else self.name

    @property
    def subject_email(self) -> str:
        return self.client.email if self.is_with_client and self.client else self.email
