"""Contracts, and where they stand."""

from contracts.models.contracts import (
    KIND,
    Contract,
    ContractQuerySet,
    State,
    end_of,
    lacks_section,
)

__all__ = ["KIND", "Contract", "ContractQuerySet", "State", "end_of", "lacks_section"]
