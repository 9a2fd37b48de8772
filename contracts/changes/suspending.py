"""Suspend a contract, take it up again."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from contracts import events
from contracts.changes.ending import LONGEST_REASON, lock
from contracts.changes.rules import Rules
from contracts.models import Contract, Suspension


@transaction.atomic
def suspend(
    contract: Contract,
    *,
    by: Membership,
    starts: date,
    agreed_on: date,
    ends: date | None = None,
    reason: str = "",
) -> Suspension:
    """Record that no session takes place from `starts` on, until the last day `ends` or until it
    is taken up again, as was agreed with the client. The end of the contract does not move."""
    contract = lock(contract.pk)
    rules = Rules.now(contract)
    if not rules.is_in_force:
        raise Refused(_("This contract is not in force, so there is nothing to suspend."))
    _refuse_faults(rules, starts, ends, agreed_on, reason)
    row = Suspension(
        practice_id=contract.practice_id,
        contract=contract,
        starts=starts,
        ends=ends,
        agreed_on=agreed_on,
        reason=reason.strip(),
        recorded_by=by,
        created_at=clock.now(),
    )
    row.save(force_insert=True)
    journal.record(events.SUSPENDED, row, by=by, contract=contract.pk)
    return row


def _refuse_faults(
    rules: Rules, starts: date, ends: date | None, agreed_on: date, reason: str
) -> None:
    contract = rules.contract
    assert contract.last_day
    faults = {}
    if agreed_on > rules.today:
        faults["agreed_on"] = _("This day has not come yet.")
    if starts > contract.last_day:
        faults["starts"] = _("The contract has ended by then.")
    if ends and ends < starts:
        faults["ends"] = _("The last day comes before the first.")
    if len(reason) > LONGEST_REASON:
        faults["reason"] = _("Please keep it under %(count)s characters.") % {
            "count": LONGEST_REASON
        }
    until = ends or date.max
    rows = contract.suspensions.all()
    if any(each.starts <= until and (each.ends or date.max) >= starts for each in rows):
        faults["starts"] = _("It is suspended at that time already.")
    if faults:
        raise Refused(_("This cannot be kept as it is."), fields=faults)


@transaction.atomic
def resume(contract: Contract, *, by: Membership) -> None:
    """Coaching is taken up again today: what was suspended ended yesterday. A suspension that
    began today never was."""
    contract = lock(contract.pk)
    rules = Rules.now(contract)
    rows = Suspension.objects.filter(contract=contract).on(rules.today)
    for row in rows:
        if row.starts == rules.today:
            journal.record(events.RESUMED, contract, by=by)
            row.delete()
            continue
        row.ends = date.fromordinal(rules.today.toordinal() - 1)
        row.save(update_fields=["ends"])
        journal.record(events.RESUMED, contract, by=by)
