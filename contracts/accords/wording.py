"""The shipped wordings of accords: short, on one card, for one guest. No Django here."""

from functools import cache

from contracts.filling import Template
from contracts.wording import SHIPPED, parse


@cache
def load(template: str, language: str) -> Template:
    """The shipped wording of that name in French or English."""
    path = SHIPPED / "short" / f"{template}.{language}.yaml"
    return parse(path.read_text(encoding="utf-8"), name=path.name, cases={})
