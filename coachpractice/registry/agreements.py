"""agreements.py of an app: what can be signed here, and what follows when it is concluded?"""

from collections.abc import Callable
from typing import Any, Protocol

from coachpractice.registry.register import Register


class Agreement(Protocol):
    """A kind of document that parties sign.

    `paper` is the template of its PDF; it takes the snapshot that was frozen. `label` is what it
    is called in that language, in mails and in public. `concluded` runs in
    the transaction of the last signature. `url` is the coach's page about it. `became` says to
    anyone what happened to it since it was signed (replaced, ended), in the active language, by
    codes and days alone; "" while it stands.
    """

    kind: str
    paper: str

    def label(self, envelope: Any, language: str) -> str: ...
    def file_name(self, envelope: Any) -> str: ...
    def concluded(self, envelope: Any, *, by: Any) -> None: ...
    def url(self, envelope: Any) -> str: ...
    def became(self, envelope: Any) -> str: ...


def _stands(_self: Any, _envelope: Any) -> str:
    return ""


AGREEMENTS: Register[Agreement] = Register("agreement")


def agreement(kind: str) -> Callable:
    """Register a class as the agreement `kind`; the name is stored, so it never changes."""

    def keep(cls: type) -> type:
        cls.kind = kind  # type: ignore[attr-defined]
        if not hasattr(cls, "became"):
            cls.became = _stands  # type: ignore[attr-defined]
        AGREEMENTS.add(kind, cls())
        return cls

    return keep
