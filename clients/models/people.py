"""Who is coached, and who speaks for them: clients, guardians, members of a team."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients import ages
from clients.models.facts import pair
from clients.models.sponsors import Sponsor
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.vault.fields import EncryptedDateField, EncryptedTextField


class ClientQuerySet(PracticeQuerySet):
    def of_coach(self, coach: Membership) -> "ClientQuerySet":
        return self.filter(practice=coach.practice_id, coach=coach.pk)

    def for_list(self) -> "ClientQuerySet":
        """Newest first: who they are and no more, with the keys to show the names (one query more,
        on the keyring)."""
        shown = self.only("practice", "coach", "number", "kind", "name", "email")
        return shown.unlocked("identity").order_by("-number")

    def minors_of_age(self, day: date) -> "ClientQuerySet":
        """Kept as minors, and 18 on `day`: the coach is to confirm it."""
        return self.filter(kind=Client.Kind.MINOR, adult_on__lte=day)


class Client(PracticeOwned):
    """Whom a coach accompanies, or is about to: a person, or a team. Their file has keys of its
    own.

    `number` makes the code under which they appear where no name may stand. `adult_on` stands in
    clear, so that one may ask who comes of age; the birth date itself does not.
    """

    open_to_assistants = True

    class Kind(models.TextChoices):
        ADULT = "adult", _("An adult")
        MINOR = "minor", _("A minor")
        PROTECTED = "protected", _("An adult under legal protection")
        TEAM = "team", _("A team")

    class Protection(models.TextChoices):
        GUARDIANSHIP = "guardianship", _("Guardianship: the guardian signs")
        CURATORSHIP = "curatorship", _("Curatorship: both sign")
        MANDATE = "mandate", _("Mandate for future protection: the representative signs")

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
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ADULT)
    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    phone = EncryptedTextField(scope="identity")
    address = EncryptedTextField(scope="identity")
    language = models.CharField(max_length=2, default="fr")
    born_on = EncryptedDateField(scope="identity")
    adult_on = models.DateField(null=True)
    adult_confirmed_at = models.DateTimeField(null=True)
    adult_confirmed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    protection = models.CharField(max_length=12, choices=Protection, blank=True)
    vulnerable = models.BooleanField(default=False)
    arrangement = EncryptedTextField(scope="content")
    arranged_at = models.DateTimeField(null=True)
    arranged_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, null=True, related_name="clients")
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
        indexes = [
            models.Index(
                fields=["adult_on"], condition=Q(adult_on__isnull=False), name="minors_by_majority"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["coach", "number"], name="one_code_per_client"),
            pair("adult_confirmed_at", "adult_confirmed_by", "adult_confirmed_by_somebody"),
            pair("arranged_at", "arranged_by", "arranged_by_somebody"),
            pair("ties_declared_at", "ties_declared_by", "ties_declared_by_somebody"),
            pair("fit_assessed_at", "fit_assessed_by", "fit_assessed_by_somebody"),
            pair("others_checked_at", "others_checked_by", "others_checked_by_somebody"),
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
            models.CheckConstraint(
                condition=(Q(kind="minor") & Q(adult_on__isnull=False))
                | (~Q(kind="minor") & Q(adult_on=None)),
                name="minors_come_of_age_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(adult_confirmed_at=None) | Q(kind__in=["adult", "protected"]),
                name="adults_alone_confirmed_as_adults",
            ),
            models.CheckConstraint(
                condition=(Q(kind="protected") & ~Q(protection=""))
                | (~Q(kind="protected") & Q(protection="")),
                name="protected_adults_have_a_protection",
            ),
            models.CheckConstraint(
                condition=Q(vulnerable=False)
                | (Q(kind__in=["adult", "protected"]) & Q(arranged_at__isnull=False)),
                name="vulnerable_adults_have_an_arrangement",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.pk

    @property
    def code(self) -> str:
        """C-014: says nothing to whoever has no key to the file."""
        return f"C-{self.number:03}"

    @property
    def is_person(self) -> bool:
        return self.kind != self.Kind.TEAM

    @property
    def needs_guardian(self) -> bool:
        """Whether somebody signs for, or with, this client."""
        return self.kind in (self.Kind.MINOR, self.Kind.PROTECTED)

    def age_on(self, day: date) -> int | None:
        """Full years on `day`; None where no birth date is kept, as for every adult."""
        return None if self.born_on is None else ages.age_on(self.born_on, day)

    def consents_jointly(self, day: date) -> bool:
        """Below 15: child and holder of parental authority consent together."""
        age = self.age_on(day)
        return age is not None and age < ages.CONSENTS_ALONE

    def is_of_age(self, day: date) -> bool:
        """Kept as a minor, and 18 on `day`: the coach is to confirm it."""
        return self.adult_on is not None and self.adult_on <= day


class OfClientQuerySet(PracticeQuerySet):
    """Rows about somebody beside a client, kept in the client's file."""

    def visible_to(self, member: Any) -> Any:
        """Those in the files of the clients this member may see."""
        return super().visible_to(member).filter(client__in=Client.objects.visible_to(member))

    def of_coach(self, coach: Membership) -> "OfClientQuerySet":
        return self.filter(practice=coach.practice_id, client__coach=coach.pk)

    def there(self) -> "OfClientQuerySet":
        """Those who have not left."""
        return self.filter(left_at=None)

    def for_list(self) -> "OfClientQuerySet":
        """Those who are there, in the order they came, with the keys to show the names."""
        return self.there().unlocked("identity").order_by("created_at")


class OfClient(PracticeOwned):
    """Somebody beside a client. Kept in the client's file, and gone with it; `left_at` once they
    no longer have that place but have signed in it."""

    name = EncryptedTextField(scope="identity")
    email = EncryptedTextField(scope="identity")
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    client: Any
    client_id: uuid.UUID
    objects = OfClientQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.client_id


class Guardian(OfClient):
    """Who signs for a minor or for a protected adult, or with them."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent")
        GUARDIAN = "guardian", _("Guardian")
        CURATOR = "curator", _("Curator")
        REPRESENTATIVE = "representative", _("Representative")

    client = models.ForeignKey(Client, models.PROTECT, related_name="guardians")
    kind = models.CharField(max_length=15, choices=Kind)
    phone = EncryptedTextField(scope="identity")
    address = EncryptedTextField(scope="identity")
    authority = EncryptedTextField(scope="content")

    class Meta:
        constraints = [pair("left_at", "left_by", "guardian_left_told_by_somebody")]


class TeamMember(OfClient):
    """One of a team that is coached: gets the code, the rules and the consents."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="members")

    class Meta:
        constraints = [pair("left_at", "left_by", "team_member_left_told_by_somebody")]
