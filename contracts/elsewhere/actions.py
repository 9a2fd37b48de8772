"""Take in a contract that was signed elsewhere, correct it, take it out again."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice import clock
from coachpractice.practices.models import Membership, Practice
from coachpractice.registry.errors import Refused
from coachpractice.signing.models import Role
from contracts import events
from contracts.actions import next_serial
from contracts.elsewhere import keeping
from contracts.elsewhere.declared import Declared
from contracts.elsewhere.people import must_sign_alone
from contracts.models import KIND, Contract, TakenIn
from contracts.models.elsewhere import words_of

FACTS = (
    "language", "start_day", "end_day", "sessions_count", "notice_days", "fee_total_cents",
    "objectives_count",
)  # fmt: skip


@transaction.atomic
def take_in(
    client: Client,
    *,
    by: Membership,
    declared: Declared,
    scan: bytes,
    sponsored: bool = False,
    **facts: Any,
) -> Contract:
    """Keep a contract that was signed on paper or in another system, as `declared`; `facts` are any
    of `FACTS`, both days are needed. From the day of its last signature it counts like one signed
    here, and says what it is; its sealed copy follows as a job.

    Refused for what cannot be so, for a scan that cannot be kept (see `scans.checked`) or that was
    taken in before.
    """
    Practice.objects.select_for_update(of=("self",)).get(pk=by.practice_id)
    client = _whole(client)
    _check(declared, client, by=by, facts=facts)
    keeping.refuse_doubles(scan, subject=client.pk)
    year, serial = next_serial(by)
    contract = Contract(
        practice_id=client.practice_id,
        coach=client.coach,
        client=client,
        year=year,
        serial=serial,
        coach_country=by.practice.country,
        client_country=by.practice.country,
        created_at=clock.now(),
    )
    _fill(contract, declared, sponsored=sponsored, facts=facts)
    contract.taken_in = _kept(contract, declared, by=by, scan=scan)
    contract.save(force_insert=True)
    keeping.tell(events.TAKEN_IN, contract.taken_in, by=by)
    return contract


@transaction.atomic
def correct(
    contract: Contract,
    *,
    by: Membership,
    declared: Declared,
    scan: bytes | None = None,
    sponsored: bool = False,
    **facts: Any,
) -> Contract:
    """Say it anew, with another scan if one is given. The old copy no longer counts, and a new one
    is sealed. Refused once anything stands on this contract."""
    contract = _locked(contract)
    client, before = contract.client, contract.taken_in
    assert before
    _check(declared, client, by=by, facts=facts)
    if scan is not None and not _is_the_same(scan, before):
        keeping.refuse_doubles(scan, subject=client.pk)
    kept = before.scan if scan is None else None
    keeping.drop(before, by=by, keeps_scan=scan is None)
    _fill(contract, declared, sponsored=sponsored, facts=facts)
    contract.taken_in = _kept(contract, declared, by=by, scan=scan or kept, before=before)
    contract.save()
    keeping.tell(events.TAKEN_IN_CORRECTED, contract.taken_in, by=by, before=before.pk)
    return contract


@transaction.atomic
def take_out(contract: Contract, *, by: Membership) -> None:
    """It was taken in by mistake: contract, scan and copy are gone, the journal keeps that they
    were there. Refused once anything stands on this contract."""
    contract = _locked(contract)
    taken = contract.taken_in
    assert taken
    contract.delete()
    keeping.drop(taken, by=by)
    keeping.tell(events.TAKEN_OUT, taken, by=by)


def _whole(client: Client) -> Client:
    rows = Client.objects.select_related("coach__practice", "coach__user", "sponsor")
    return rows.unlocked("identity", "content", "contract").get(pk=client.pk)


def _locked(contract: Contract) -> Contract:
    rows = Contract.objects.select_for_update(of=("self",)).select_related(
        "taken_in__scan", "taken_in__sealed", "coach__practice", "coach__user", "client"
    )
    contract = rows.get(pk=contract.pk)
    if contract.taken_in is None:
        raise Refused(_("This contract was signed here: it stays as it was signed."))
    if keeping.stands_on(contract):
        words = _(
            "Something stands on this contract by now, so it stays as it is: end or amend it."
        )
        raise Refused(words)
    contract.client = _whole(contract.client)
    return contract


def _check(declared: Declared, client: Client, *, by: Membership, facts: dict[str, Any]) -> None:
    if strange := set(facts) - set(FACTS):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    declared.check(
        today=clock.today(by.practice.timezone),
        born_on=client.born_on,
        alone=must_sign_alone(client),
    )
    if facts["end_day"] < facts["start_day"]:
        raise Refused(_("The last day comes before the first."), "end_day")


def _fill(
    contract: Contract, declared: Declared, *, sponsored: bool, facts: dict[str, Any]
) -> None:
    """The facts the register asks, as they follow from what the paper says."""
    client, says = contract.client, set(declared.sections)
    sponsor = client.sponsor if sponsored else None
    hands = {hand.who.role: hand.who.person for hand in declared.hands if hand.who.person}
    for name in FACTS:
        setattr(contract, name, facts.get(name))
    contract.objectives_count = facts.get("objectives_count") or 0
    contract.sponsor = sponsor
    contract.sponsor_contact_id = hands.get(Role.SPONSOR) if sponsor else None
    contract.sections = words_of(declared.sections)
    contract.edition = declared.edition
    contract.expectations_given = "objectives" in says
    contract.sponsor_expectations_given = bool(sponsor) and "objectives" in says
    contract.arrangement_given = "told" in says
    contract.both_parents = sum(h.who.role == Role.GUARDIAN for h in declared.hands) > 1
    contract.concluded_at = keeping.concluded_at(
        declared.signed_on, contract.coach.practice.timezone
    )
    contract.saved_at = clock.now()


def _kept(
    contract: Contract,
    declared: Declared,
    *,
    by: Membership,
    scan: Any,
    before: TakenIn | None = None,
) -> TakenIn:
    return keeping.keep(
        declared, by=by, kind=KIND, row=contract, coach=contract.coach, scan=scan, before=before
    )


def _is_the_same(scan: bytes, before: TakenIn) -> bool:
    return keeping.fingerprint(scan) == before.scan_sha256
