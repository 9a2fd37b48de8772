from django.utils.translation import gettext_lazy as _

from coachpractice.registry.jobs import job
from coachpractice.signing.actions import sealing, sending
from coachpractice.signing.models import Envelope


def _seal_failed(*, envelope: str) -> None:
    sealing.seal_failed(Envelope.objects.get(pk=envelope))


@job("signing.freeze", what=_("Fix the text and invite the first to sign"))
def freeze(*, envelope: str) -> None:
    row = Envelope.objects.get(pk=envelope)
    if row.is_open and not row.may_be_recalled:
        sending.freeze(row)
        sending.invite_next(row)


@job("signing.invite", what=_("Invite whoever signs next"))
def invite(*, envelope: str) -> None:
    sending.invite_next(Envelope.objects.get(pk=envelope))


@job("signing.seal", what=_("Seal a signed document"), attempts=12, failed=_seal_failed)
def seal(*, envelope: str) -> None:
    sealing.seal(Envelope.objects.get(pk=envelope))
