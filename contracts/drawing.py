"""What is drawn into the text of a contract rather than filled in: the objectives and the parties,
each with the marks that say for whose eyes it is."""

from typing import Any

from django.utils.translation import gettext as _

from contracts.parties import Guest, shared
from contracts.pieces import COACH, Dress
from contracts.values import Values

# What `dress` is told of words that have no placeholder.
TYPED, MISSING = "(typed)", "(missing)"

Block = dict[str, Any]


def objectives(section: dict[str, Any], values: Values, dress: Dress) -> list[Block]:
    """What the client expects, and the objectives with the signs that they are met.

    Where a sponsor pays for one person, the expectations and the objectives that are not shared
    never stand in its text; nothing there tells that they exist.
    """
    rows = values.contract.objectives
    if _is_childs(section):
        captions = _("What you want to reach"), _("What we will see then")
        expects = _("What you would like: %(words)s")
        return [_expectations(expects, values, dress), _table(captions[0], captions, rows, dress)]
    head = _("Objective"), _("The sign that it is met")
    expects = _("Expectations of the team: %(words)s") if values.parties.is_team else ""
    own = _expectations(expects or _("Your expectations: %(words)s"), values, dress)
    if not values.parties.may_keep_from_sponsor:
        return [own, _table(_("Objectives"), head, rows, dress)]
    apart = {"for": [COACH, *(r for r in values.parties.roles if r != "sponsor")]}
    common = [row for row in rows if shared(row)]
    private = [row for row in rows if not shared(row)]
    found = [own | apart, _table(_("Common objectives"), head, common, dress)]
    if private:
        found.append(_table(_("Objectives between us"), head, private, dress) | apart)
    return found


def _is_childs(section: dict[str, Any]) -> bool:
    return section["key"].startswith("child-")


def _expectations(words: str, values: Values, dress: Dress) -> Block:
    said = _said(values.contract.client_expectations, _("what you expect"), dress)
    return {"type": "p", "number": "", "text": words % {"words": said}}


def _table(caption: str, head: tuple[str, str], rows: list[dict[str, Any]], dress: Dress) -> Block:
    blanks = (_("an objective"), _("the sign that it is met"))
    pairs = [(each["text"], each["indicator"]) for each in rows] or [("", "")]
    cells = [
        [_said(cell, blank, dress) for cell, blank in zip(row, blanks, strict=True)]
        for row in pairs
    ]
    return {"type": "table", "caption": caption, "head": list(head), "rows": cells}


def _said(words: str, blank: str, dress: Dress) -> str:
    return dress(TYPED, words) if words else dress(MISSING, f"[{blank}]")


def parties(values: Values) -> list[dict[str, Any]]:
    """Who the contract is between. Where several sign, nobody reads the address of another guest,
    and nobody but coach and sponsor who else is in a team."""
    people, said = values.parties, values.all
    client = {"label": _("client"), "name": people.client.name, "details": ""}
    if not people.others_sign:
        client["details"] = "\n".join(
            filter(None, (said.get("client_address", ""), people.client.email))
        )
    sponsor = []
    if people.contract.sponsor:
        lines = (said["sponsor_address"], said["sponsor_registration"], said["sponsor_contact"])
        sponsor = [
            {
                "label": _("organisation"),
                "name": said["sponsor_name"],
                "details": "\n".join(filter(None, lines)),
            }
        ]
    beside = [_beside(guest) for guest in people.guests if guest.reader in _LABELS]
    return [client, *beside, *sponsor, _coach(said)]


_LABELS = ("guardian", "curator", "member")


def _beside(guest: Guest) -> dict[str, Any]:
    labels = {
        "guardian": _("signs in their name"),
        "curator": _("signs with them"),
        "member": _("member of the team"),
    }
    party = {"label": labels[guest.reader], "name": guest.name, "details": ""}
    return party | ({"for": [COACH, "sponsor"]} if guest.reader == "member" else {})


def _coach(said: dict[str, str]) -> dict[str, Any]:
    keys = ("coach_business_status", "coach_address", "coach_registration", "coach_email")
    details = "\n".join(filter(None, (said.get(key, "") for key in keys)))
    return {"label": _("coach"), "name": said["coach_name"], "details": details}
