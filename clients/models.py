import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedTextField


class ClientQuerySet(PracticeQuerySet):
    def of_coach(self, coach: Membership) -> "ClientQuerySet":
        return self.filter(practice=coach.practice_id, coach=coach.pk)

    def for_list(self) -> "ClientQuerySet":
        """Newest first: who they are and no more, with the keys to show the names (one query more,
        on the keyring)."""
        shown = self.only("practice", "coach", "number", "name", "email")
        return shown.unlocked("identity").order_by("-number")


def _pair(when: str, who: str, name: str) -> models.CheckConstraint:
    """A moment and the person who acted then stand together or not at all."""
    return models.CheckConstraint(
        condition=Q(**{when: None, who: None})
        | Q(**{f"{when}__isnull": False, f"{who}__isnull": False}),
        name=name,
    )


class Client(PracticeOwned):
    """An adult whom a coach accompanies, or is about to. Their file has keys of its own.

    `number` makes the code under which they appear where no name may stand.
    """

    class Ties(models.TextChoices):
        NONE = "none", _("None")
        SOME = "some", _("Yes, this one")

    class Fit(models.TextChoices):
        WITHIN = "within", _("Within what I can do")
        REFERRED = "referred", _("In part: I told them who else can help")
        OUTSIDE = "outside", _("Outside what I can do")

    class Others(models.TextChoices):
        NONE = "none", _("No link")
        HARMLESS = "harmless", _("A link without consequence")
        RAISED = "raised", _("A link, raised with those concerned without naming anyone")

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="clients")
    number = models.PositiveIntegerField()
    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    phone = EncryptedTextField(scope="identity")
    address = EncryptedTextField(scope="identity")
    language = models.CharField(max_length=2, default="fr")
    adult_confirmed_at = models.DateTimeField(null=True)
    adult_confirmed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    ties = models.CharField(max_length=10, choices=Ties, blank=True)
    ties_detail = EncryptedTextField(scope="content")
    ties_declared_at = models.DateTimeField(null=True)
    ties_declared_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    fit = models.CharField(max_length=10, choices=Fit, blank=True)
    fit_assessed_at = models.DateTimeField(null=True)
    fit_assessed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    others = models.CharField(max_length=10, choices=Others, blank=True)
    others_detail = EncryptedTextField(scope="content")
    others_checked_at = models.DateTimeField(null=True)
    others_checked_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coach", "number"], name="one_code_per_client"),
            _pair("adult_confirmed_at", "adult_confirmed_by", "adult_confirmed_by_somebody"),
            _pair("ties_declared_at", "ties_declared_by", "ties_declared_by_somebody"),
            _pair("fit_assessed_at", "fit_assessed_by", "fit_assessed_by_somebody"),
            _pair("others_checked_at", "others_checked_by", "others_checked_by_somebody"),
            *(
                models.CheckConstraint(
                    condition=Q(**{fact: "", when: None})
                    | (~Q(**{fact: ""}) & Q(**{f"{when}__isnull": False})),
                    name=f"{fact}_said_on_a_day",
                )
                for fact, when in (
                    ("ties", "ties_declared_at"),
                    ("fit", "fit_assessed_at"),
                    ("others", "others_checked_at"),
                )
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk

    @property
    def code(self) -> str:
        """C-014: says nothing to whoever has no key to the file."""
        return f"C-{self.number:03}"
