"""The minutes between "send" and the mails: recall the document, or have it leave at once."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.jobs.actions import enqueue
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing import events
from coachpractice.signing.models import Envelope
from coachpractice.signing.proof import note

RECALL = timedelta(minutes=3)


@transaction.atomic
def recall(envelope: Envelope, *, by: Membership) -> None:
    """Take back what was sent before it leaves: nobody was told of it, and nobody will be. Refused
    from the moment on at which the mails leave."""
    envelope = _locked(envelope)
    if envelope.voided_at:
        return
    if not envelope.may_be_recalled:
        raise Refused(_("It has left already. You can still take it back: those invited are told."))
    Envelope.objects.filter(pk=envelope.pk).update(voided_at=clock.now(), voided_by=by)
    journal.record(events.RECALLED, envelope, by=by)
    note(events.RECALLED, envelope, by=by)


@transaction.atomic
def send_now(envelope: Envelope, *, by: Membership) -> None:
    """Have it leave at once; nothing happens where it has left or was recalled."""
    envelope = _locked(envelope)
    if not envelope.may_be_recalled:
        return
    Envelope.objects.filter(pk=envelope.pk).update(leaves_at=clock.now())
    journal.record(events.HURRIED, envelope, by=by)
    enqueue("signing.freeze", envelope=envelope.pk)


def _locked(envelope: Envelope) -> Envelope:
    return Envelope.objects.select_for_update(of=("self",)).get(pk=envelope.pk)
