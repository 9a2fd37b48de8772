"""What a guest sees of their contract after signing, and may do with it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.mail.actions import post
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing import events as signing_events
from coachpractice.signing.actions import keeping
from coachpractice.signing.models import Party
from contracts.changes.following import open_door
from contracts.changes.rules import EARLY_START, Rules
from contracts.models import Contract, Ending, Withdrawal


@dataclass(frozen=True)
class Choice:
    """One of the guest's own choices, in the words in which it was asked."""

    key: str
    question: str
    detail: str
    yes: str
    no: str
    given: bool
    at: datetime


class Kept:
    """One guest's contract, as it is today."""

    def __init__(self, party: Party) -> None:
        self.party = party
        coach = party.envelope.coach
        rows = Contract.objects.with_state(clock.today(coach.practice.timezone))
        rows = rows.select_related("client", "coach__user", "coach__practice", "envelope")
        self.contract = rows.get(pk=party.envelope.object)
        self.rules = Rules.now(self.contract)

    @cached_property
    def asker(self) -> str:
        return self.rules.asker(self.party) or ""

    @property
    def may_end(self) -> bool:
        return bool(self.asker) and self.rules.may_end(self.asker)

    @property
    def ends_on(self) -> date:
        """The last day, if it is ended now."""
        return self.rules.earliest(self.asker)

    @property
    def is_consumer(self) -> bool:
        return self.rules.is_consumer(self.party)

    @property
    def may_withdraw(self) -> bool:
        return self.is_consumer and self.rules.may_withdraw

    @property
    def could_withdraw(self) -> bool:
        """They had the right, and its time is over."""
        until = self.rules.withdrawal_until
        return self.is_consumer and until is not None and self.rules.today > until

    @cached_property
    def started_early(self) -> bool:
        return self.rules.asked_to_start_early()

    @cached_property
    def withdrawal(self) -> Withdrawal | None:
        return Withdrawal.objects.filter(contract=self.contract).first()

    @cached_property
    def ending(self) -> Ending | None:
        """The request by which it ends when it does."""
        rows = Ending.objects.filter(contract=self.contract, last_day=self.contract.stops_on)
        return rows.order_by("-asked_at").first()

    @cached_property
    def replaced_by(self) -> Contract | None:
        if self.contract.superseded_at is None:
            return None
        rows = self.contract.amendments.filter(concluded_at=self.contract.superseded_at)
        return rows.select_related("envelope").first()

    @cached_property
    def choices(self) -> list[Choice]:
        """What they may change their mind about: what they asked for the beginning is past."""
        given = {each.key: each for each in self.party.consents.all()}
        asked = [c for c in self.party.text.get("consents", ()) if c["key"] != EARLY_START]
        return [
            Choice(
                **{name: each[name] for name in ("key", "question", "detail", "yes", "no")},
                given=given[each["key"]].given,
                at=given[each["key"]].answered_at,
            )
            for each in asked
            if each["key"] in given
        ]

    @property
    def may_choose(self) -> bool:
        return bool(self.choices) and self.contract.superseded_at is None


@transaction.atomic
def send_door(party: Party, *, by: Membership | None) -> None:
    """Send a guest a new link to their own page, to the address on file; every older one is shut.
    Asked by the coach, or by whoever holds an old link (`by` None)."""
    rows = Contract.objects.select_related("coach__practice")
    contract = rows.filter(envelope=party.envelope_id, concluded_at__isnull=False).first()
    if contract is None or not party.is_guest or not party.signed_at:
        raise Refused(_("This person has no page: the contract is not concluded."))
    open_door(contract, party)
    post("contracts.door", party=party.pk)
    if by:
        journal.record(signing_events.INVITED, party, by=by, purpose=keeping.PURPOSE)
