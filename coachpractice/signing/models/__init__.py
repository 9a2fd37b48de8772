"""Envelopes with their parties, and what parties answer while they read."""

from coachpractice.signing.models.answers import (
    Check,
    ClearCard,
    Consent,
    LimitAnswer,
    Point,
    ProofValue,
    Question,
)
from coachpractice.signing.models.envelopes import (
    Code,
    Envelope,
    EnvelopeState,
    Extract,
    Party,
    Role,
)

__all__ = [
    "Check",
    "ClearCard",
    "Code",
    "Consent",
    "Envelope",
    "EnvelopeState",
    "Extract",
    "LimitAnswer",
    "Party",
    "Point",
    "ProofValue",
    "Question",
    "Role",
]
