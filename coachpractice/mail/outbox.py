"""The mailbox of the embedded default: what would have been sent, encrypted on disk, shown at
/outbox/. It exists only where no mail server is set."""

import re
import secrets
import time
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from coachpractice import clock
from coachpractice.vault import box

_NAME = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{20}")


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as an encrypted file, named by when it was sent."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.now():%Y%m%dT%H%M%S%f}-{time.time_ns():016x}{secrets.token_hex(2)}"
            draft = folder / f".{name}"  # nobody sees half a message
            draft.write_bytes(box.lock("outbox", message.message().as_bytes()))
            draft.rename(folder / name)
        return len(email_messages)


def read_all() -> list[tuple[str, datetime, EmailMessage]]:
    """Every message kept, newest first, with its name and the moment it was sent (UTC)."""
    folder = Path(settings.OUTBOX_DIR)
    names = (path.name for path in folder.iterdir()) if folder.exists() else ()
    return [(name, *read(name)) for name in sorted(filter(_NAME.fullmatch, names), reverse=True)]


def read(name: str) -> tuple[datetime, EmailMessage]:
    """One message; raises FileNotFoundError."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    blob = (Path(settings.OUTBOX_DIR) / name).read_bytes()
    message = message_from_bytes(box.unlock("outbox", blob), policy=policy.default)
    sent = datetime.strptime(name.split("-")[0] + "+0000", "%Y%m%dT%H%M%S%f%z")
    return sent, message  # type: ignore[return-value]
