import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.models import Party
from coachpractice.vault.fields import EncryptedTextField
from contracts.withdrawal import REFUND


class Asker(models.TextChoices):
    """Who wants a contract to end."""

    COACH = "coach", _("the coach")
    CLIENT = "client", _("the client")
    GUARDIAN = "guardian", _("who signs for the client or with them")
    SPONSOR = "sponsor", _("the organisation")


class How(models.TextChoices):
    LINK = "link", _("through their own page")
    WORD = "word", _("by word of mouth or in writing")
    HERE = "here", _("on the coach’s own page")


class Settled(PracticeOwned):
    """Something asked of a contract, which the coach settles: accounts are closed, all is said."""

    how = models.CharField(max_length=10, choices=How)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="%(class)ss")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(scope="content")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="%(class)s_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(how=How.LINK, party__isnull=False, recorded_by=None)
                | ~Q(how=How.LINK) & Q(recorded_by__isnull=False),
                name="%(class)s_asked_by_somebody",
            ),
        ]


class SettledQuerySet(PracticeQuerySet):
    def visible_to(self, member: Membership) -> "SettledQuerySet":
        return self.filter(practice=member.practice_id, contract__coach=member.pk)

    def of_coach(self, coach: Membership) -> "SettledQuerySet":
        return self.filter(practice=coach.practice_id, contract__coach=coach.pk)

    def unsettled(self) -> "SettledQuerySet":
        return self.filter(settled_at=None)


class Ending(Settled):
    """Somebody wants a contract to end. It ends on `last_day` whatever the coach does; `settle_by`
    is when the accounts are to be closed: within the notice of the contract, whoever asks."""

    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="endings")
    asker = models.CharField(max_length=10, choices=Asker)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    last_day = models.DateField()
    settle_by = models.DateField()
    reason = EncryptedTextField(scope="content")

    objects = SettledQuerySet.as_manager()

    class Meta(Settled.Meta):
        ordering = ["asked_at"]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.contract.client_id


class Withdrawal(Settled):
    """A consumer withdrew within fourteen days, in the words of C. conso. L221-21 and D221-5: their
    name, the contract, and where the receipt goes. `started_early` says whether they had asked to
    begin before those days were over."""

    contract = models.OneToOneField("contracts.Contract", models.PROTECT, related_name="withdrawal")
    declared_at = models.DateTimeField()
    declared_on = models.DateField()
    name = EncryptedTextField(scope="identity")
    receipt_to = EncryptedTextField(scope="identity")
    started_early = models.BooleanField(default=False)

    objects = SettledQuerySet.as_manager()

    class Meta(Settled.Meta):
        pass

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.contract.client_id

    @property
    def settle_by(self) -> date:
        """By when what was paid is given back."""
        return self.declared_on + REFUND
