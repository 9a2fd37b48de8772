"""The text of a contract: as it is frozen and signed, and as it shows while it is drafted."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.ethics.models import Adoption, Edition
from coachpractice.ui.formats import money_text
from contracts.models import Contract
from contracts.pieces import Dress, undressed
from contracts.values import CLIENT, Values

# Around a value in a preview. Private codes: nobody types them, and no paper prints them.
TYPED, GAP, END = "\ue000", "\ue001", "\ue002"
_STRIP = dict.fromkeys(map(ord, (TYPED, GAP, END)))

Snapshot = dict[str, Any]


def snapshot(values: Values) -> Snapshot:
    """What is frozen: the filled text, and what the signing room shows around it."""
    contract = values.contract
    with translation.override(contract.language):
        text = _filled(values, undressed)
        coach = contract.coach
        return text | {
            "kind": _("Individual contract no."),
            "number": contract.number,
            "author": coach.user.name,
            "parties": _parties(values),
            "answers_on": "confidentiality",
            "client_expectations": contract.client_expectations,
            "objectives": contract.objectives,
            "annexes": _annexes(signed_edition(coach)),
            "total_text": money_text(contract.total_cents or 0, contract.language),
        }


def preview(values: Values) -> Snapshot:
    """The sections in which something was typed or is missing, with marks around it."""
    with translation.override(values.language):
        text = _filled(values, _marking(values))
    sections = [section for section in text["sections"] if _has_mark(section)]
    return text | {"sections": sections}


def _filled(values: Values, dress: Dress) -> Snapshot:
    text = values.template.fill(values.all, dress=dress).as_snapshot()
    drawn = _objectives(values.contract, dress)
    for section in text["sections"]:
        blocks: list[dict[str, Any]] = []
        for block in section["blocks"]:
            blocks += drawn if block["type"] == "objectives" else [block]
        section["blocks"] = blocks
    return text


def _objectives(contract: Contract, dress: Dress) -> list[dict[str, Any]]:
    """What the client expects, and the objectives with the signs that they are met."""
    blanks = (_("an objective"), _("the sign that it is met"))
    rows = [(each["text"], each["indicator"]) for each in contract.objectives] or [("", "")]
    cells = [
        [_said(cell, blank, dress) for cell, blank in zip(row, blanks, strict=True)] for row in rows
    ]
    expects = _said(contract.client_expectations, _("what you expect"), dress)
    return [
        {
            "type": "p",
            "number": "",
            "text": _("Your expectations: %(words)s") % {"words": expects},
        },
        {
            "type": "table",
            "caption": _("Objectives"),
            "head": [_("Objective"), _("The sign that it is met")],
            "rows": cells,
        },
    ]


def _said(words: str, blank: str, dress: Dress) -> str:
    return dress(_TYPED, words) if words else dress(_MISSING, f"[{blank}]")


_TYPED, _MISSING = "(typed)", "(missing)"


def _marking(values: Values) -> Dress:
    """Marks what was typed for this contract, and what is missing; what the coach's own pages
    say, and what the wording brings along, stands as it is."""
    placeholders = values.template.placeholders
    own = {p.key for p in placeholders if p.source == "contract" or p.key.startswith(CLIENT)}
    given = {key for key, value in values.all.items() if value.strip()}
    typed = (own & given) | {_TYPED}
    missing = {p.key for p in placeholders if p.required and p.key not in given} | {_MISSING}

    def mark(key: str, value: str) -> str:
        value = value.translate(_STRIP)
        if key in missing:
            return f"{GAP}{value}{END}"
        return f"{TYPED}{value}{END}" if key in typed else value

    return mark


def _has_mark(section: dict[str, Any]) -> bool:
    return any(END in text for text in _texts(section["blocks"]))


def _texts(piece: Any) -> Iterable[str]:
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, dict):
        yield from _texts(list(piece.values()))
    elif isinstance(piece, list):
        for part in piece:
            yield from _texts(part)


def _parties(values: Values) -> list[dict[str, str]]:
    said, client = values.all, values.contract.client
    coach_details = "\n".join(
        filter(
            None,
            (
                said.get("coach_business_status", ""),
                said["coach_address"],
                said["coach_registration"],
                said["coach_email"],
            ),
        )
    )
    client_details = "\n".join(filter(None, (said.get("client_address", ""), client.email)))
    return [
        {"label": _("client"), "name": client.name, "details": client_details},
        {"label": _("coach"), "name": said["coach_name"], "details": coach_details},
    ]


def signed_edition(coach: Any) -> Edition | None:
    """The edition of the code under which this coach's own signature stands."""
    adoption = Adoption.objects.of_coach(coach).standing().first()
    return adoption.edition if adoption else None


def _annexes(edition: Edition | None) -> list[dict[str, str]]:
    if edition is None:
        return []
    return [
        {
            "kind": "code-of-ethics",
            "edition": edition.edition,
            "sha256": edition.sha256,
            "label": _("Code of ethics, edition %(edition)s") % {"edition": edition.edition},
            "url": reverse("ethics:edition", args=[edition.edition]),
        }
    ]
