"""Throw a draft away, bring it back within a day; then it is gone."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.jobs.actions import enqueue
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from contracts import events
from contracts.models import Contract, DependenceReview, FirstMeeting

KEPT = timedelta(days=1)
FORGET = "contracts.forget-draft"


@transaction.atomic
def throw_away(contract: Contract, *, by: Membership) -> None:
    """A draft that nobody was sent: it is seen nowhere any more, and gone for good after a day.
    Refused once it was sent, were it only to be recalled: that is part of the file."""
    contract = _locked(contract)
    if contract.discarded_at:
        return
    if contract.envelope_id or contract.taken_in_id or contract.concluded_at:
        raise Refused(_("This contract was sent once, so it stays in the file."))
    contract.discarded_at, contract.discarded_by = clock.now(), by
    contract.save(update_fields=["discarded_at", "discarded_by"])
    journal.record(events.DISCARDED, contract, by=by)
    enqueue(FORGET, not_before=contract.discarded_at + KEPT, contract=contract.pk)


@transaction.atomic
def bring_back(contract: Contract, *, by: Membership) -> None:
    """Have it as it was. Refused when another draft has taken its place meanwhile."""
    contract = _locked(contract)
    if contract.discarded_at is None:
        return
    mine = Contract.objects.filter(client=contract.client_id, concluded_at=None).editable()
    if mine.filter(amends=contract.amends_id, renews=contract.renews_id).exists():
        raise Refused(_("There is another draft with this client: throw that one away first."))
    contract.discarded_at = contract.discarded_by = None
    contract.save(update_fields=["discarded_at", "discarded_by"])
    journal.record(events.BROUGHT_BACK, contract, by=by)


@transaction.atomic
def forget(pk: UUID) -> None:
    """Delete what was thrown away more than a day ago; anything else stays."""
    rows = Contract.with_thrown_away.select_for_update(of=("self",)).thrown_away()
    contract = rows.filter(pk=pk, discarded_at__lte=clock.now() - KEPT).first()
    if contract is None:
        return
    for beside in (DependenceReview, FirstMeeting):
        beside.objects.filter(contract=contract.pk).delete()
    contract.delete()


def _locked(contract: Contract) -> Contract:
    return Contract.with_thrown_away.select_for_update(of=("self",)).get(pk=contract.pk)
