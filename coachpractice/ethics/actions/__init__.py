"""What can be done with the code, by subject: loading it, adopting it here or from elsewhere."""

from coachpractice.ethics.actions.adopting import adopt
from coachpractice.ethics.actions.loading import load
from coachpractice.ethics.actions.taking_in import seal_copy, take_in

__all__ = ["adopt", "load", "seal_copy", "take_in"]
