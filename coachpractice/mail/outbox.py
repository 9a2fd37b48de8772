"""The mailbox of the embedded default: what would have been sent, encrypted on disk, shown at
/outbox/. It exists only where no mail server is set."""

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


class OutboxBackend(BaseEmailBackend):
    """Keeps each message as an encrypted file, named by when it was sent."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number, message in enumerate(email_messages):
            name = f"{clock.now():%Y%m%dT%H%M%S%f}-{number}"
            (folder / name).write_bytes(box.lock("outbox", message.message().as_bytes()))
        return len(email_messages)


def read_all() -> list[tuple[str, datetime, EmailMessage]]:
    """Every message kept, newest first, with its name and the moment it was sent (UTC)."""
    folder = Path(settings.OUTBOX_DIR)
    names = sorted((p.name for p in folder.iterdir()), reverse=True) if folder.exists() else []
    return [(name, *read(name)) for name in names]


def read(name: str) -> tuple[datetime, EmailMessage]:
    """One message; raises FileNotFoundError."""
    if "/" in name or name.startswith("."):
        raise FileNotFoundError(name)
    blob = (Path(settings.OUTBOX_DIR) / name).read_bytes()
    message = message_from_bytes(box.unlock("outbox", blob), policy=policy.default)
    sent = datetime.strptime(name.split("-")[0] + "+0000", "%Y%m%dT%H%M%S%f%z")
    return sent, message  # type: ignore[return-value]
