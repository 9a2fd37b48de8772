"""What a coach looks at before sending: the client's page, the paper, and what may be a slip."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice import clock
from coachpractice.signing import papers
from coachpractice.signing.actions.sending import LIFE
from coachpractice.signing.models import Envelope
from coachpractice.signing.reading_page import CheckField, LimitField
from contracts import text
from contracts.models import KIND, Contract
from contracts.values import Values


def reading_parts(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The three cards with what each asks, as the client's page shows them."""
    cards = [
        {**card, "sections": [s for s in snapshot["sections"] if s["card"] == card["key"]]}
        for card in snapshot["cards"]
    ]
    limits = [LimitField(each["key"], each["text"], each["told"]) for each in snapshot["limits"]]
    checks = [
        CheckField(
            key=each["key"],
            question=each["question"],
            choices=each["choices"],
            chosen="",
            answered=False,
            right=False,
            right_text="",
            because="",
        )
        for each in snapshot["comprehension"]
    ]
    return {"cards": cards, "limits": limits, "checks": checks}


def pdf(contract: Contract) -> bytes:
    """The paper of a draft, which says that it is one. Its envelope is never kept, and nobody can
    sign it."""
    now, snapshot = clock.now(), text.snapshot(Values(contract))
    with translation.override(contract.language):
        snapshot["title"] = _("%(title)s (draft)") % {"title": snapshot["title"]}
    envelope = Envelope(
        practice_id=contract.practice_id,
        kind=KIND,
        coach=contract.coach,
        subject=contract.client_id,
        object=contract.pk,
        language=contract.language,
        code="—",
        snapshot=snapshot,
        specimen=contract.coach.practice.specimen,
        created_at=now,
        expires_at=now + LIFE,
    )
    return papers.presented(envelope)


def warnings(values: Values) -> list[str]:
    """What does not keep a contract from being sent, but may be a slip."""
    contract, found = values.contract, []
    client, coach = contract.client, contract.coach
    if client.email.casefold() == coach.user.email.casefold():
        found.append(_("The client’s address is your own: the link to sign would come to you."))
    if client.fit == Client.Fit.OUTSIDE:
        found.append(_("You noted that this request is outside what you can do (clause 3.1.1)."))
    if not values.all.get("insurance_insurer"):
        found.append(_("No insurance in force is named (clause 2.4.2)."))
    today = clock.today(coach.practice.timezone)
    if contract.start_day and contract.start_day < today:
        found.append(_("The first day is already past."))
    if contract.total_cents == 0:
        found.append(_("The price is zero."))
    return found
