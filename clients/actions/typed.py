"""What people type, before it is kept."""

import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

LONGEST = {
    "name": 200,
    "email": 254,
    "phone": 40,
    "address": 400,
    "function": 120,
    "registration": 60,
    "authority": 400,
    "arrangement": 4000,
}
_SEVERAL_LINES = {"address", "ties_detail", "others_detail", "arrangement", "authority"}


def tidied(facts: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """The facts without what no keyboard types; one that is not `known` is a fault of ours."""
    if strange := set(facts) - set(known):
        raise TypeError(f"no such fact: {', '.join(sorted(strange))}")
    return {name: _tidy(name, value) for name, value in facts.items()}


def _tidy(name: str, value: Any) -> Any:
    """One line of text without what no keyboard types; an address keeps its lines."""
    if not isinstance(value, str):
        return value
    keep = "\n" if name in _SEVERAL_LINES else ""
    value = value.replace("\r\n", "\n")
    shown = "".join(
        each if each in keep or unicodedata.category(each) != "Cc" else " " for each in value
    )
    lines = (" ".join(line.split()) for line in shown.strip().split("\n"))
    return "\n".join(lines)


def faults_in(
    row: models.Model, facts: Mapping[str, Any], needed: Collection[str]
) -> dict[str, str]:
    """Field by field: what is `needed` and would be missing, and what is too long."""
    faults = {
        name: _("This is needed.") for name in needed if not facts.get(name, getattr(row, name))
    }
    for name, most in LONGEST.items():
        if len(facts.get(name) or "") > most:
            faults[name] = _("Keep it under %(count)s characters.") % {"count": most}
    return faults


def set_what_differs(row: models.Model, facts: Mapping[str, Any]) -> list[str]:
    """Set what differs from what `row` says, and return the names of those fields."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed


def named(changed: Collection[str]) -> dict[str, Any]:
    """Which fields changed, for the journal: their names, none of their words."""
    return dict.fromkeys(changed, True)
