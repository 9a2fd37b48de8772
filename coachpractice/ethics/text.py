"""A code of ethics as it is written: chapters, sections, clauses. No Django here.

`parse` refuses a text that is not sound, so whoever holds a `Code` may rely on it: every clause has
a key and a number of its own, its number begins with its section's, and nothing is empty.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

_EDITION = re.compile(r"[0-9]{4}[a-z0-9-]{0,16}")
_KEY = re.compile(r"[a-z]+(-[a-z]+)*")
LABEL_LANGUAGES = ("fr", "en")


class TextError(ValueError):
    """The text of a code is not sound; the message says where."""


@dataclass(frozen=True)
class Clause:
    """One clause. Rules bind to `key`; `lead` is the beginning it shares with its neighbours."""

    number: str
    key: str
    label_fr: str
    label_en: str
    text: str
    lead: str = ""

    def label(self, language: str) -> str:
        return self.label_en if language.startswith("en") else self.label_fr

    @property
    def words(self) -> str:
        """The whole sentence, with its beginning."""
        return f"{self.lead} {self.text}" if self.lead else self.text

    def content(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "key": self.key,
            "label": {"fr": self.label_fr, "en": self.label_en},
            "lead": self.lead,
            "text": self.text,
        }


@dataclass(frozen=True)
class Section:
    """`title` is empty where a chapter opens without a heading."""

    number: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Chapter:
    number: str
    title: str
    sections: tuple[Section, ...]

    @property
    def clauses(self) -> Iterator[Clause]:
        return (clause for section in self.sections for clause in section.clauses)


@dataclass(frozen=True)
class Code:
    """One edition of a code, in the language it was written in."""

    code: str
    edition: str
    language: str
    title: str
    closing: str
    chapters: tuple[Chapter, ...]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)

    @cached_property
    def by_key(self) -> dict[str, Clause]:
        return {clause.key: clause for clause in self.clauses}

    def content(self) -> dict[str, Any]:
        """The whole of it as JSON can hold it; `parse` reads it back."""
        chapters = [
            {
                "number": chapter.number,
                "title": chapter.title,
                "sections": [
                    {
                        "number": section.number,
                        "title": section.title,
                        "clauses": [clause.content() for clause in section.clauses],
                    }
                    for section in chapter.sections
                ],
            }
            for chapter in self.chapters
        ]
        return {**{name: getattr(self, name) for name in _HEAD}, "chapters": chapters}

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of what people sign: the words, numbers and keys, not our labels."""
        told = asdict(self)
        for chapter in told["chapters"]:
            for section in chapter["sections"]:
                for clause in section["clauses"]:
                    del clause["label_fr"], clause["label_en"]
        canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


_HEAD = ("code", "edition", "language", "title", "closing")


def read(path: Path) -> Code:
    """Read a YAML file; TextError names the file and what is wrong with it."""
    try:
        return parse(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError, TextError) as error:
        raise TextError(f"{path.name}: {error}") from error


def parse(content: Mapping[str, Any]) -> Code:
    """Read and check the content of a code; TextError says what is wrong with it."""
    try:
        code = _code(content)
    except (LookupError, TypeError, AttributeError) as error:
        raise TextError(f"something is missing or not where it should be: {error!r}") from error
    for complaint in _complaints(code):
        raise TextError(complaint)
    return code


def _code(content: Mapping[str, Any]) -> Code:
    head = {name: str(content[name]).strip() for name in _HEAD}
    return Code(**head, chapters=tuple(_chapter(each) for each in content["chapters"]))


def _chapter(content: Mapping[str, Any]) -> Chapter:
    sections = tuple(
        Section(
            str(section["number"]),
            str(section["title"] or "").strip(),
            tuple(_clause(clause) for clause in section["clauses"]),
        )
        for section in content["sections"]
    )
    return Chapter(str(content["number"]), str(content["title"]).strip(), sections)


def _clause(content: Mapping[str, Any]) -> Clause:
    labels = {f"label_{language}": str(content["label"][language]) for language in LABEL_LANGUAGES}
    return Clause(
        number=str(content["number"]),
        key=str(content["key"]),
        text=str(content["text"]).strip(),
        lead=str(content.get("lead") or "").strip(),
        **labels,
    )


def _complaints(code: Code) -> Iterator[str]:
    if not _EDITION.fullmatch(code.edition):
        yield f"an edition is named for its year, not {code.edition!r}"
    if not code.clauses:
        yield "there is no clause in it"
    for name in ("number", "key"):
        seen = [getattr(clause, name) for clause in code.clauses]
        for twice in sorted({each for each in seen if seen.count(each) > 1}):
            yield f"two clauses have the {name} {twice}"
    for chapter in code.chapters:
        for section in chapter.sections:
            for clause in section.clauses:
                yield from _complaints_of(clause, section)


def _complaints_of(clause: Clause, section: Section) -> Iterator[str]:
    if not _KEY.fullmatch(clause.key):
        yield f"{clause.key!r} is no key: small letters and hyphens"
    if not clause.number.startswith(f"{section.number}."):
        yield f"clause {clause.number} does not belong to section {section.number}"
    if not (clause.text and clause.label_fr and clause.label_en):
        yield f"clause {clause.number} lacks its text or a label"
