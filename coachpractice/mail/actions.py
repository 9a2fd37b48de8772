"""Post a mail in a transaction, deliver it by a job."""

import smtplib
import uuid
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.mails import MAILS, Letter


def post(name: str, **ids: Any) -> OutboxMail:
    """Owe the mail `name` to whoever its mails.py finds by these ids; sent after commit."""
    MAILS.get(name)
    mail_id = uuid.uuid4()
    host = urlsplit(settings.PUBLIC_URL).hostname
    mail = OutboxMail.objects.create(
        pk=mail_id,
        name=name,
        ids={key: str(value) for key, value in ids.items()},
        message_id=f"<{mail_id}@{host}>",
        created_at=clock.now(),
    )
    jobs.enqueue("mail.deliver", mail=mail.pk)
    return mail


def deliver(mail_id: str) -> None:
    """Write the letter and hand it to the mail server; nothing happens when it was sent already.

    Raises `Again` while the server does not take it.
    """
    mail = OutboxMail.objects.get(pk=mail_id)
    if mail.sent_at or mail.dropped_at:
        return
    kind = MAILS.get(mail.name)
    letter = kind.write(**mail.ids)
    if letter is None:
        OutboxMail.objects.filter(pk=mail_id).update(dropped_at=clock.now())
        return
    try:
        message(letter, mail.message_id).send()
    except (smtplib.SMTPException, OSError) as error:
        raise Again(type(error).__name__) from error
    OutboxMail.objects.filter(pk=mail_id, sent_at=None).update(sent_at=clock.now())
    if kind.sent:
        kind.sent(**mail.ids)


def give_up(mail_id: str) -> None:
    """The last attempt failed: say so on the row, and to the room that owed the mail."""
    mail = OutboxMail.objects.get(pk=mail_id)
    OutboxMail.objects.filter(pk=mail_id, sent_at=None).update(failed_at=clock.now())
    kind = MAILS.get(mail.name)
    if kind.failed:
        kind.failed(**mail.ids)


def message(letter: Letter, message_id: str) -> EmailMultiAlternatives:
    """The letter as a mail: text and HTML, in its language."""
    with translation.override(letter.language):
        context = {
            **letter.context,
            "language": letter.language,
            "public_url": settings.PUBLIC_URL,
            "operator": settings.OPERATOR_NAME,
        }
        text = render_to_string(f"{letter.template}.txt", context)
        html = render_to_string(f"{letter.template}.html", context)
        subject = one_line(str(letter.subject))
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=formataddr((one_line(letter.sender_name) or name, address)),
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    for attachment in letter.attachments:
        mail.attach(attachment.name, attachment.content, attachment.mime)
    return mail


def one_line(text: str) -> str:
    """What may stand in a header: a line break would start another one."""
    return " ".join(text.split())
