"""The contract wordings we ship: loaded from YAML and checked whole. No Django here.

`load` refuses a file that is not sound, so whoever holds a `Template` may rely on it: three cards
read straight through, every placeholder declared and used, what is optional never leaves a hole.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from contracts.pieces import (
    MARK,
    Block,
    Card,
    Choice,
    Consent,
    Entry,
    Filled,
    Guard,
    Limit,
    Line,
    Placeholder,
    Question,
    Section,
    Template,
)

__all__ = ["Filled", "Template", "WordingError", "load", "parse", "shipped"]

SHIPPED = Path(__file__).parent / "templates_shipped"
CARDS = ("work", "confidentiality", "ending")
CONSENTS = ("supervision-case", "accreditation-log", "file-if-unable")
SUMMARY_LINES = 6
QUESTIONS = 2
SOURCES = ("quote", "contract")
DRAWN = ("limits", "objectives")
GUARDS = frozenset({"when", "unless"})


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


def parse(source: str, *, name: str) -> Template:
    """Read and check one wording; WordingError names the file and what is wrong with it."""
    try:
        template = _template(yaml.safe_load(source))
        for complaint in _complaints(template):
            raise WordingError(complaint)
    except (yaml.YAMLError, LookupError, TypeError, AttributeError, WordingError) as error:
        raise WordingError(f"{name}: {error}") from error
    return template


# Reading: a key that is missing or unknown is a TypeError of the piece it was meant for.


def _template(page: Mapping[str, Any]) -> Template:
    made = {
        "summary": tuple(Line(**line) for line in page["summary"]),
        "cards": tuple(Card(**card) for card in page["cards"]),
        "sections": tuple(_section(**section) for section in page["sections"]),
        "limits": tuple(Limit(**limit) for limit in page["limits"]),
        "comprehension": tuple(_question(**question) for question in page["comprehension"]),
        "consents": tuple(Consent(**consent) for consent in page["consents"]),
        "placeholders": tuple(Placeholder(**each) for each in page["placeholders"]),
    }
    return Template(**{**page, **made})


def _section(
    *,
    blocks: list[dict[str, Any]],
    clauses: list[str],
    when: Any = (),
    unless: Any = (),
    **words: str,
) -> Section:
    return Section(
        blocks=tuple(_block(block) for block in blocks),
        clauses=tuple(clauses),
        guard=_guard(when, unless),
        **words,
    )


def _block(page: dict[str, Any]) -> Block:
    guard = _guard(page.get("when", ()), page.get("unless", ()))
    kinds = page.keys() - GUARDS
    if len(kinds) != 1:
        raise WordingError(f"a block is one thing, not {sorted(kinds)}")
    (kind,) = kinds
    match kind, page[kind]:
        case "p", str(text):
            return Block(kind, text=text, guard=guard)
        case "list", list(items):
            return Block(kind, entries=tuple(_item(item) for item in items), guard=guard)
        case "table", {"caption": caption, "head": head, "rows": rows}:
            entries = tuple(_row(row) for row in rows)
            return Block(kind, caption=caption, head=tuple(head), entries=entries, guard=guard)
        case (("limits" | "objectives"), True):
            return Block(kind, guard=guard)
    raise WordingError(f"a block {kind!r} cannot be read")


def _item(page: str | dict[str, Any]) -> Entry:
    if isinstance(page, str):
        return Entry((page,))
    return Entry((page["text"],), _guard(page.get("when", ()), page.get("unless", ())))


def _row(page: list[str] | dict[str, Any]) -> Entry:
    if isinstance(page, list):
        return Entry(tuple(page))
    return Entry(tuple(page["cells"]), _guard(page.get("when", ()), page.get("unless", ())))


def _guard(when: Any, unless: Any) -> Guard:
    return Guard(*((keys,) if isinstance(keys, str) else tuple(keys) for keys in (when, unless)))


def _question(*, choices: list[dict[str, str]], **words: str) -> Question:
    return Question(choices=tuple(Choice(**choice) for choice in choices), **words)


# Checking: each complaint is one sentence; the first is raised.


def _complaints(template: Template) -> Iterator[str]:
    yield from _parts_complaints(template)
    yield from _order_complaints(template)
    yield from _question_complaints(template)
    yield from _placeholder_complaints(template)


def _parts_complaints(template: Template) -> Iterator[str]:
    parts = ("summary", "cards", "sections", "limits", "comprehension", "consents", "placeholders")
    for part in parts:
        keys = [piece.key for piece in getattr(template, part)]
        if len(keys) != len(set(keys)):
            yield f"a key of {part} stands twice"
    if len(template.summary) != SUMMARY_LINES:
        yield f"the summary has {SUMMARY_LINES} lines"
    if tuple(consent.key for consent in template.consents) != CONSENTS:
        yield f"the consents are {CONSENTS}"
    kinds = [block.kind for section in template.sections for block in section.blocks]
    for kind in DRAWN:
        if kinds.count(kind) != 1:
            yield f"{kind} stand in the text once"


def _order_complaints(template: Template) -> Iterator[str]:
    if tuple(card.key for card in template.cards) != CARDS:
        yield f"the cards are {CARDS}"
    for section in template.sections:
        if section.card not in CARDS:
            yield f"section {section.key} is on no card"
    places = [CARDS.index(section.card) for section in template.sections]
    if places != sorted(places):
        yield "the sections do not follow the cards"


def _question_complaints(template: Template) -> Iterator[str]:
    if len(template.comprehension) != QUESTIONS:
        yield f"the client is asked {QUESTIONS} questions"
    for question in template.comprehension:
        if question.right not in [choice.key for choice in question.choices]:
            yield f"the right answer to {question.key} is not among its choices"


def _placeholder_complaints(template: Template) -> Iterator[str]:
    declared = {placeholder.key: placeholder for placeholder in template.placeholders}
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
        used |= keys
        for key in sorted((keys | conditions) - declared.keys()):
            yield f"{key} is used and not declared"
        for key in sorted(keys - sure - {key for guard in guards for key in guard.when}):
            yield f"{key} may be absent where nothing guards it: {text!r}"
        if set("{}") & set(MARK.sub("", text)):
            yield f"a brace opens or closes nothing: {text!r}"
    for key in sorted(declared.keys() - used):
        yield f"{key} is declared and not used"


def _texts(piece: Any, guards: tuple[Guard, ...]) -> Iterator[tuple[str, tuple[Guard, ...]]]:
    """Every text a reader may see, with the guards that stand around it."""
    if isinstance(piece, str):
        yield piece, guards
    elif isinstance(piece, tuple):
        for part in piece:
            yield from _texts(part, guards)
    elif hasattr(piece, "__dataclass_fields__") and not isinstance(piece, (Guard, Placeholder)):
        own = getattr(piece, "guard", None)
        for name in piece.__dataclass_fields__:
            yield from _texts(getattr(piece, name), (*guards, own) if own else guards)
