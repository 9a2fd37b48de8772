"""A trial copy: the coach gets what whoever signs first would get."""

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice.audit import journal
from coachpractice.mail.actions import post
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from contracts import events
from contracts.models import Contract
from contracts.values import Values

TRIAL = "contracts.trial"


@transaction.atomic
def send_trial(contract: Contract, *, by: Membership) -> None:
    """Mail the coach the invitation and the paper of the draft; nothing is opened for anybody to
    sign, and no paper is kept. Refused while something is missing, as sending is."""
    if not contract.is_editable:
        raise Refused(_("This contract was sent. Take it back before you change it."))
    if Values(contract).gaps:
        raise Refused(_("Something is still missing before this contract can be sent."))
    post(TRIAL, contract=contract.pk)
    journal.record(events.TRIED, contract, by=by)
