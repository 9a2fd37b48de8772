"""The French catalogue keeps to the glossary and to French typography."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = ROOT / "docs" / "glossary.md"
CATALOGUE = ROOT / "coachpractice" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
SOURCES = ("coachpractice", "clients", "contracts", "cpd")

NBSP = "\u00a0"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[ds]|\{\w*\}")
TAG_OR_ENTITY = re.compile(r"<[^>]*>|&#?\w+;")


@dataclass(frozen=True)
class Term:
    code: str
    english: str
    french: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """One text and what it became; several of each where it has a plural."""

    english: tuple[str, ...]
    french: tuple[str, ...]


def terms():
    """The rows of the glossary's tables."""
    found = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or cells[0] in ("code", "---"):
            continue
        code, english, french, also = cells
        forms = (french, *filter(None, (form.strip() for form in also.split(","))))
        found.append(Term(code.strip("`—"), english, forms))
    return found


def texts():
    """What is translated so far."""
    found = []
    for entry in polib.pofile(str(CATALOGUE)):
        french = tuple(entry.msgstr_plural.values()) or (entry.msgstr,)
        if not entry.obsolete and all(french):
            found.append(Text((entry.msgid, entry.msgid_plural or entry.msgid), french))
    return found


TERMS, TEXTS = terms(), texts()


def word(term):
    """The term as a word of a sentence: in the plural or feminine, with a capital.

    A space of the term may be a no-break one, or the end of a line.
    """
    parts = [re.escape(part) + "(?:e|s|es|x)?" for part in term.split()]
    if parts[-1].startswith("party"):
        parts[-1] = "part(?:y|ies)"
    words = r"\s+".join(parts)
    return re.compile(rf"(?<![\w/-]){words}(?![\w@])", re.IGNORECASE)


def plain(text):
    """The text without its tags and placeholders, whose names are of the code."""
    return TAG_OR_ENTITY.sub(" ", PLACEHOLDER.sub(" ", text))


def broken(*, unless):
    """The translations for which `unless` is false."""
    return [french for text in TEXTS for french in text.french if not unless(french)]


def test_the_glossary_names_every_thing_once():
    for names in ([term.english for term in TERMS], [term.code for term in TERMS if term.code]):
        assert sorted(names) == sorted(set(names))


def test_what_the_glossary_says_of_the_code_stands_in_the_code():
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in SOURCES
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".yaml")
    )
    words = set(re.findall(r"[\w-]+", source)) | {"cpd"}
    assert [term.code for term in TERMS if term.code and term.code not in words] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.english)
def test_one_word_for_one_thing(term):
    asked, answers = word(term.english), [word(form) for form in term.french]
    longer = [word(other.english) for other in TERMS if f" {term.english}" in f" {other.english}"]
    longer = [each for each in longer if each.pattern != asked.pattern]
    wrong = []
    for text in TEXTS:
        english = plain(text.english[0])
        for each in longer:  # "coaching contract" has a row of its own
            english = each.sub(" ", english)
        if asked.search(english) and not all(
            any(answer.search(plain(french)) for answer in answers) for french in text.french
        ):
            wrong.append((text.english[0], text.french[-1]))
    assert wrong == []


def test_apostrophes_are_typographic():
    assert broken(unless=lambda french: "'" not in TAG_OR_ENTITY.sub("", french)) == []


def test_high_punctuation_follows_a_no_break_space():
    """Before ; : ? and ». What stands in an address or an hour (9:30) is no punctuation."""
    loose = re.compile(rf"[^{NBSP}\u202f\s?](?:[;?»]|:(?=[\s»]|$))|[ \n](?:[;:?»])(?=[\s»)]|$)")
    assert broken(unless=lambda french: not loose.search(TAG_OR_ENTITY.sub("_", french))) == []


def test_an_opening_guillemet_is_followed_by_a_no_break_space():
    assert broken(unless=lambda french: not re.search(rf"«(?!{NBSP})", french)) == []


def test_a_number_and_its_unit_stay_on_one_line():
    loose = re.compile(r"(?:\d|\)[ds]) (?:%(?!\()|€|h\b|min\b|ko\b|Mo\b)")
    assert broken(unless=lambda french: not loose.search(french)) == []


def test_nobody_is_spelled_with_middle_dots():
    inside = re.compile(r"\w[·•‧⋅]\w|\w\((?:e|ne|rice|s)\)")
    assert broken(unless=lambda french: not inside.search(french)) == []


def test_nobody_is_shouted_at_cheered_or_sworn_in():
    tone = re.compile(r"!|\bOups\b|\bFélicitations\b|\bJe certifie\b|\bBravo\b", re.IGNORECASE)
    assert broken(unless=lambda french: not tone.search(TAG_OR_ENTITY.sub("", french))) == []


def test_placeholders_are_those_of_the_text():
    """Every form names what its text names; the singular may leave a number out."""
    wrong = []
    for text in TEXTS:
        asked = [set(PLACEHOLDER.findall(english)) for english in text.english]
        given = [set(PLACEHOLDER.findall(french)) for french in text.french]
        if given[-1] != asked[-1] or any(each - asked[-1] for each in given):
            wrong.append((text.english, text.french))
    assert wrong == []


def test_tags_are_those_of_the_text():
    def tags(text):
        return sorted(re.findall(r"</?\w+", text))

    wrong = [text.french for text in TEXTS if tags(text.english[-1]) != tags(text.french[-1])]
    assert wrong == []


def test_edges_are_those_of_the_text():
    """A space or line break at either end holds a sentence together with what is around it."""

    def edges(text):
        return [text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]]

    wrong = [text.french for text in TEXTS if edges(text.english[0]) != edges(text.french[0])]
    assert wrong == []


def test_nothing_is_fuzzy_untranslated_or_there_twice():
    catalogue = [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]
    keys = sorted((entry.msgctxt or "", entry.msgid) for entry in catalogue)
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []
    assert [entry.msgid for entry in catalogue if not entry.translated()] == []
    assert [one for one, next_one in pairwise(keys) if one == next_one] == []
