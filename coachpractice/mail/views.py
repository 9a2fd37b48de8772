from email.message import EmailMessage
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coachpractice.mail import outbox
from coachpractice.registry.doors import public

# The letter as its receiver sees it, in a box of its own: no script, no request, no session.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@public
@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail this installation would have sent: it stands for everyone's mailbox, on the
    machine where there is no mail server."""
    _only_here(request)
    letters = [
        {"name": name, "sent": sent, "to": mail["To"], "subject": mail["Subject"]}
        for name, sent, mail in outbox.read_all()
    ]
    return render(request, "mail/outbox.html", {"letters": letters})


@public
@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its text, the way to its HTML, its attachments."""
    sent, mail = _read(request, name)
    text = mail.get_body(("plain",))
    context = {
        "name": name,
        "sent": sent,
        "mail": {"to": mail["To"], "from": mail["From"], "subject": mail["Subject"]},
        "reply_to": mail["Reply-To"],
        "text": text.get_content() if text else "",
        "has_html": mail.get_body(("html",)) is not None,
        "attachments": [part.get_filename() or "document" for part in mail.iter_attachments()],
    }
    return render(request, "mail/letter_page.html", context)


@public
@require_safe
@never_cache
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part, where it can do nothing."""
    _, mail = _read(request, name)
    part = mail.get_body(("html",))
    if part is None:
        raise Http404
    response = HttpResponse(part.get_content())
    response["Content-Security-Policy"] = SANDBOX
    return response


@public
@require_safe
@never_cache
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """An attachment, to download."""
    _, mail = _read(request, name)
    parts = list(mail.iter_attachments())
    if not 0 < number <= len(parts):
        raise Http404
    part = parts[number - 1]
    response = HttpResponse(
        part.get_payload(decode=True),
        headers={"Content-Security-Policy": SANDBOX},
        content_type=part.get_content_type(),
    )
    stem, _, suffix = (part.get_filename() or "document").rpartition(".")
    plain = f"{slugify(stem) or 'document'}.{slugify(suffix) or 'bin'}"
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    return response


def _only_here(request: HttpRequest) -> None:
    """Nobody else's browser: whoever sees these mails could open every link in them. A proxy on
    this machine speaks for somebody else."""
    near = ip_address(request.META["REMOTE_ADDR"]).is_loopback
    relayed = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if not settings.OUTBOX or not near or relayed:
        raise Http404


def _read(request: HttpRequest, name: str) -> tuple[object, EmailMessage]:
    _only_here(request)
    try:
        return outbox.read(name)
    except FileNotFoundError:
        raise Http404 from None
