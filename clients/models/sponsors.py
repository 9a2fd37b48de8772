"""Who pays for a coaching: an organisation, and the people there one deals with."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models.facts import pair
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedTextField


class SponsorQuerySet(PracticeQuerySet):
    def of_coach(self, coach: Membership) -> "SponsorQuerySet":
        return self.filter(practice=coach.practice_id, coach=coach.pk)

    def for_list(self) -> "SponsorQuerySet":
        """Newest first, with the keys to show the names (one query more, on the keyring)."""
        return self.unlocked("identity").order_by("-created_at")


class Sponsor(PracticeOwned):
    """An organisation that pays for the coaching of somebody else. Its file has keys of its own,
    since it outlives the clients it paid for."""

    coach = models.ForeignKey(Membership, models.PROTECT, related_name="sponsors")
    name = EncryptedTextField(scope="identity")
    address = EncryptedTextField(scope="identity")
    registration = EncryptedTextField(scope="identity")
    language = models.CharField(max_length=2, default="fr")

    objects = SponsorQuerySet.as_manager()

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk


class SponsorContactQuerySet(PracticeQuerySet):
    def visible_to(self, member: Any) -> Any:
        """The contacts of the sponsors this member may see."""
        sponsors = Sponsor.objects.visible_to(member)
        return super().visible_to(member).filter(sponsor__in=sponsors)

    def of_coach(self, coach: Membership) -> "SponsorContactQuerySet":
        return self.filter(practice=coach.practice_id, sponsor__coach=coach.pk)

    def there(self) -> "SponsorContactQuerySet":
        """Those who have not left."""
        return self.filter(left_at=None)

    def for_list(self) -> "SponsorContactQuerySet":
        """Those who are there, in the order they came, with the keys to show the names."""
        return self.there().unlocked("identity").order_by("created_at")


class SponsorContact(PracticeOwned):
    """Somebody at a sponsor, with what they do there: at least one of signing for it, attending
    meetings of three, paying. Their file has keys of its own: they may ask for what is held of
    them, and go."""

    class Part(models.TextChoices):
        SIGNS = "signs", _("Signs the contract")
        ATTENDS = "attends", _("Comes to meetings of three")
        PAYS = "pays", _("Receives the invoices")

    sponsor = models.ForeignKey(Sponsor, models.PROTECT, related_name="contacts")
    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    phone = EncryptedTextField(scope="identity")
    function = EncryptedTextField(scope="identity")
    signs = models.BooleanField(default=False)
    attends = models.BooleanField(default=False)
    pays = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    objects = SponsorContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signs=True) | Q(attends=True) | Q(pays=True),
                name="contact_has_a_part",
            ),
            pair("left_at", "left_by", "contact_left_told_by_somebody"),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk

    @property
    def parts(self) -> list[Any]:
        """What they do, in words."""
        return [part.label for part in self.Part if getattr(self, part)]
