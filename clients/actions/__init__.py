"""Clients and who stands beside them. The client's own are here; `guardians`, `members`, `sponsors`
and `contacts` each have a module of that name."""

from clients.actions.people import FACTS, add, change, confirm_adult, set_sponsor
from clients.actions.typed import LONGEST

__all__ = ["FACTS", "LONGEST", "add", "change", "confirm_adult", "set_sponsor"]
