"""What protects a minor or a vulnerable adult in a contract: who signed, and what was arranged."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from clients import ages
from clients.models import Client
from coachpractice.signing.models import Role
from contracts.signed import hands

FACTS = (
    "pk", "concluded_at", "arrangement_given", "both_parents", "client", "client__number",
    "client__kind", "client__protection", "client__vulnerable", "client__adult_on",
    "client__adult_confirmed_at",
)  # fmt: skip
# Between the day on which one may consent alone and majority.
YEARS_BETWEEN = ages.MAJORITY - ages.CONSENTS_ALONE


@dataclass(frozen=True)
class Case:
    """An active contract, as far as its client needs protecting. `adult_on` is a minor's day of
    majority."""

    client: UUID
    number: int
    is_concerned: bool
    is_safe: bool
    adult_on: date | None


def cases(contracts: Any, zone: str) -> list[Case]:
    """One per contract of the query, by client: two queries, however many there are."""
    rows = list(contracts.order_by("client__number").values(*FACTS))
    signed = hands(contracts)
    return [_case(row, signed.get(row["pk"], Counter()), ZoneInfo(zone)) for row in rows]


def _case(row: Mapping[str, Any], signed: Counter[str], zone: ZoneInfo) -> Case:
    kind, adult_on = row["client__kind"], row["client__adult_on"]
    concerned = kind in (Client.Kind.MINOR, Client.Kind.PROTECTED) or row["client__vulnerable"]
    if kind == Client.Kind.MINOR:
        day = row["concluded_at"].astimezone(zone).date()
        safe = _minor_is_safe(row, signed, below_15=day < _fifteenth(adult_on))
    elif kind == Client.Kind.PROTECTED:
        safe = _protected_is_safe(row, signed)
    else:
        safe = row["arrangement_given"] or not concerned
    known = kind not in (Client.Kind.ADULT, Client.Kind.PROTECTED) or bool(
        row["client__adult_confirmed_at"]
    )
    return Case(row["client"], row["client__number"], concerned, safe and known, adult_on)


def _minor_is_safe(row: Mapping[str, Any], signed: Counter[str], *, below_15: bool) -> bool:
    """A holder of parental authority signed, both where the act is not a usual one; the child too
    who was below 15 then; and what they are told is written."""
    parents = signed[Role.GUARDIAN] >= (2 if row["both_parents"] else 1)
    child = signed[Role.CLIENT] >= 1 or not below_15
    return parents and child and row["arrangement_given"]


def _protected_is_safe(row: Mapping[str, Any], signed: Counter[str]) -> bool:
    """The guardian or representative signed; under curatorship the client too."""
    both = row["client__protection"] == Client.Protection.CURATORSHIP
    return signed[Role.GUARDIAN] >= 1 and (signed[Role.CLIENT] >= 1 or not both)


def _fifteenth(adult_on: date) -> date:
    """The fifteenth birthday, from the eighteenth: never a 29 February."""
    return adult_on.replace(year=adult_on.year - YEARS_BETWEEN)
