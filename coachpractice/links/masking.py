"""Logs hold no token: whoever reads them must not be able to open anybody's link, take a place in
a practice, finish an account or choose its password. No Django."""

import logging
import re

_TOKEN = re.compile(
    r"(/(?:l|calendar|join|account/signup|account/password/reset)/)[A-Za-z0-9_\-.%=~:]+"
)


def masked(text: str) -> str:
    return _TOKEN.sub(r"\1…", text)


class MaskTokens(logging.Filter):
    """Writes `/l/…` for the address of every link, and so for each address that opens something."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage()), ()
        return True
