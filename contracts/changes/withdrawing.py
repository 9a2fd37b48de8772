"""A consumer withdraws within fourteen days."""

from datetime import date
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.mail.actions import one_line, post
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit
from contracts import events
from contracts.changes.ending import lock, take_back_followers, tell
from contracts.changes.rules import Rules, day_words
from contracts.models import Contract, How, Withdrawal

LONGEST = 200


@transaction.atomic
def withdraw(party: Party, *, name: str, receipt_to: str, visit: Visit) -> Withdrawal:
    """The guest confirms that they withdraw; the receipt goes to `receipt_to`, everybody is told.

    Repeated, what was declared first stands. Refused once the time is over, and to whoever does
    not have this right.
    """
    contract = Contract.objects.get(envelope=party.envelope_id)
    take_back_followers(contract)
    rules = Rules.now(lock(contract.pk))
    if standing := Withdrawal.objects.filter(contract=rules.contract).first():
        return standing
    if not rules.is_consumer(party):
        raise Refused(_("Withdrawing is the right of whoever signed for themself."))
    refuse_late(rules, rules.today)
    name, receipt_to = _checked(name, receipt_to)
    return _withdraw(
        rules, by=party, party=party, name=name, receipt_to=receipt_to, visit=visit,
        declared_on=rules.today,
    )  # fmt: skip


@transaction.atomic
def record(contract: Contract, *, by: Membership, declared_on: date) -> Withdrawal:
    """The coach received it by mail, by letter or aloud, on that day. The receipt goes to the
    address with which the contract was signed."""
    take_back_followers(contract)
    rules = Rules.now(lock(contract.pk))
    if standing := Withdrawal.objects.filter(contract=rules.contract).first():
        return standing
    if declared_on > rules.today:
        raise Refused(_("This day has not come yet."), field="declared_on")
    refuse_late(rules, declared_on)
    rows = Party.objects.guests().signed().filter(envelope=rules.contract.envelope_id).unlocked()
    party = next((each for each in rows if rules.is_consumer(each)), None)
    if party is None:
        raise Refused(_("Nobody signed this contract for themself."))
    return _withdraw(
        rules, by=by, party=party, name=party.name, receipt_to=party.email,
        declared_on=declared_on,
    )  # fmt: skip


def refuse_late(rules: Rules, declared_on: date) -> None:
    """Refuse what is not, or no longer, the right of a consumer; says what can be done instead."""
    contract, until = rules.contract, rules.withdrawal_until
    if until is None:
        raise Refused(_("The right to withdraw is for whoever contracts for themself."))
    if contract.superseded_at:
        raise Refused(_("This contract was replaced by an amendment, which says what holds now."))
    assert contract.concluded_at
    zone = ZoneInfo(contract.coach.practice.timezone)
    if declared_on < contract.concluded_at.astimezone(zone).date():
        raise Refused(_("This contract was not concluded yet on that day."), field="declared_on")
    if declared_on > until:
        words = _(
            "The time to withdraw was over on %(day)s. This contract can still be ended at any "
            "time, without a reason."
        )
        raise Refused(words % {"day": day_words(until)}, field="declared_on")


def _checked(name: str, receipt_to: str) -> tuple[str, str]:
    name, receipt_to = " ".join(one_line(name).split()), receipt_to.strip()
    faults = {}
    if not name or len(name) > LONGEST:
        faults["name"] = _("Type your name in full.")
    try:
        validate_email(receipt_to)
    except ValidationError:
        faults["receipt_to"] = _("Type an e-mail address, such as name@example.org.")
    if faults:
        raise Refused(_("Something is still missing."), fields=faults)
    return name, receipt_to


def _withdraw(
    rules: Rules,
    *,
    by: Membership | Party,
    party: Party,
    name: str,
    receipt_to: str,
    declared_on: date,
    visit: Visit | None = None,
) -> Withdrawal:
    contract, by_link = rules.contract, isinstance(by, Party)
    row = Withdrawal(
        practice_id=contract.practice_id,
        contract=contract,
        how=How.LINK if by_link else How.WORD,
        party=party,
        recorded_by=None if isinstance(by, Party) else by,
        declared_at=clock.now(),
        declared_on=declared_on,
        name=name,
        receipt_to=receipt_to,
        started_early=rules.asked_to_start_early(),
        created_at=clock.now(),
    )
    row.save(force_insert=True)
    contract.withdrawn_at = row.declared_at
    contract.save(update_fields=["withdrawn_at"])
    values = {"name": name, "receipt": receipt_to}
    early = {"started_early": row.started_early, "how": row.how}
    tell(events.WITHDRAWN, row, by=by, visit=visit, values=values, **early)
    _restore(contract, by=by)
    post("contracts.withdrawal-receipt", withdrawal=row.pk)
    for other in Party.objects.guests().signed().filter(envelope=contract.envelope_id):
        if other.pk != party.pk:
            post("contracts.withdrawn", withdrawal=row.pk, party=other.pk)
    if by_link:
        post("contracts.withdrawal-declared", withdrawal=row.pk)
    return row


def _restore(contract: Contract, *, by: Membership | Party) -> None:
    """Who withdraws from an amendment has the contract again as it was before."""
    if contract.amends_id is None:
        return
    before = lock(contract.amends_id)
    before.superseded_at = None
    before.save(update_fields=["superseded_at"])
    journal.record(events.RESTORED, before, by=by)
