"""What waits once somebody wants a contract to end, or withdrew from it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coachpractice.practices.models import Membership
from coachpractice.registry.reminders import Due, days_left, due
from coachpractice.ui.formats import day_text
from contracts.models import Asker, Contract, Ending, Withdrawal


def _unsettled(rows: Any) -> Any:
    """With whose contract it is, and the keys to the names."""
    return rows.unsettled().select_related("contract__client").unlocked("identity")


@due("contracts.endings")
def endings(member: Membership, day: date) -> Iterator[Due]:
    """Contracts somebody ended, whose accounts are still open; of two requests the first counts."""
    seen = set()
    for row in _unsettled(Ending.objects.visible_to(member)).order_by("settle_by", "asked_at"):
        if row.contract_id in seen:
            continue
        seen.add(row.contract_id)
        hint = _("Last day: %(last)s. Close the accounts by %(day)s.")
        days = {"last": _day(row.last_day), "day": _day(row.settle_by)}
        yield _due(
            row,
            row.asked_at,
            _("Close the contract of %(name)s")
            if row.asker == Asker.COACH
            else _("%(name)s: settle the end that was asked"),
            hint % days,
            _("The end of contract %(number)s (%(code)s) is to be settled"),
            day,
        )


@due("contracts.withdrawals")
def withdrawals(member: Membership, day: date) -> Iterator[Due]:
    """Money to be given back to who withdrew."""
    for row in _unsettled(Withdrawal.objects.visible_to(member)).order_by("declared_at"):
        early = _("The sessions held are due; give the rest back by %(day)s.")
        nothing = _("Nothing is due; give back what was paid by %(day)s.")
        hint = early if row.started_early else nothing
        yield _due(
            row,
            row.declared_at,
            _("%(name)s withdrew from the contract"),
            hint % {"day": _day(row.settle_by)},
            _("The withdrawal from contract %(number)s (%(code)s) is to be settled"),
            day,
        )


def _due(row: Any, since: Any, words: str, hint: str, plain: str, day: date) -> Due:
    contract: Contract = row.contract
    return Due(
        subject=row.pk,
        since=since,
        words=words % {"name": contract.client.name},
        hint=hint,
        url=reverse("contracts:settle", args=[contract.pk]),
        look="missing" if row.settle_by < day else "due",
        label=days_left(row.settle_by, day),
        plain=plain % {"number": contract.number, "code": contract.client.code},
        day=row.settle_by,
    )


def _day(day: date) -> str:
    return day_text(day, get_language() or "")
