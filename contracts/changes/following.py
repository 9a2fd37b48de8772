"""Amend a contract, renew it: a contract of its own that names the one before."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership, Practice
from coachpractice.registry.errors import Refused
from coachpractice.signing.actions import keeping
from coachpractice.signing.models import Party
from contracts import events
from contracts.actions import DERIVED, FACTS, next_serial
from contracts.changes.ending import lock
from contracts.changes.rules import RENEWED_FROM, REVIEWED_FROM, Rules, day_words, refuse_to_follow
from contracts.models import Contract, DependenceReview

LONGEST_REVIEW = 4000
KEPT_OPEN = timedelta(days=30)  # a guest's own page, after the end of the contract


@transaction.atomic
def amend(contract: Contract, *, by: Membership) -> Contract:
    """Begin an amendment: a draft filled in with what was agreed. Concluded, it replaces the old
    contract, which stands until then.

    The one that is still drafted is returned; refused while one is out to be signed, and when the
    contract is not in force or is being ended.
    """
    _lock_numbers(by)
    contract = lock(contract.pk)
    if contract.stops_on:
        raise Refused(_("This contract is being ended. Make a new one if it is to go on."))
    if not Rules.now(contract).may_amend:
        raise Refused(_("This contract is not in force, so there is nothing to change."))
    if found := contract.amendments.filter(concluded_at=None).select_related("envelope").first():
        return _waiting(found, _("An amendment is out to be signed already: %(number)s."))
    days = {"start_day": contract.start_day, "end_day": contract.end_day}
    made = _copy(contract, by=by, amends=contract, renewal=contract.renewal, **days)
    journal.record(events.AMENDMENT_DRAFTED, made, by=by, amends=contract.pk)
    return made


@transaction.atomic
def renew(contract: Contract, *, by: Membership) -> Contract:
    """Begin a renewal: the same for as long, from the day after the last one, or from today once
    that has passed.

    The one that is still drafted is returned; refused while one is out or concluded, before the
    last 60 days, and for a contract that was ended early or withdrawn from.
    """
    _lock_numbers(by)
    contract = lock(contract.pk)
    standing = contract.renewals.filter(withdrawn_at=None).select_related("envelope")
    if found := standing.order_by("created_at").first():
        return _waiting(found, _("It was renewed already: %(number)s."))
    _refuse_renewal(contract)
    assert contract.start_day
    assert contract.end_day
    today = clock.today(by.practice.timezone)
    start = max(contract.end_day + timedelta(days=1), today)
    days = {"start_day": start, "end_day": _as_long(contract.start_day, contract.end_day, start)}
    made = _copy(contract, by=by, renews=contract, renewal=contract.renewal + 1, **days)
    journal.record(events.RENEWAL_DRAFTED, made, by=by, renews=contract.pk, renewal=made.renewal)
    return made


def _waiting(found: Contract, out: str) -> Contract:
    if found.is_editable and not found.concluded_at:
        return found
    raise Refused(out % {"number": found.number})


def _refuse_renewal(contract: Contract) -> None:
    if contract.withdrawn_at:
        raise Refused(_("This contract was withdrawn from: make a new one."))
    if contract.superseded_at:
        raise Refused(_("This contract was replaced: renew the amendment instead."))
    if contract.stops_on:
        raise Refused(_("This contract was ended before its time: make a new one."))
    if not contract.concluded_at or contract.end_day is None:
        raise Refused(_("It was never concluded: change the draft instead."))
    if not Rules.now(contract).may_renew:
        day = day_words(contract.end_day - RENEWED_FROM)
        raise Refused(_("It can be renewed from %(day)s on.") % {"day": day})


def _as_long(first: date, last: date, start: date) -> date:
    """The last day, for as long as the old one lasted; whole years stay whole years."""
    years = last.year - first.year
    try:
        if years and first.replace(year=last.year) - timedelta(days=1) == last:
            return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # the 29th of February
        pass
    return start + (last - first)


def _lock_numbers(by: Membership) -> None:
    Practice.objects.select_for_update(of=("self",)).get(pk=by.practice_id)


def _copy(contract: Contract, *, by: Membership, **more: Any) -> Contract:
    """A draft with all that was agreed, under a number of its own."""
    facts = {name: getattr(contract, name) for name in (*FACTS, *DERIVED)}
    year, serial = next_serial(by)
    made = Contract(
        practice_id=contract.practice_id,
        coach=contract.coach,
        client=contract.client,
        template=contract.template,
        year=year,
        serial=serial,
        created_at=clock.now(),
        saved_at=clock.now(),
        **facts | more,
    )
    made.save(force_insert=True)
    return made


@transaction.atomic
def review_dependence(contract: Contract, *, by: Membership, text: str) -> DependenceReview:
    """Keep what the coach thinks of a third renewal, before it is sent; written again, the newer
    words stand. Refused when nothing is written, or once it was sent."""
    contract = lock(contract.pk)
    text = text.strip()
    if contract.renewal < REVIEWED_FROM:
        raise Refused(_("This is asked from the third renewal in a row on."))
    if not contract.is_editable:
        raise Refused(_("This contract was sent. Take it back before you change it."))
    if not text:
        raise Refused(_("Write a few sentences first."), field="text")
    if len(text) > LONGEST_REVIEW:
        words = _("Please keep it under %(count)s characters.") % {"count": LONGEST_REVIEW}
        raise Refused(words, field="text")
    row = DependenceReview.objects.filter(contract=contract).first()
    row = row or DependenceReview(practice_id=contract.practice_id, contract=contract)
    row.contract, row.text, row.written_at, row.written_by = contract, text, clock.now(), by
    row.save()
    journal.record(events.DEPENDENCE_REVIEWED, row, by=by, renewal=contract.renewal)
    return row


def take_effect(contract: Contract, *, by: Membership) -> None:
    """With the last signature: the amendment replaces what it amends, and each guest has a page of
    their own. Runs in the transaction of that signature."""
    refuse_to_follow(contract)
    if contract.amends_id:
        before = lock(contract.amends_id)
        refuse_to_follow(contract)
        before.superseded_at = contract.concluded_at
        before.save(update_fields=["superseded_at"])
        journal.record(events.SUPERSEDED, before, by=by, amendment=contract.pk)
    open_doors(contract)


def open_doors(contract: Contract) -> None:
    """Give each guest who signed the link to their own page, until a month after the end."""
    assert contract.envelope
    for party in contract.envelope.parties.guests().signed():
        open_door(contract, party)


def open_door(contract: Contract, party: Party) -> None:
    today = clock.today(contract.coach.practice.timezone)
    left = (contract.last_day or today) - today
    keeping.open_door(party, life=max(left, timedelta()) + KEPT_OPEN)
