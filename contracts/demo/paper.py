"""A contract that was signed on paper, and its scan."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from clients.models import Client
from coachpractice import clock
from coachpractice.documents import rendering
from coachpractice.ethics.models import Edition
from coachpractice.practices.models import Membership
from coachpractice.signing.models import Role
from contracts.elsewhere import actions
from contracts.elsewhere.declared import Answer, Declared, Hand
from contracts.elsewhere.people import Person, parties_of
from contracts.elsewhere.says import limits, sections, wording_of
from contracts.models import KIND, Contract, Medium
from contracts.parties import FLAG, Parties
from contracts.wording import CARDS, CONSENTS, Template

_SCAN = (
    "<html lang='fr'><title>Contrat de coaching</title><meta name='author' content='Spécimen'>"
    "<h1>Contrat de coaching</h1><p>Spécimen : personne n’a signé ce papier."
)
_LASTS = timedelta(days=330)
_UNSAID = "accreditation-log"


def on_paper(client: Client, coach: Membership, *, signed_on: date) -> Contract:
    """Taken in now: signed on that day by the client and the coach, with all that one agrees."""
    template = wording_of(KIND, "fr")
    agreed = _agreed(template, parties_of(client))
    declared = Declared(
        hands=(
            Hand(Person.of(Role.CLIENT, client.name, client.pk), signed_on),
            Hand(Person.of(Role.COACH, coach.user.name, None), signed_on),
        ),
        medium=Medium.PAPER,
        sections=agreed(sections(template)),
        cards=tuple(CARDS),
        limits=agreed(limits(template)),
        answers={key: Answer(given=key != _UNSAID) for key in CONSENTS},
        edition=Edition.objects.current(),
        code_on=signed_on,
    )
    return actions.take_in(
        client,
        by=coach,
        declared=declared,
        scan=rendering.render(_SCAN, at=clock.now()),
        language="fr",
        start_day=signed_on,
        end_day=signed_on + _LASTS,
        sessions_count=10,
        notice_days=14,
        fee_total_cents=110_000,
        objectives_count=1,
    )


def _agreed(template: Template, parties: Parties) -> Callable[[list[Any]], tuple[str, ...]]:
    """Of sections or limits, the keys of those that a contract with these people has."""
    given = {each.key: FLAG for each in template.placeholders if each.source != "parties"}
    given |= parties.flags
    return lambda pieces: tuple(each.key for each in pieces if each.guard.holds(given))
