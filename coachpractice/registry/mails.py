"""mails.py of an app: what do we write to people, made from ids when it is delivered?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes
    mime: str = "application/pdf"


@dataclass(frozen=True)
class Letter:
    """A mail to one person, ready to be rendered.

    `template` is a path without suffix: `.txt` and `.html` both exist. Nothing confidential goes
    into subject or context; what is confidential travels only as a sealed attachment.
    """

    to: str
    language: str
    subject: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    reply_to: str = ""
    sender_name: str = ""
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True)
class Mail:
    """A kind of letter. `write` returns None when there is nothing left to say."""

    name: str
    write: Callable[..., Letter | None]
    sent: Callable[..., None] | None = None
    failed: Callable[..., None] | None = None


MAILS: Register[Mail] = Register("mail")


def mail(
    name: str,
    *,
    sent: Callable[..., None] | None = None,
    failed: Callable[..., None] | None = None,
) -> Callable:
    """Register how the letter `name` is written. `sent` and `failed` are told, with the same ids,
    when the server took it or when we gave up."""

    def keep(write: Callable[..., Letter | None]) -> Callable[..., Letter | None]:
        MAILS.add(name, Mail(name, write, sent, failed))
        return write

    return keep
