"""What was typed for a contract: made tidy, and refused where it cannot be kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coachpractice.registry.errors import Refused
from contracts.models import Contract
from contracts.values import DAYS, PROSE, TEXTS

LONGEST_TEXT, LONGEST_WORDS, MOST_OBJECTIVES = 300, 2000, 10
TOO_LONG = gettext_lazy("Keep it under %(count)s characters.")


def tidy(name: str, value: Any) -> Any:
    """A fact as it is kept: no stray spaces; only prose keeps its lines."""
    if name == "objectives":
        rows = (
            {key: _words(row[key]) for key in ("text", "indicator")}
            | ({"shared": bool(row["shared"])} if "shared" in row else {})
            for row in value
        )
        return [row for row in rows if row["text"] or row["indicator"]]
    if isinstance(value, str):
        return _words(value) if name in PROSE else " ".join(value.split())
    return value


def _words(value: str) -> str:
    lines = (" ".join(line.split()) for line in value.strip().splitlines())
    return "\n".join(lines)


def refuse_faults(contract: Contract, facts: Mapping[str, Any]) -> None:
    """Refused, field by field, for what cannot stand."""
    faults: dict[str, Any] = {}
    start, end = (facts.get(name, getattr(contract, name)) for name in DAYS)
    if start and end and end < start:
        faults["end_day"] = _("The last day comes before the first.")
    for name in TEXTS:
        if len(facts.get(name, "")) > LONGEST_TEXT:
            faults[name] = TOO_LONG % {"count": LONGEST_TEXT}
    for name in PROSE:
        if len(facts.get(name, "")) > LONGEST_WORDS:
            faults[name] = TOO_LONG % {"count": LONGEST_WORDS}
    faults |= _objectives(facts.get("objectives", ())) | _wrong_people(contract, facts)
    if faults:
        raise Refused(_("This cannot be kept as it is."), fields=faults)


def _objectives(objectives: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    faults: dict[str, Any] = {}
    if len(objectives) > MOST_OBJECTIVES:
        faults["objective_1"] = _("Keep to %(count)s objectives.") % {"count": MOST_OBJECTIVES}
    for number, row in enumerate(objectives, start=1):
        for field, words in (("objective", row["text"]), ("indicator", row["indicator"])):
            if len(words) > LONGEST_WORDS:
                faults[f"{field}_{number}"] = TOO_LONG % {"count": LONGEST_WORDS}
    return faults


def _wrong_people(contract: Contract, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Who is of another sponsor or of another client."""
    faults: dict[str, Any] = {}
    sponsor = facts.get("sponsor", contract.sponsor)
    if facts.get("sponsor") and sponsor.pk != contract.client.sponsor_id:
        faults["sponsor"] = _("This organisation does not pay for this client.")
    contact = facts.get("sponsor_contact")
    if contact and (sponsor is None or contact.sponsor_id != sponsor.pk or not contact.signs):
        faults["sponsor_contact"] = _("This person does not sign for this organisation.")
    guardian = facts.get("guardian")
    if guardian and guardian.client_id != contract.client_id:
        faults["guardian"] = _("This person does not sign for this client.")
    return faults
