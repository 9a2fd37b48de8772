"""The first meeting: a sheet of what is to be explained (clause 1.2.2), and the day it was."""

from datetime import date
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.documents import sealing
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.signing.texts import text_for
from contracts import events, text
from contracts.models import Contract, FirstMeeting
from contracts.proofreading import FOREMOST
from contracts.values import Values


@transaction.atomic
def note(contract: Contract, *, by: Membership, explained_on: date) -> FirstMeeting:
    """The coach explained the contract on that day; said again, the newer day stands. Refused for a
    day that is still to come."""
    if explained_on > clock.today(by.practice.timezone):
        raise Refused(_("This day is still to come."), field="explained_on")
    row, _new = FirstMeeting.objects.update_or_create(
        contract=contract,
        practice_id=contract.practice_id,
        defaults={"explained_on": explained_on, "noted_at": clock.now(), "noted_by": by},
    )
    journal.record(events.EXPLAINED, contract, by=by)
    return row


def sheet(contract: Contract) -> bytes:
    """One page for the coach to print: what is agreed, the limits of confidentiality, what to ask
    so as to know that it was understood. In the language of the contract."""
    values = Values(contract)
    with translation.override(contract.language):
        html = render_to_string("documents/first_meeting.html", {"paper": _paper(values)})
    return sealing.presented(html, at=clock.now())


def _paper(values: Values) -> dict[str, Any]:
    contract = values.contract
    roles = values.parties.roles
    first = next((role for role in FOREMOST if role in roles), "coach")
    said = text_for(text.snapshot(values), first)
    title = _("For the first meeting")
    return {
        "language": contract.language,
        "author": contract.coach.user.name,
        "kind": _("Coaching contract no."),
        "number": contract.number,
        "title": title,
        "subtitle": contract.client.name,
        "foot": f"{title}, {contract.number}",
        "specimen": contract.coach.practice.specimen,
        "extract": "",
        "verification": None,
        "agreed": said["summary"],
        "parts": said["cards"],
        "limits": said["limits"],
        "questions": [_with_answer(each) for each in said["comprehension"]],
    }


def _with_answer(question: dict[str, Any]) -> dict[str, str]:
    right = next(each for each in question["choices"] if each["key"] == question["right"])
    return {"question": question["question"], "right": right["text"]}
