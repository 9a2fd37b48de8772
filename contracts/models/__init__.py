"""Contracts, what stands beside them and above them, and where each stands."""

from contracts.models.accords import Accord, AccordQuerySet, AccordState
from contracts.models.confidentiality import ConfidentialityAgreement
from contracts.models.contracts import (
    KIND,
    Contract,
    ContractQuerySet,
    State,
    end_of,
    lacks_section,
)
from contracts.models.elsewhere import ConsentThere, Medium, Signatory, TakenIn
from contracts.models.endings import Asker, Ending, How, Withdrawal
from contracts.models.frameworks import FrameworkContract
from contracts.models.meetings import FirstMeeting
from contracts.models.renewals import DependenceReview
from contracts.models.suspensions import Suspension
from contracts.models.terms import AsksCode, Reporting, SigningOrder

__all__ = [
    "KIND",
    "Accord",
    "AccordQuerySet",
    "AccordState",
    "Asker",
    "AsksCode",
    "ConfidentialityAgreement",
    "ConsentThere",
    "Contract",
    "ContractQuerySet",
    "DependenceReview",
    "Ending",
    "FirstMeeting",
    "FrameworkContract",
    "How",
    "Medium",
    "Reporting",
    "Signatory",
    "SigningOrder",
    "State",
    "Suspension",
    "TakenIn",
    "Withdrawal",
    "end_of",
    "lacks_section",
]
