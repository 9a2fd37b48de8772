"""The trial copy: the invitation as whoever signs first would get it, to the coach alone."""

from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.registry.mails import Attachment, Letter, mail
from coachpractice.signing.actions.sending import LIFE
from contracts import proofreading
from contracts.changes.preface import called
from contracts.drafts.trying import TRIAL
from contracts.models import Contract
from contracts.values import Values


@mail(TRIAL)
def trial(*, contract: str) -> Letter | None:
    """With the paper of the draft as it is now, marked as a trial; nothing when it was sent or
    thrown away meanwhile."""
    rows = Contract.objects.select_related("client", "envelope", "coach__user", "coach__practice")
    row = rows.filter(pk=contract).first()
    if row is None or not row.is_editable:
        return None
    coach, guests = row.coach, Values(row).parties.guests
    if not guests:
        return None
    first = min(guests, key=lambda guest: guest.position)
    document = called(row, row.language)
    with translation.override(row.language):
        subject = _("Trial: %(document)s: to read and sign") % {"document": document}
        name = _("trial-%(number)s") % {"number": row.number}
    paper = Attachment(f"{name}.pdf", proofreading.pdf(row, role=first.role, trial=True))
    return Letter(
        to=coach.user.email,
        language=row.language,
        subject=subject,
        template="contracts/mail/trial",
        context={
            "name": first.name,
            "coach_name": coach.user.name,
            "document": document,
            "greeting": row.greeting,
            "link": "",
            "until": clock.now() + LIFE,
        },
        attachments=[paper],
    )
