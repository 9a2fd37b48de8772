"""What may be done with a contract on a day, and by whom. Reads, changes nothing."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Consent, Party, Role
from coachpractice.ui.formats import day_text
from contracts import withdrawal
from contracts.models import Asker, Contract, DependenceReview
from contracts.parties import Parties

RENEWED_FROM = timedelta(days=60)
# The renewal in a row from which on the coach writes down whether the client still needs them.
REVIEWED_FROM = 3
EARLY_START = "early-start"
_ASKERS: dict[str, Asker] = {
    Role.CLIENT: Asker.CLIENT,
    Role.GUARDIAN: Asker.GUARDIAN,
    Role.SPONSOR: Asker.SPONSOR,
}


@dataclass(frozen=True)
class Rules:
    """One contract on one day, of its coach's practice."""

    contract: Contract
    today: date

    @classmethod
    def now(cls, contract: Contract) -> "Rules":
        return cls(contract, clock.today(contract.coach.practice.timezone))

    @property
    def is_in_force(self) -> bool:
        """Concluded, and neither ended, withdrawn from nor replaced."""
        contract = self.contract
        if not contract.concluded_at or contract.withdrawn_at or contract.superseded_at:
            return False
        return bool(contract.last_day and contract.last_day >= self.today)

    @cached_property
    def parties(self) -> Parties:
        return Parties(self.contract)

    # Ending ------------------------------------------------------------------------------------

    def asker(self, party: Party) -> Asker | None:
        """In whose place this guest may end it. A curator signs beside a client who decides; a
        member leaves the team, and does not end what the others go on with."""
        if party.role == Role.GUARDIAN and not self.parties.is_represented:
            return None
        return _ASKERS.get(party.role)

    def earliest(self, asker: str, asked_on: date | None = None) -> date:
        """The last day if it is asked on that day: for the client's side at once, for coach and
        sponsor after the notice; never a day that has passed."""
        day = asked_on or self.today
        if asker in (Asker.COACH, Asker.SPONSOR):
            day += timedelta(days=self.notice)
        return max(day, self.today)

    @property
    def notice(self) -> int:
        return self.contract.notice_days or 0

    def may_end(self, asker: str) -> bool:
        """Whether it would end earlier than it does."""
        last = self.contract.last_day
        return self.is_in_force and last is not None and self.earliest(asker) < last

    @property
    def may_end_earlier(self) -> bool:
        """Whether anybody at all could make it end earlier than it does."""
        return self.may_end(Asker.CLIENT)

    # Withdrawing -------------------------------------------------------------------------------

    @property
    def is_consumers(self) -> bool:
        """The client's side contracts for itself: no organisation pays."""
        return self.contract.sponsor_id is None and not self.parties.is_team

    @cached_property
    def withdrawal_until(self) -> date | None:
        """The last day to withdraw; None where there is no such right."""
        if not self.is_consumers or not self.contract.concluded_at:
            return None
        zone = ZoneInfo(self.contract.coach.practice.timezone)
        return withdrawal.last_day(self.contract.concluded_at.astimezone(zone).date())

    def is_consumer(self, party: Party) -> bool:
        """Whether the right to withdraw is this guest's: the client's, or of who acts for them."""
        mine = Role.GUARDIAN if self.parties.is_represented else Role.CLIENT
        return self.is_consumers and party.role == mine

    @property
    def may_withdraw(self) -> bool:
        contract, until = self.contract, self.withdrawal_until
        undone = contract.withdrawn_at or contract.superseded_at
        return until is not None and not undone and self.today <= until

    def asked_to_start_early(self) -> bool:
        """Whether the client's side expressly asked for it when they signed."""
        rows = Consent.objects.filter(party__envelope=self.contract.envelope_id, given=True)
        return rows.filter(key=EARLY_START, party__signed_at__isnull=False).exists()

    # Following ---------------------------------------------------------------------------------

    @property
    def may_amend(self) -> bool:
        return self.is_in_force and self.contract.stops_on is None

    @property
    def may_renew(self) -> bool:
        """In its last 60 days, or after its end; not what was ended early, withdrawn from or
        replaced."""
        contract = self.contract
        if not contract.concluded_at or contract.withdrawn_at or contract.superseded_at:
            return False
        end = contract.end_day
        return contract.stops_on is None and end is not None and self.today >= end - RENEWED_FROM

    @property
    def lacks_review(self) -> bool:
        """A third renewal in a row, and the coach has not written whether it is needed."""
        if self.contract.renewal < REVIEWED_FROM:
            return False
        return not DependenceReview.objects.filter(contract=self.contract.pk).exists()


def refuse_to_follow(contract: Contract) -> None:
    """Refuse to send or to conclude what follows a contract that is no longer there to follow."""
    if before := contract.amends:
        if not Rules.now(before).may_amend:
            raise Refused(_("The contract this amendment changes has ended: make a new one."))
    elif (before := contract.renews) and not Rules.now(before).may_renew:
        raise Refused(_("The contract this one renews was ended: make a new one."))


def day_words(day: date | None) -> str:
    return day_text(day, get_language() or "") if day else ""
