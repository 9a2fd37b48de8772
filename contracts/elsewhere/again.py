"""What the form shows of a contract that is to be corrected."""

from typing import Any

from coachpractice.signing.models import Role
from contracts.elsewhere.forms import NO_CODE
from contracts.elsewhere.people import Person
from contracts.elsewhere.says import consents, wording_of
from contracts.models import KIND, Contract
from contracts.wording import CARDS


def as_typed(contract: Contract) -> dict[str, Any]:
    """What the form of a contract to be corrected shows."""
    taken = contract.taken_in
    assert taken
    shown: dict[str, Any] = {
        "medium": taken.medium, "system": taken.system, "code_on": taken.code_on,
        "start_day": contract.start_day, "end_day": contract.end_day,
        "sessions_count": contract.sessions_count, "notice_days": contract.notice_days,
        "fee_total_cents": contract.fee_total_cents, "language": contract.language,
        "objectives_count": contract.objectives_count or None,
        "sponsored": "yes" if contract.sponsor_id else "no",
        "code": str(contract.edition_id or NO_CODE),
        "limits": taken.limits.split(), "cards": taken.cards.split(),
    }  # fmt: skip
    shown |= {f"sections_{key}": contract.sections.split() for key in CARDS}
    for each in taken.signatories.all():
        if each.person or each.role == Role.COACH:
            shown[Person.of(each.role, "", each.person).field] = each.signed_on
        else:
            shown |= {
                "else_name": each.name, "else_role": each.role, "else_day": each.signed_on,
            }  # fmt: skip
    answered = {each.key: each for each in taken.consents.all()}
    for key in (each.key for each in consents(wording_of(KIND, contract.language))):
        given = answered.get(key)
        shown[key] = "unasked" if given is None else "yes" if given.given else "no"
        if given and given.answered_on != taken.signed_on:
            shown[f"{key}_on"] = given.answered_on
    return shown
