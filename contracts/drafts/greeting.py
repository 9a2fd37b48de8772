"""The coach's own sentence on top of the invitations to a contract."""

from django.db import transaction
from django.utils.translation import gettext as _

from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from contracts import events
from contracts.models import Contract

LONGEST = 500


@transaction.atomic
def greet(contract: Contract, *, by: Membership, greeting: str) -> Contract:
    """Keep the sentence with the draft, on as many lines as it has; plain text, without a sign that
    nobody sees. Refused when it is too long, or once the contract was sent."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    if not contract.is_editable:
        raise Refused(_("This contract was sent. Take it back before you change it."))
    lines = (" ".join(_seen(line).split(" ")).strip() for line in greeting.strip().splitlines())
    words = "\n".join(lines)
    if len(words) > LONGEST:
        raise Refused(
            _("Keep it under %(count)s characters.") % {"count": LONGEST}, field="greeting"
        )
    if words != contract.greeting:
        contract.greeting = words
        contract.save(update_fields=["greeting"])
        journal.record(events.CHANGED, contract, by=by, greeting=True)
    return contract


def _seen(line: str) -> str:
    return "".join(sign for sign in line if sign.isprintable() or sign == "\u200d")
