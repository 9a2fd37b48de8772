"""Contracts, and where they stand."""

from contracts.models.contracts import (
    KIND,
    AsksCode,
    Contract,
    ContractQuerySet,
    Reporting,
    SigningOrder,
    State,
    end_of,
    lacks_section,
)

__all__ = [
    "KIND",
    "AsksCode",
    "Contract",
    "ContractQuerySet",
    "Reporting",
    "SigningOrder",
    "State",
    "end_of",
    "lacks_section",
]
