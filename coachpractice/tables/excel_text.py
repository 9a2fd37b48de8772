"""Signs that XML cannot hold, written the way spreadsheets do: _x0007_ for a bell."""

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile("_x([0-9A-Fa-f]{4})_")


def escape(value: str) -> str:
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", value)


def unescape(value: str) -> str:
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
