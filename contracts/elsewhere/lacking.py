"""What the register will miss in something that was signed elsewhere, in words, for its page."""

from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice.signing.models import Role
from contracts.elsewhere.says import consents, wording_of
from contracts.models import KIND, Contract
from contracts.wording import CARDS


def lacking(contract: Contract) -> list[str]:
    """One sentence for each thing one usually asks of a contract, and this one does not show."""
    taken, client = contract.taken_in, contract.client
    assert taken
    signed = {each.role for each in taken.signatories.all()}
    answered = {each.key for each in taken.consents.all()}
    says = set(contract.sections.split())
    asked = {each.key for each in consents(wording_of(KIND, contract.language))}
    found = {
        _("Nobody who may sign for your client has signed."): (
            client.needs_guardian and Role.GUARDIAN not in signed
        ),
        _("Your client has not signed."): (
            client.protection == Client.Protection.CURATORSHIP and Role.CLIENT not in signed
        ),
        _("The organisation has not signed."): (
            contract.sponsor_id is not None and Role.SPONSOR not in signed
        ),
        _("The code of ethics was not handed over."): contract.edition_id is None,
        _("It does not say how to stop."): "stopping" not in says,
        _("It does not promise secrecy."): "secrecy" not in says,
        _("It names no limit of confidentiality."): not taken.limits,
        _("Not every part was talked through until it was clear."): (
            set(taken.cards.split()) != set(CARDS)
        ),
        _("Not every choice was asked: supervision, accreditation, handing on the file."): (
            not asked <= answered
        ),
    }
    return [words for words, holds in found.items() if holds]
