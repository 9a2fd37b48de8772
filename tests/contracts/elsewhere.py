"""Contracts signed on paper, as a coach takes them in."""

from datetime import date
from typing import Any

from coachpractice.ethics.models import Edition
from coachpractice.signing.models import Role
from contracts.elsewhere import actions
from contracts.elsewhere.declared import Answer, Declared, Hand
from contracts.elsewhere.people import Person
from contracts.elsewhere.says import limits, sections, wording_of
from contracts.models import KIND, Contract
from contracts.wording import CARDS, CONSENTS
from tests.clients.factories import ClientFactory
from tests.scans import PDF

SIGNED = date(2026, 9, 1)
PERIOD = {"start_day": date(2026, 9, 1), "end_day": date(2027, 8, 31)}


def hands(client, on=SIGNED, *others: tuple[str, Any]) -> tuple[Hand, ...]:
    """The coach, the client unless it is a team, and `others` as role and row."""
    found = [Hand(Person.of(Role.COACH, "Alice Églantine", None), on)]
    if client.kind != "team":
        found.append(Hand(Person.of(Role.CLIENT, client.name, client.pk), on))
    return (*found, *(Hand(Person.of(role, row.name, row.pk), on) for role, row in others))


def declared_of(client, **facts) -> Declared:
    """All that one usually asks of a contract, said of a paper."""
    template = wording_of(KIND, "fr")
    told = {
        "hands": hands(client),
        "medium": "paper",
        "sections": tuple(each.key for each in sections(template)),
        "cards": CARDS,
        "limits": tuple(each.key for each in limits(template)),
        "answers": {key: Answer(given=True) for key in CONSENTS},
        "edition": Edition.objects.current(),
        "code_on": SIGNED,
    }
    return Declared(**{**told, **facts})


def taken_in(coach, client=None, *, scan=PDF, declared=None, sponsored=False, **facts) -> Contract:
    """A paper contract of the coach, which says all it should; `facts` are of the contract, or of
    what was declared."""
    client = client or ClientFactory(by=coach)
    own = {name: facts.pop(name) for name in list(facts) if name in actions.FACTS}
    agreed = {"language": "fr", "sessions_count": 8, "objectives_count": 2, **PERIOD, **own}
    return actions.take_in(
        client,
        by=coach,
        declared=declared or declared_of(client, **facts),
        scan=scan,
        sponsored=sponsored,
        **agreed,
    )
