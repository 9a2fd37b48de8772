"""What signing writes to people. No word of the document, of a question or of an answer: what is
confidential travels only inside the sealed file. On top of an invitation the coach may have put a
sentence of their own."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice.links import actions as links
from coachpractice.links.models import Link
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.mails import Attachment, Letter, mail
from coachpractice.signing import codes, events, papers
from coachpractice.signing.actions import identifying, keeping
from coachpractice.signing.models import Envelope, Party, Question
from coachpractice.signing.proof import note
from coachpractice.vault import files


def _party(party: str) -> Party:
    rows = Party.objects.select_related("envelope__coach__user", "envelope__coach__practice")
    return rows.get(pk=party)


def _letter(party: Party, template: str, subject: str, **more: Any) -> Letter:
    """A letter to a party: to a guest from their coach, to the coach from the product."""
    envelope, coach = party.envelope, party.envelope.coach
    attachments = more.pop("attachments", ())
    guest = party.is_guest
    return Letter(
        to=party.email if guest else coach.user.email,
        language=envelope.language if guest else coach.user.language,
        subject=subject,
        template=f"signing/mail/{template}",
        context={
            "party": party,
            "envelope": envelope,
            "coach_name": coach.user.name,
            "document": AGREEMENTS.get(envelope.kind).label(envelope, envelope.language),
            "page": settings.PUBLIC_URL + AGREEMENTS.get(envelope.kind).url(envelope),
            **more,
        },
        reply_to=coach.user.email if guest else "",
        sender_name=coach.user.name if guest else "",
        attachments=attachments,
    )


def _delivered(*, party: str) -> None:
    row = _party(party)
    note(events.DELIVERED, row.envelope, subject=row)


def _bounced(*, party: str) -> None:
    row = _party(party)
    note(events.BOUNCED, row.envelope, subject=row)


@mail("signing.invitation", sent=_delivered, failed=_bounced)
def invitation(*, party: str) -> Letter | None:
    row = _party(party)
    link = Link.objects.filter(purpose="sign", holder=row.pk).first()
    if link is None or not link.is_open or row.signed_at:
        return None
    with translation.override(row.envelope.language):
        document = AGREEMENTS.get(row.envelope.kind).label(row.envelope, row.envelope.language)
        subject = _("%(document)s: to read and sign") % {"document": document}
    more = {"until": link.expires_at, "greeting": row.envelope.greeting}
    return _letter(row, "invitation", subject, link=links.address(link), **more)


@mail("signing.code", sent=_delivered, failed=_bounced)
def code(*, party: str) -> Letter | None:
    """The code asked for at the door. It is made here, from what is kept, and stored nowhere."""
    row = _party(party)
    if not identifying.is_code_out(row):
        return None
    with translation.override(row.envelope.language):
        subject = _("Your code to open a document")
    digits, minutes = codes.mailed(row.pk, row.code_seed), identifying.LIFE.seconds // 60
    return _letter(row, "code", subject, code=digits, minutes=minutes)


@mail("signing.passed-on")
def passed_on(*, party: str) -> Letter | None:
    """To the coach: a sponsor's contact named the right person."""
    row = _party(party)
    coach = row.envelope.coach
    with translation.override(coach.user.language):
        subject = _("A document was passed on to the right person")
    return Letter(
        to=coach.user.email,
        language=coach.user.language,
        subject=subject,
        template="signing/mail/passed-on",
        context={"page": settings.PUBLIC_URL + AGREEMENTS.get(row.envelope.kind).url(row.envelope)},
    )


@mail("signing.your-turn")
def your_turn(*, party: str) -> Letter | None:
    row = _party(party)
    if row.signed_at or not row.envelope.is_open:
        return None
    last = not row.envelope.parties.filter(signed_at=None).exclude(pk=row.pk).exists()
    with translation.override(row.envelope.coach.user.language):
        by_the_others = _("Signed by the other side: it is your turn")
        subject = by_the_others if last else _("It is your turn to sign a document")
        return _letter(row, "your-turn", subject, last=last)


@mail("signing.question")
def question(*, question: str) -> Letter | None:
    rows = Question.objects.select_related("party__envelope__coach__user")
    row = rows.filter(pk=question).first()  # gone, once the document was passed on
    if row is None or not row.is_open:
        return None
    envelope = row.party.envelope
    coach = envelope.coach
    with translation.override(coach.user.language):
        subject = _("A question about a document you sent")
    return Letter(
        to=coach.user.email,
        language=coach.user.language,
        subject=subject,
        template="signing/mail/question",
        context={"page": settings.PUBLIC_URL + AGREEMENTS.get(envelope.kind).url(envelope)},
    )


@mail("signing.answer")
def answer(*, question: str) -> Letter | None:
    row = Question.objects.select_related("party").filter(pk=question).first()
    if row is None:
        return None
    party = _party(str(row.party_id))
    link = Link.objects.filter(purpose="sign", holder=party.pk).first()
    if link is None or not link.is_open or party.signed_at:
        return None
    with translation.override(party.envelope.language):
        subject = _("Your question has an answer")
    return _letter(party, "answer", subject, link=links.address(link))


@mail("signing.sealed", sent=_delivered, failed=_bounced)
def sealed(*, party: str) -> Letter | None:
    row = _party(party)
    envelope = row.envelope
    paper = row.paper
    assert paper.sealed
    language = envelope.language if row.is_guest else envelope.coach.user.language
    with translation.override(language):
        subject = _("%(document)s: your signed copy") % {
            "document": AGREEMENTS.get(envelope.kind).label(envelope, language)
        }
    name = f"{AGREEMENTS.get(envelope.kind).file_name(envelope)}.pdf"
    return _letter(
        row,
        "sealed",
        subject,
        attachments=[Attachment(name, files.read(paper.sealed))],
        verify=papers.verification_url(envelope),
        door=keeping.address_of(row),
    )


@mail("signing.choice-changed")
def choice_changed(*, party: str) -> Letter:
    """To the coach: a guest changed their mind about one of their own choices."""
    envelope = _party(party).envelope
    coach = envelope.coach
    with translation.override(coach.user.language):
        subject = _("Somebody changed a choice of theirs")
    return Letter(
        to=coach.user.email,
        language=coach.user.language,
        subject=subject,
        template="signing/mail/choice-changed",
        context={"page": settings.PUBLIC_URL + AGREEMENTS.get(envelope.kind).url(envelope)},
    )


@mail("signing.declined")
def declined(*, party: str) -> Letter | None:
    row = _party(party)
    language = row.envelope.language if row.is_guest else row.envelope.coach.user.language
    with translation.override(language):
        return _letter(row, "declined", _("A document was declined"))


@mail("signing.taken-back")
def taken_back(*, party: str) -> Letter | None:
    row = _party(party)
    with translation.override(row.envelope.language):
        return _letter(row, "taken-back", _("A document was taken back"))


@mail("signing.seal-failed")
def seal_failed(*, envelope: str) -> Letter | None:
    """To the operator, when a seal was tried until the job gave up."""
    row = Envelope.objects.get(pk=envelope)
    if row.sealed_at or not settings.OPERATOR_EMAIL:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("A signed document could not be sealed")
    return Letter(
        to=settings.OPERATOR_EMAIL,
        language=settings.LANGUAGE_CODE,
        subject=subject,
        template="signing/mail/seal-failed",
        context={"code": row.code},
    )
