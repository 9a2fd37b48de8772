"""Contracts, what stands beside them and above them, and where each stands."""

from contracts.models.accords import Accord, AccordQuerySet, AccordState
from contracts.models.confidentiality import ConfidentialityAgreement
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
from contracts.models.frameworks import FrameworkContract

__all__ = [
    "KIND",
    "Accord",
    "AccordQuerySet",
    "AccordState",
    "AsksCode",
    "ConfidentialityAgreement",
    "Contract",
    "ContractQuerySet",
    "FrameworkContract",
    "Reporting",
    "SigningOrder",
    "State",
    "end_of",
    "lacks_section",
]
