"""What anyone who holds a contract may learn of what became of it: codes and days, nothing else."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from coachpractice.signing.models import Envelope
from contracts.changes.rules import Rules, day_words
from contracts.models import Contract


def became(envelope: Envelope) -> str:
    """« Remplacé par … », « Rétracté le … », « A pris fin le … », in the active language; "" while
    it stands."""
    rows = Contract.objects.select_related("coach__practice").filter(envelope=envelope.pk)
    contract = rows.first()
    if contract is None or not contract.concluded_at:
        return ""
    if contract.withdrawn_at:
        zone = ZoneInfo(contract.coach.practice.timezone)
        day = contract.withdrawn_at.astimezone(zone).date()
        return _("It was withdrawn from on %(day)s.") % {"day": day_words(day)}
    if contract.superseded_at:
        return _replaced(contract)
    if contract.stops_on and not Rules.now(contract).is_in_force:
        return _("It ended on %(day)s.") % {"day": day_words(contract.stops_on)}
    return ""


def _replaced(contract: Contract) -> str:
    rows = contract.amendments.filter(concluded_at=contract.superseded_at)
    amendment = rows.select_related("envelope").first()
    code = amendment.envelope.code if amendment and amendment.envelope else ""
    return _("It was replaced by the document %(code)s; as a file it stays valid.") % {"code": code}
