"""Post a mail in a transaction, deliver it by a job."""

import re
import smtplib
import unicodedata
import uuid
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, loader
from django.utils import translation

from coachpractice import clock
from coachpractice.jobs import actions as jobs
from coachpractice.mail.models import OutboxMail
from coachpractice.registry.mails import MAILS, Letter

JOINERS = "\u200c\u200d"  # scripts that join their letters need them
BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")


def post(name: str, **ids: Any) -> OutboxMail:
    """Owe the mail `name` to whoever its mails.py finds by these ids; sent after commit."""
    MAILS.get(name)
    mail_id = uuid.uuid4()
    host = urlsplit(settings.PUBLIC_URL).hostname
    mail = OutboxMail(
        pk=mail_id,
        name=name,
        ids={key: str(value) for key, value in ids.items()},
        message_id=f"<{mail_id}@{host}>",
        created_at=clock.now(),
    )
    with transaction.atomic():  # no mail without the job that sends it
        mail.save(force_insert=True)
        jobs.enqueue("mail.deliver", mail=mail.pk)
    return mail


def deliver(mail_id: str) -> None:
    """Write the letter and hand it to the mail server; one that was sent already is not sent again.

    Raises `Again` while the server does not take it, `Hopeless` when it never will.
    """
    mail = OutboxMail.objects.get(pk=mail_id)
    if mail.dropped_at:
        return
    kind = MAILS.get(mail.name)
    if not mail.sent_at:
        letter = kind.write(**mail.ids)
        if letter is None:
            OutboxMail.objects.filter(pk=mail_id).update(dropped_at=clock.now())
            return
        _send(message(letter, mail.message_id))
        OutboxMail.objects.filter(pk=mail_id).update(sent_at=clock.now(), failed_at=None)
    if kind.sent:
        kind.sent(**mail.ids)


def _send(mail: EmailMultiAlternatives) -> None:
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _ in error.recipients.values()):
            raise jobs.Hopeless("address-refused") from error
        raise jobs.Again("address-refused-for-now") from error
    except (smtplib.SMTPException, OSError) as error:
        raise jobs.Again(type(error).__name__) from error


@transaction.atomic
def give_up(mail_id: str) -> None:
    """The last attempt failed: say so on the row, and to the room that owed the mail."""
    mail = OutboxMail.objects.select_for_update(of=("self",)).get(pk=mail_id)
    if mail.sent_at or mail.failed_at:
        return
    OutboxMail.objects.filter(pk=mail_id).update(failed_at=clock.now())
    kind = MAILS.get(mail.name)
    if kind.failed:
        kind.failed(**mail.ids)


def message(letter: Letter, message_id: str) -> EmailMultiAlternatives:
    """The letter as a mail: text and HTML, in its language."""
    validate_email(letter.to)  # one address: a comma would add others
    with translation.override(letter.language):
        context = {
            **letter.context,
            "language": letter.language,
            "public_url": settings.PUBLIC_URL,
            "operator": settings.OPERATOR_NAME,
        }
        text = _render(f"{letter.template}.txt", context, autoescape=False)
        html = _render(f"{letter.template}.html", context, autoescape=True)
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
        mail.attach(file_name(attachment.name), attachment.content, attachment.mime)
    return mail


def _render(template: str, context: dict[str, Any], *, autoescape: bool) -> str:
    found = loader.get_template(template)
    inner: Any = found.template  # type: ignore[attr-defined]
    return inner.render(Context(context, autoescape=autoescape))


def one_line(text: str) -> str:
    """What may stand in a header: a line break would start another one, and characters that
    nobody sees could turn the rest around. No-break spaces stay, as before a colon in French."""
    seen = (
        each if unicodedata.category(each) not in ("Cc", "Cf") or each in JOINERS else " "
        for each in str(text)
    )
    return " ".join(filter(None, BREAKABLE.split("".join(seen))))


def file_name(name: str) -> str:
    """What may name an attachment: one line, no folder."""
    return one_line(name).replace("/", "-").replace("\\", "-")[:120] or "document"
