"""The contract wordings we ship: loaded from YAML and checked whole. No Django here.

One wording serves every kind of contract. `load` refuses a file that is not sound, so whoever
holds a `Template` may rely on it: in each of `CASES` every reader has a summary, three cards read
straight through, limits, questions; every placeholder is declared and used, what is optional never
leaves a hole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contracts.filling import Filled, Template
from contracts.pieces import (
    ALONE,
    MARK,
    READERS,
    Block,
    Card,
    Choice,
    Consent,
    Entry,
    Guard,
    Limit,
    Line,
    Piece,
    Placeholder,
    Question,
    Readers,
    Section,
    Statement,
)

__all__ = ["CASES", "Filled", "Template", "WordingError", "load", "parse", "shipped"]

SHIPPED = Path(__file__).parent / "templates_shipped"
CARDS = ("work", "confidentiality", "ending")
CONSENTS = ("supervision-case", "accreditation-log", "file-if-unable")
ASKED_TO = {"client": CONSENTS, "guardian": CONSENTS, "member": CONSENTS,
            "child": ("supervision-case",)}  # fmt: skip
SUMMARY_LINES = 6
QUESTIONS = (2, 3)
SOURCES = ("quote", "contract", "parties")
DRAWN = ("limits", "objectives")
MARKS = frozenset({"when", "unless", "for"})

# The kinds of contract a wording must be whole for: what holds, and who reads it.
Cases = Mapping[str, tuple[str, Readers]]
CASES: Cases = {
    "adult": ("pays_self", ALONE),
    "vulnerable": ("pays_self is_vulnerable arrangement", ALONE),
    "sponsored": (
        "sponsor_name others_sign has_private has_meetings",
        {"client": "client", "sponsor": "sponsor"},
    ),
    "minor": (
        "is_minor is_represented is_accompanied others_sign arrangement",
        {"child": "client", "guardian": "guardian"},
    ),
    "sponsored minor": (
        "is_minor is_represented is_accompanied others_sign arrangement sponsor_name",
        {"child": "client", "guardian": "guardian", "sponsor": "sponsor"},
    ),
    "guardianship": (
        "is_guardianship is_represented is_accompanied others_sign arrangement",
        {"guardian": "guardian"},
    ),
    "mandate": (
        "is_mandate is_represented is_accompanied others_sign arrangement",
        {"guardian": "guardian"},
    ),
    "curatorship": (
        "is_curatorship is_accompanied pays_self others_sign arrangement",
        {"client": "client", "curator": "guardian"},
    ),
    "team": (
        "is_team sponsor_name others_sign has_meetings",
        {"member": "member", "sponsor": "sponsor"},
    ),
}


class WordingError(ValueError):
    """A shipped wording is unknown or not sound; the message says which and where."""


@cache
def load(template: str, language: str) -> Template:
    """The shipped wording of that name and language; WordingError if there is none."""
    if (template, language) not in shipped():
        raise WordingError(f"No wording {template!r} is shipped in {language!r}.")
    path = SHIPPED / f"{template}.{language}.yaml"
    return parse(path.read_text(encoding="utf-8"), name=path.name)


def shipped() -> tuple[tuple[str, str], ...]:
    """(template, language) of every wording that is shipped."""
    stems = (path.stem.rpartition(".") for path in SHIPPED.glob("*.*.yaml"))
    return tuple(sorted((template, language) for template, _, language in stems))


def parse(source: str, *, name: str, cases: Cases = CASES) -> Template:
    """Read and check one wording; WordingError names the file and what is wrong with it. `cases`
    are the kinds of contract it must be whole for, as contracts with clients are."""
    try:
        template = _template(yaml.safe_load(source))
        for complaint in _complaints(template, cases):
            raise WordingError(complaint)
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, WordingError) as error:
        raise WordingError(f"{name}: {error}") from error
    return template


# Reading: a key that is missing or unknown is a TypeError of the piece it was meant for.


def _template(page: Mapping[str, Any]) -> Template:
    made = {
        "summary": tuple(_piece(Line, line) for line in page["summary"]),
        "cards": tuple(_piece(Card, card) for card in page["cards"]),
        "sections": tuple(_section(section) for section in page["sections"]),
        "limits": tuple(_piece(Limit, limit) for limit in page["limits"]),
        "comprehension": tuple(_question(question) for question in page["comprehension"]),
        "consents": tuple(_piece(Consent, consent) for consent in page["consents"]),
        "statements": tuple(_piece(Statement, each) for each in page["statements"]),
        "placeholders": tuple(Placeholder(**each) for each in page["placeholders"]),
        "flags": tuple(page["flags"]),
    }
    return Template(**{**page, **made})


def _piece(kind: type[Any], page: Mapping[str, Any], **made: Any) -> Any:
    words = {key: value for key, value in page.items() if key not in MARKS}
    return kind(**{**words, **made}, **_marks(page))


def _section(page: dict[str, Any]) -> Section:
    blocks = tuple(_block(block) for block in page["blocks"])
    return _piece(Section, page, blocks=blocks, clauses=tuple(page["clauses"]))


def _block(page: dict[str, Any]) -> Block:
    marks = _marks(page)
    kinds = page.keys() - MARKS
    if len(kinds) != 1:
        raise WordingError(f"a block is one thing, not {sorted(kinds)}")
    (kind,) = kinds
    match kind, page[kind]:
        case "p", str(text):
            return Block(kind, text=text, **marks)
        case "list", list(items):
            return Block(kind, entries=tuple(_item(item) for item in items), **marks)
        case "table", {"caption": caption, "head": head, "rows": rows}:
            entries = tuple(_row(row) for row in rows)
            return Block(kind, caption=caption, head=tuple(head), entries=entries, **marks)
        case (("limits" | "objectives"), True):
            return Block(kind, **marks)
    raise WordingError(f"a block {kind!r} cannot be read")


def _item(page: str | dict[str, Any]) -> Entry:
    if isinstance(page, str):
        return Entry((page,))
    return Entry((page["text"],), **_marks(page))


def _row(page: list[str] | dict[str, Any]) -> Entry:
    if isinstance(page, list):
        return Entry(tuple(page))
    return Entry(tuple(page["cells"]), **_marks(page))


def _marks(page: Mapping[str, Any]) -> dict[str, Any]:
    """The condition of a piece, and the readers it is for."""
    if set(_keys(page.get("for", ()))) - set(READERS):
        raise WordingError(f"the readers are {READERS}, not {page['for']}")
    return {
        "guard": Guard(_keys(page.get("when", ())), _keys(page.get("unless", ()))),
        "readers": _keys(page.get("for", ())),
    }


def _keys(keys: Any) -> tuple[str, ...]:
    return (keys,) if isinstance(keys, str) else tuple(keys)


def _question(page: Mapping[str, Any]) -> Question:
    return _piece(Question, page, choices=tuple(Choice(**each) for each in page["choices"]))


# Checking: each complaint is one sentence; the first is raised.


def _complaints(template: Template, cases: Cases) -> Iterator[str]:
    yield from _key_complaints(template)
    yield from _question_complaints(template)
    yield from _placeholder_complaints(template)
    for case, (holds, readers) in cases.items():
        known = dict.fromkeys(holds.split(), "x")
        known |= {p.key: "x" for p in template.placeholders if p.required and not _of_others(p)}
        filled = template.fill(known, readers=readers)
        for reader, role in readers.items():
            for complaint in _reader_complaints(filled, reader, role):
                yield f"{complaint} ({reader}, {case})"


def _of_others(placeholder: Placeholder) -> bool:
    """Whether a value tells of those who sign beside the client; there may be none."""
    return placeholder.source == "parties"


def _key_complaints(template: Template) -> Iterator[str]:
    for part in ("sections", "placeholders"):
        keys = [piece.key for piece in getattr(template, part)]
        if len(keys) != len(set(keys)):
            yield f"a key of {part} stands twice"


def _reader_complaints(filled: Filled, reader: str, role: str) -> Iterator[str]:
    """What is not whole in the text that somebody of this role reads."""
    for part in ("summary", "cards", "limits", "comprehension", "consents"):
        keys = [piece.key for piece in _read(getattr(filled, part), role)]
        if len(keys) != len(set(keys)):
            yield f"a key of {part} stands twice"
    if len(_read(filled.summary, role)) != SUMMARY_LINES:
        yield f"the summary has {SUMMARY_LINES} lines"
    if not QUESTIONS[0] <= len(_read(filled.comprehension, role)) <= QUESTIONS[1]:
        yield f"a reader is asked {QUESTIONS[0]} or {QUESTIONS[1]} questions"
    asked = ASKED_TO.get(reader, ())
    if tuple(each.key for each in _read(filled.consents, role)) != asked:
        yield f"the consents are {asked}"
    sections = _read(filled.sections, role)
    yield from _order_complaints(_read(filled.cards, role), sections)
    kinds = [each.kind for section in sections for each in _read(section.blocks, role)]
    for kind in DRAWN:
        if kinds.count(kind) != 1:
            yield f"{kind} stand in the text once"


def _read(pieces: tuple[Any, ...], role: str) -> tuple[Any, ...]:
    return tuple(each for each in pieces if not each.readers or role in each.readers)


def _order_complaints(cards: tuple[Card, ...], sections: tuple[Section, ...]) -> Iterator[str]:
    if tuple(card.key for card in cards) != CARDS:
        yield f"the cards are {CARDS}"
    for section in sections:
        if section.card not in CARDS:
            yield f"section {section.key} is on no card"
    places = [CARDS.index(section.card) for section in sections if section.card in CARDS]
    if places != sorted(places):
        yield "the sections do not follow the cards"
    if set(places) != set(range(len(CARDS))):
        yield "a card holds no section"


def _question_complaints(template: Template) -> Iterator[str]:
    for question in template.comprehension:
        if question.right not in [choice.key for choice in question.choices]:
            yield f"the right answer to {question.key} is not among its choices"


def _placeholder_complaints(template: Template) -> Iterator[str]:
    declared = {placeholder.key: placeholder for placeholder in template.placeholders}
    flags = set(template.flags)
    for placeholder in template.placeholders:
        if placeholder.source not in SOURCES:
            yield f"{placeholder.key} comes from one of {SOURCES}"
        if placeholder.required and placeholder.default:
            yield f"{placeholder.key} has a default, so it is not required"
    sure = {key for key, each in declared.items() if each.required or each.default}
    used: set[str] = set()
    for text, guards in _texts(template, ()):
        keys = {mark[1] for mark in MARK.finditer(text)}
        conditions = {key for guard in guards for key in (*guard.when, *guard.unless)}
        used |= keys | conditions & flags
        for key in sorted((keys | conditions - flags) - declared.keys()):
            yield f"{key} is used and not declared"
        for key in sorted(keys - sure - {key for guard in guards for key in guard.when}):
            yield f"{key} may be absent where nothing guards it: {text!r}"
        if set("{}") & set(MARK.sub("", text)):
            yield f"a brace opens or closes nothing: {text!r}"
    for key in sorted((declared.keys() | flags) - used):
        yield f"{key} is declared and not used"


def _texts(piece: Any, guards: tuple[Guard, ...]) -> Iterator[tuple[str, tuple[Guard, ...]]]:
    """Every text a reader may see, with the guards that stand around it."""
    if isinstance(piece, str):
        yield piece, guards
    elif isinstance(piece, tuple):
        for part in piece:
            yield from _texts(part, guards)
    elif isinstance(piece, (Piece, Template, Choice)):
        own = (piece.guard,) if isinstance(piece, Piece) else ()
        for field in fields(piece):
            if field.name not in ("guard", "readers", "flags", "placeholders"):
                yield from _texts(getattr(piece, field.name), (*guards, *own))
