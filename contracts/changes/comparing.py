"""What an amendment changes, section by section, in the words of the two texts. No Django here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Text = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """Words of one section that are gone, and those that stand in their place."""

    title: str
    old: str
    new: str


def changes(before: Text, after: Text) -> list[Change]:
    """Every difference between what somebody read and what they are to read, in the order of the
    new text; what a section said that is gone comes last."""
    old, new = _sections(before), _sections(after)
    found = [
        change
        for key, (title, words) in new.items()
        for change in _changed(title, old[key][1] if key in old else [], words)
    ]
    gone = [_changed(title, words, []) for key, (title, words) in old.items() if key not in new]
    return [*found, *(change for changed in gone for change in changed)]


def _sections(text: Text) -> dict[str, tuple[str, list[str]]]:
    """Title and paragraphs of each section; limits stand in one of their own."""
    found = {
        each["key"]: (each["title"], [words for block in each["blocks"] for words in _words(block)])
        for each in text.get("sections", ())
    }
    for section in text.get("sections", ()):
        if any(block.get("type") == "limits" for block in section["blocks"]):
            title, words = found[section["key"]]
            limits = [limit["text"] for limit in text.get("limits", ())]
            found[section["key"]] = (title, words + limits)
    return found


def _words(block: Mapping[str, Any]) -> Iterator[str]:
    match block.get("type"):
        case "p":
            yield block.get("text", "")
        case "list":
            yield from map(str, block.get("items", ()))
        case "table":
            for row in block.get("rows", ()):
                yield " – ".join(filter(None, map(str, row)))


def _changed(title: str, old: list[str], new: list[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            continue
        gone, come = old[i:j], new[k:m]
        for number in range(max(len(gone), len(come))):
            before = gone[number] if number < len(gone) else ""
            after = come[number] if number < len(come) else ""
            yield Change(title, before, after)
