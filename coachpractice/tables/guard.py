"""No value we write is evaluated by a spreadsheet, and what we read back is what it was."""

import re

# What makes a cell a formula or a command in Excel, LibreOffice or Numbers; the wide forms count
# where East Asian input is used.
_EVALUATED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def shield(value: str) -> str:
    """The value with an apostrophe before what a spreadsheet would evaluate."""
    return f"'{value}" if _EVALUATED.match(value) else value


def shield_apostrophe(value: str) -> str:
    """For a cell whose type is text already: only what `unshield` would take for shielded."""
    return f"'{value}" if _SHIELDED.match(value) else value


def unshield(value: str) -> str:
    """The value as it was before it was shielded; a name such as 't Hooft stays as it is."""
    return value[1:] if _SHIELDED.match(value) else value
