import uuid
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from clients.models import Client, Guardian, Sponsor, SponsorContact
from coachpractice import clock
from coachpractice.ethics.models import Edition
from coachpractice.practices.models import Membership, PracticeOwned
from coachpractice.practices.querysets import PracticeQuerySet
from coachpractice.signing.models import Envelope, Party
from coachpractice.vault.fields import EncryptedJSONField, EncryptedTextField
from contracts.models.elsewhere import TakenIn
from contracts.models.suspensions import Suspension
from contracts.models.terms import AsksCode, Reporting, SigningOrder

KIND = "coaching-contract"


class State(StrEnum):
    """Where a contract stands on a day; always derived."""

    DRAFT = "draft"
    SENT = "sent"
    TO_COUNTERSIGN = "to-countersign"
    EXPIRED = "expired"
    DECLINED = "declined"
    IN_FORCE = "in-force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


_STANDS = Q(concluded_at__isnull=False)
_FREE = Q(envelope=None, taken_in=None) | Q(envelope__voided_at__isnull=False)


def end_of(day: date, zone: str) -> datetime:
    """The moment at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


def _lasts(day: date) -> Q:
    """Neither its agreed end nor an earlier one has passed by that day."""
    return Q(end_day__gte=day) & (Q(stops_on=None) | Q(stops_on__gte=day))


_UNDONE = Q(withdrawn_at__isnull=False) | Q(superseded_at__isnull=False)


def lacks_section(*keys: str) -> Q:
    """That the agreed text of a contract lacks one of these sections."""
    lacking = Q()
    for key in keys:
        lacking |= ~Q(sections__contains=f" {key} ")
    return lacking


class ContractQuerySet(PracticeQuerySet):
    def thrown_away(self) -> "ContractQuerySet":
        return self.filter(discarded_at__isnull=False)

    def of_coach(self, coach: Membership) -> "ContractQuerySet":
        return self.filter(practice=coach.practice_id, coach=coach.pk)

    def active(self, day: date, zone: str) -> "ContractQuerySet":
        """Concluded by the end of `day`, and neither ended, withdrawn from nor replaced by then. A
        suspended one counts: it binds all the while."""
        over = end_of(day, zone)
        return self.filter(
            _lasts(day),
            Q(withdrawn_at=None) | Q(withdrawn_at__gte=over),
            Q(superseded_at=None) | Q(superseded_at__gte=over),
            concluded_at__lt=over,
        )

    def running(self, day: date) -> "ContractQuerySet":
        return self.filter(_STANDS, _lasts(day)).exclude(_UNDONE)

    def to_be_signed(self) -> "ContractQuerySet":
        """With the parties: sent, and neither concluded, declined nor taken back."""
        return self.filter(concluded_at=None, envelope__declined_at=None).exclude(_FREE)

    def editable(self) -> "ContractQuerySet":
        """Nobody can sign them: never sent, taken back or declined."""
        return self.filter(_FREE | Q(envelope__declined_at__isnull=False))

    def with_state(self, day: date) -> "ContractQuerySet":
        """Annotated with `state`, as it is on that day (its coach's) and at this moment."""
        asked = Party.objects.guests().filter(envelope=OuterRef("envelope"), signed_at=None)
        suspended = Suspension.objects.on(day).filter(contract=OuterRef("pk"))
        return self.annotate(
            state=Case(
                When(withdrawn_at__isnull=False, then=Value(State.WITHDRAWN.value)),
                When(superseded_at__isnull=False, then=Value(State.SUPERSEDED.value)),
                When(_STANDS & ~_lasts(day), then=Value(State.ENDED.value)),
                When(_STANDS & Exists(suspended), then=Value(State.SUSPENDED.value)),
                When(_STANDS, then=Value(State.IN_FORCE.value)),
                When(_FREE, then=Value(State.DRAFT.value)),
                When(envelope__declined_at__isnull=False, then=Value(State.DECLINED.value)),
                When(envelope__expires_at__lte=clock.now(), then=Value(State.EXPIRED.value)),
                When(~Exists(asked), then=Value(State.TO_COUNTERSIGN.value)),
                default=Value(State.SENT.value),
                output_field=CharField(),
            )
        )

    def for_list(self) -> "ContractQuerySet":
        """Newest first, with the keys to show the names of clients and sponsors (one query more,
        on the keyring)."""
        rows = self.select_related("client", "sponsor", "envelope").unlocked("identity")
        return rows.order_by("-year", "-serial")


class Kept(models.Manager.from_queryset(ContractQuerySet)):  # type: ignore[misc]
    """All but the drafts that were thrown away."""

    def get_queryset(self) -> ContractQuerySet:
        return super().get_queryset().filter(discarded_at=None)


class Contract(PracticeOwned):
    """What a coach and a client agree on, with whoever pays and whoever signs for the client.
    Drafted here, signed in envelopes; a contract taken back or declined may be changed and sent
    again in a new one.

    `envelope` is the one it was last sent in; `taken_in` stands in its place where it was signed on
    paper or in another system, and `concluded_at` is then the end of the day of the last signature.
    `sections`, `edition`, `objectives_count` and the
    `…_given` say of the encrypted text what the register asks. `guardian` signs when one of several
    does; `both_parents` when the act is not a usual one.

    An amendment is a contract that `amends` another one, which it replaces once it is concluded; a
    renewal `renews` one, and is the `renewal`th in a row. `stops_on` is the last day of a contract
    that ends before its `end_day`.

    A draft that was thrown away is kept for a day and found through `with_thrown_away` alone; then
    it is gone. `greeting` is the coach's own sentence on top of the invitations.
    """

    open_to_assistants = True

    client = models.ForeignKey(Client, models.PROTECT, related_name="contracts")
    coach = models.ForeignKey(Membership, models.PROTECT, related_name="contracts")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    template = models.CharField(max_length=40, default="coaching")
    language = models.CharField(max_length=2)
    sessions_count = models.PositiveSmallIntegerField(null=True)
    session_minutes = models.PositiveSmallIntegerField(null=True)
    start_day = models.DateField(null=True)
    end_day = models.DateField(null=True)
    fee_per_session_cents = models.PositiveIntegerField(null=True)
    fee_total_cents = models.PositiveIntegerField(null=True)
    cancellation_hours = models.PositiveSmallIntegerField(null=True)
    notice_days = models.PositiveSmallIntegerField(null=True)
    reply_days = models.PositiveSmallIntegerField(null=True)
    notes_years = models.PositiveSmallIntegerField(null=True)
    rhythm = EncryptedTextField(scope="contract")
    place = EncryptedTextField(scope="contract")
    payment_terms = EncryptedTextField(scope="contract")
    contact_channel = EncryptedTextField(scope="contract")
    contact_hours = EncryptedTextField(scope="contract")
    client_expectations = EncryptedTextField(scope="contract")
    objectives = EncryptedJSONField(scope="contract", default=list)
    sponsor = models.ForeignKey(Sponsor, models.PROTECT, null=True, related_name="contracts")
    sponsor_contact = models.ForeignKey(
        SponsorContact, models.PROTECT, null=True, related_name="contracts"
    )
    framework = models.ForeignKey(
        "contracts.FrameworkContract", models.PROTECT, null=True, related_name="contracts"
    )
    sponsor_expectations = EncryptedTextField(scope="contract")
    report_attendance = models.CharField(max_length=10, choices=Reporting, default=Reporting.CLIENT)
    report_progress = models.CharField(max_length=10, choices=Reporting, default=Reporting.MEETING)
    meeting_start = models.BooleanField(default=True)
    meeting_mid = models.BooleanField(default=False)
    meeting_end = models.BooleanField(default=True)
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="contracts")
    both_parents = models.BooleanField(default=False)
    arrangement = EncryptedTextField(scope="contract")
    signing_order = models.CharField(
        max_length=15, choices=SigningOrder, default=SigningOrder.TOGETHER
    )
    asks_code = models.CharField(max_length=10, choices=AsksCode, blank=True)
    coach_country = models.CharField(max_length=2, default="FR")
    client_country = models.CharField(max_length=2, default="FR")
    objectives_count = models.PositiveSmallIntegerField(default=0)
    expectations_given = models.BooleanField(default=False)
    sponsor_expectations_given = models.BooleanField(default=False)
    arrangement_given = models.BooleanField(default=False)
    greeting = EncryptedTextField(scope="contract")
    saved_at = models.DateTimeField(default=clock.now)
    discarded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    envelope = models.OneToOneField(Envelope, models.PROTECT, null=True, related_name="contract")
    taken_in = models.OneToOneField(TakenIn, models.PROTECT, null=True, related_name="contract")
    sections = models.TextField(blank=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments")
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewals")
    renewal = models.PositiveSmallIntegerField(default=0)
    stops_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    state: str  # where it stands, on rows that came `with_state`
    gone_at: datetime  # when a draft that was thrown away will be gone, on rows of the list

    objects = Kept()
    with_thrown_away = ContractQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["end_day"], condition=Q(concluded_at__isnull=False), name="contracts_by_end"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "year", "serial"], name="one_number_per_contract"
            ),
            models.CheckConstraint(
                condition=Q(start_day=None) | Q(end_day=None) | Q(end_day__gte=F("start_day")),
                name="begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(envelope=None, taken_in=None, edition=None, sections="")
                | (
                    Q(envelope__isnull=False, taken_in=None, edition__isnull=False)
                    & ~Q(sections="")
                )
                | Q(envelope=None, taken_in__isnull=False, concluded_at__isnull=False),
                name="sent_with_its_text",
            ),
            models.CheckConstraint(
                condition=Q(sponsor_contact=None) | Q(sponsor__isnull=False),
                name="a_contact_of_a_sponsor",
            ),
            models.CheckConstraint(
                condition=Q(framework=None) | Q(sponsor__isnull=False),
                name="a_framework_of_a_sponsor",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None)
                | Q(Q(envelope__isnull=False) | Q(taken_in__isnull=False))
                & Q(start_day__isnull=False, end_day__isnull=False),
                name="concluded_in_an_envelope",
            ),
            models.CheckConstraint(
                condition=Q(amends=None) | Q(renews=None), name="amends_or_renews"
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None)
                | Q(
                    discarded_at__isnull=False,
                    discarded_by__isnull=False,
                    envelope=None,
                    taken_in=None,
                    concluded_at=None,
                ),
                name="only_drafts_are_thrown_away",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=False)
                | Q(stops_on=None, withdrawn_at=None, superseded_at=None),
                name="only_what_stands_can_end",
            ),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(amends__isnull=False, concluded_at=None, discarded_at=None),
                name="one_amendment_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["renews"],
                condition=Q(renews__isnull=False, concluded_at=None, discarded_at=None),
                name="one_renewal_at_a_time",
            ),
        ]

    @property
    def vault_subject(self) -> uuid.UUID:
        return self.client_id

    @property
    def number(self) -> str:
        """2026-001: by practice and year."""
        return f"{self.year}-{self.serial:03}"

    @property
    def is_editable(self) -> bool:
        """Nobody can sign it: never sent, taken back or declined."""
        if self.taken_in_id:
            return False
        envelope = self.envelope
        return envelope is None or bool(envelope.voided_at or envelope.declined_at)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts: as agreed, or earlier."""
        return self.stops_on or self.end_day

    @property
    def follows(self) -> "Contract | None":
        """The one it amends or renews."""
        return self.amends or self.renews

    @property
    def has_meetings(self) -> bool:
        """Whether client, coach and sponsor are to meet."""
        return self.meeting_start or self.meeting_mid or self.meeting_end

    @property
    def total_cents(self) -> int | None:
        """What is to be paid in all: as agreed, else so many sessions at their price."""
        if self.fee_total_cents is not None:
            return self.fee_total_cents
        if self.sessions_count is None or self.fee_per_session_cents is None:
            return None
        return self.sessions_count * self.fee_per_session_cents
