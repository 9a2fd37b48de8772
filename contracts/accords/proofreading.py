"""What a coach looks at before sending an accord: the paper, and what may be a slip."""

from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.signing import papers
from coachpractice.signing.actions.sending import LIFE
from coachpractice.signing.models import Envelope
from contracts.accords import text
from contracts.accords.values import Values, values_of
from contracts.models import Accord


def pdf(accord: Accord) -> bytes:
    """The paper of a draft, which says that it is one. Its envelope is never kept, and nobody can
    sign it."""
    now, values = clock.now(), values_of(accord)
    snapshot = text.snapshot(values)
    with translation.override(accord.language):
        snapshot["title"] = _("%(title)s (draft)") % {"title": snapshot["title"]}
    envelope = Envelope(
        practice_id=accord.practice_id,
        kind=values.kind.agreement,
        coach=accord.coach,
        subject=values.accord.vault_subject,
        object=accord.pk,
        language=accord.language,
        code="—",
        snapshot=snapshot,
        specimen=accord.coach.practice.specimen,
        created_at=now,
        expires_at=now + LIFE,
    )
    return papers.presented(envelope)


def warnings(values: Values) -> list[str]:
    """What does not keep an accord from being sent, but may be a slip."""
    accord, found = values.accord, []
    coach = accord.coach
    if accord.subject_email.casefold() == coach.user.email.casefold():
        found.append(_("This address is your own: the link to sign would come to you."))
    today = clock.today(coach.practice.timezone)
    if accord.start_day and accord.start_day < today:
        found.append(_("The first day is already past."))
    if accord.follows and accord.start_day and accord.start_day <= accord.follows.end_day:
        words = _("It begins before %(number)s ends: both would hold at once.")
        found.append(words % {"number": accord.follows.number})
    if values.kind.is_framework and accord.fee_cents == 0:
        found.append(_("The price is zero."))
    client = None if values.kind.is_framework else accord.client
    if client and not accord.is_with_client and client.name.casefold() in accord.purpose.casefold():
        found.append(_("Your client’s name stands in the text: whoever signs will read it."))
    return found
