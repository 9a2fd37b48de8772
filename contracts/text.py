"""The text of a contract: as it is frozen and signed, and as it shows while it is drafted."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.ethics.models import Adoption, Edition
from coachpractice.ui.formats import money_text
from contracts import drawing
from contracts.changes.preface import kind_of, preface, title_of
from contracts.pieces import APART, COACH, Dress, undressed
from contracts.values import CLIENT, Values

# Around a value in a preview. Private codes: nobody types them, and no paper prints them.
TYPED, GAP, END = "\ue000", "\ue001", "\ue002"
_STRIP = dict.fromkeys(map(ord, (TYPED, GAP, END)))

Snapshot = dict[str, Any]


def snapshot(values: Values) -> Snapshot:
    """What is frozen: the filled text, and what the signing room shows around it. Marks say what is
    for whom; the coach's is the whole."""
    contract = values.contract
    with translation.override(contract.language):
        text = _filled(values, undressed)
        text["sections"] = [*preface(contract, text, values.parties), *text["sections"]]
        coach = contract.coach
        return text | {
            "kind": kind_of(contract),
            "title": title_of(contract) or text["title"],
            "number": contract.number,
            "author": coach.user.name,
            "parties": drawing.parties(values),
            "answers_on": "confidentiality",
            "client_expectations": contract.client_expectations,
            "objectives": contract.objectives,
            "annexes": _annexes(signed_edition(coach)),
            "total_text": _total(values),
        }


def preview(values: Values) -> Snapshot:
    """The sections in which something was typed or is missing, with marks around it. That a section
    is not the child's, who has a text apart, is not said of each."""
    with translation.override(values.language):
        text = _filled(values, _marking(values))
    sections = [section for section in text["sections"] if _has_mark(section)]
    usual = {COACH, *(r for each, r in values.parties.readers.items() if each != APART)}
    for section in sections:
        if set(section.get("for", ())) == usual:
            del section["for"]
    return text | {"sections": sections}


def _filled(values: Values, dress: Dress) -> Snapshot:
    filled = values.template.fill(values.all, readers=values.parties.readers, dress=dress)
    text = filled.as_snapshot()
    for section in text["sections"]:
        blocks: list[dict[str, Any]] = []
        for block in section["blocks"]:
            drawn = block["type"] == "objectives"
            blocks += drawing.objectives(section, values, dress) if drawn else [block]
        section["blocks"] = blocks
    return text


def _total(values: Values) -> Any:
    """What those who pay commit to; the others commit to no price."""
    total, parties = money_text(values.contract.total_cents or 0, values.language), values.parties
    if not parties.others_sign or (parties.is_curatorship and not parties.has_sponsor):
        return total
    payer = "sponsor" if "sponsor" in parties.roles else "guardian"
    return {"text": total, "for": ["coach", payer]}


def _marking(values: Values) -> Dress:
    """Marks what was typed for this contract, and what is missing; what the coach's own pages
    say, and what the wording brings along, stands as it is."""
    placeholders = values.template.placeholders
    own = {p.key for p in placeholders if p.source != "quote" or p.key.startswith(CLIENT)}
    given = {key for key, value in values.all.items() if value.strip()}
    typed = (own & given) | {drawing.TYPED}
    missing = {p.key for p in placeholders if p.required and p.key not in given} | {drawing.MISSING}

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
