"""Different texts for different signers, from one frozen snapshot. No Django here.

Any piece of a snapshot (section, block, item of a list, row of a table, summary line, card, limit,
comprehension question, consent, annex, party) may carry `"for": ["client", "sponsor", …]`: it is
for those roles alone. Without it, a piece is for everybody. What has no keys of its own is wrapped:

    {"text": "…", "for": […]}     in place of any string, also of a title or of `total_text`
    {"cells": […], "for": […]}    in place of a row of a table
    "details": ["…", {"text": "…", "for": […]}]     the lines under the name of a party

`"statements": {role: "…"}` overrides `"statement"` for the roles it names.

At the top only the keys of `KEYS` pass to a guest: whoever adds one adds it there too, or it stays
with the coach. The coach's text is the whole, and so are its numbers: an extract keeps them, so
that all parties mean the same by "section 4".
"""

import secrets
from collections.abc import Mapping
from typing import Any

COACH = "coach"
FOR = "for"

# What a guest may be shown of a document, at the top of its snapshot.
ABOUT = ("template", "version", "language", "kind", "number", "title", "subtitle", "author")
READ = ("parties", "annexes", "summary", "cards", "sections", "limits", "statement", "total_text")
ASKED = ("answers_on", "comprehension", "consents")
OF_A_CODE = ("edition", "code_sha256", "chapters", "closing", "commitment", "place", "date", "name")
KEYS = frozenset((*ABOUT, *READ, *ASKED, *OF_A_CODE))
ROWS = ("cells", "head")
_NOTHING = object()


def text_for(snapshot: Mapping[str, Any], role: str) -> dict[str, Any]:
    """What somebody of this role is shown and signs: without marks, and without what is for others.

    A mark that cannot be read is for nobody but the coach. A block, section or card of which
    nothing is left is gone too, and with a card go its sections; what was asked on such a card is
    asked on the last that is left.
    """
    whole = role == COACH
    said = {key: each for key, each in snapshot.items() if whole or key in KEYS}
    said.pop("statements", None)
    text = {key: _words(_kept(each, role)) for key, each in said.items()}
    statements = snapshot.get("statements", {})
    if role in statements:
        text["statement"] = _words(_kept(statements[role], role))
    if "parties" in text:
        text["parties"] = [_party(each) for each in text["parties"]]
    return text if whole else _tidy(text, snapshot)


def is_divided(snapshot: Mapping[str, Any]) -> bool:
    """Whether it says something to some and not to others."""
    return bool(snapshot.get("statements")) or _is_marked(snapshot)


def salted(text: Mapping[str, Any]) -> dict[str, Any]:
    """The text with something nobody can guess in it.

    Fingerprints are shown to anyone. Without it, whoever knows most of a text could find the rest
    by trying; and two who sign the same words would show the same fingerprint.
    """
    return {**text, "salt": secrets.token_hex(16)}


def _is_marked(piece: Any) -> bool:
    if isinstance(piece, Mapping):
        return FOR in piece or any(map(_is_marked, piece.values()))
    return isinstance(piece, list | tuple) and any(map(_is_marked, piece))


def _kept(piece: Any, role: str) -> Any:
    """The piece as this role has it, or _NOTHING."""
    if isinstance(piece, Mapping):
        if FOR in piece and role not in (COACH, *_roles(piece[FOR])):
            return _NOTHING
        kept = {key: _held(key, each, role) for key, each in piece.items() if key != FOR}
        for sole in ("text", "cells"):
            if kept.keys() == {sole}:
                return kept[sole]
        return kept
    if isinstance(piece, list | tuple):
        parts = (_row(each, role) if _is_row(each) else _kept(each, role) for each in piece)
        return [part for part in parts if part is not _NOTHING]
    return piece


def _held(key: str, piece: Any, role: str) -> Any:
    is_row = key in ROWS and _is_row(piece)
    return _row(piece, role) if is_row else _words(_kept(piece, role))


def _is_row(piece: Any) -> bool:
    return isinstance(piece, list | tuple)


def _row(cells: Any, role: str) -> list[Any]:
    """A row keeps its places, so that what is left stands in its column."""
    return [_words(_kept(cell, role)) for cell in cells]


def _roles(mark: Any) -> tuple[str, ...]:
    found = [mark] if isinstance(mark, str) else mark
    if not isinstance(found, list | tuple):
        return ()
    return tuple(each for each in found if isinstance(each, str))


def _words(kept: Any) -> Any:
    """In place of a text that is for others there is no text."""
    return "" if kept is _NOTHING else kept


def _party(party: Any) -> Any:
    if not isinstance(party, dict) or not isinstance(party.get("details"), list):
        return party
    return {**party, "details": "\n".join(filter(None, map(str, party["details"])))}


def _tidy(text: dict[str, Any], snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what stands empty because all it held is for others."""
    cards = {card["key"] for card in text.get("cards", ())}
    others = {card["key"] for card in snapshot.get("cards", ())} - cards
    if "sections" in text:
        limits = bool(text.get("limits"))
        mine = (each for each in text["sections"] if each.get("card") not in others)
        text["sections"] = [each for each in mine if _section(each, limits)]
    if "cards" in text:
        used = {section.get("card") for section in text.get("sections", ())}
        text["cards"] = [card for card in text["cards"] if card["key"] in used]
    if "comprehension" in text:
        text["comprehension"] = [each for each in text["comprehension"] if _can_be_right(each)]
    if "answers_on" in text:
        text["answers_on"] = _answers_on(text)
    return text


def _can_be_right(question: dict[str, Any]) -> bool:
    return question["right"] in [choice["key"] for choice in question["choices"]]


def _section(section: dict[str, Any], limits: bool) -> bool:
    """Whether something is left of a section; its blocks lose what is empty on the way."""
    held = section.get("blocks", [])
    section["blocks"] = [block for block in held if _block(block, limits)]
    return bool(section["blocks"])


def _block(block: Any, limits: bool) -> bool:
    match block.get("type"):
        case "p":
            return bool(block.get("text"))
        case "list":
            return bool(block.get("items"))
        case "table":
            return bool(block.get("rows"))
        case "limits":
            return limits
    return True


def _answers_on(text: dict[str, Any]) -> str:
    cards = [card["key"] for card in text.get("cards", ())]
    asked = text.get("comprehension") or text.get("limits")
    if text["answers_on"] in cards or not asked:
        return text["answers_on"]
    return cards[-1] if cards else ""
