"""Agreements of confidentiality and framework contracts at each stage, by the app's own actions."""

from datetime import date

from django.urls import reverse

from coachpractice import clock
from coachpractice.signing.actions import concluding, reading, sending
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit
from contracts.accords import actions
from contracts.accords.kinds import kind_of
from tests.clients.factories import ContactFactory, SponsorFactory
from tests.contracts.factories import countersign, freeze

WHO = {
    "name": "Ismaël Sureau",
    "email": "ismael@interpretes.example",
    "purpose": "l’interprétation, en langue des signes, de huit séances",
}


def agreement_of(coach, *, capacity="interpreter", client=None, contact=None, **facts):
    """A complete draft of an agreement, with an interpreter unless said otherwise."""
    accord = actions.draft_agreement(by=coach, capacity=capacity, client=client, contact=contact)
    known = {"purpose": WHO["purpose"]} if (client and capacity == "client") or contact else WHO
    actions.save(accord, by=coach, **{**known, **facts})
    return fresh(accord)


def sponsor_of(coach, **facts):
    """A sponsor with somebody who signs."""
    sponsor = SponsorFactory(by=coach, **facts)
    ContactFactory(sponsor=sponsor)
    return sponsor


def framework_of(coach, sponsor=None, **facts):
    """A complete draft of a framework contract."""
    accord = actions.draft_framework(sponsor or sponsor_of(coach), by=coach)
    actions.save(accord, by=coach, **{"fee_cents": 24_000, **facts})
    return fresh(accord)


MAKE = {"agreement": agreement_of, "framework": framework_of}


def sent(accord):
    freeze(actions.send(accord, by=accord.coach))
    return fresh(accord)


def read_by_guest(accord) -> Party:
    """The other side finds the text clear and agrees to every limit."""
    party = accord.envelope.parties.get(member=None)
    snapshot = accord.envelope.snapshot
    limits = {each["key"]: True for each in snapshot["limits"] if not each["told"]}
    reading.answer_card(party, checks={}, limits=limits)
    for card in snapshot["cards"]:
        reading.confirm_clear(party, card=card["key"], visit=Visit())
    concluding.choose(party, consents={}, typed_name=party.name)
    return party


def signed(accord):
    """Signed by the other side; the coach's turn."""
    accord = sent(accord)
    party = read_by_guest(accord)
    concluding.sign(party, shown_sha256=party.text_sha256, visit=Visit())
    sending.invite_next(accord.envelope)
    return fresh(accord)


def concluded(accord, *, on: date | None = None):
    """Signed by both, on that day if one is given."""
    if on:
        with clock.at(on):
            return concluded(accord)
    accord = signed(accord)
    countersign(accord)
    return fresh(accord)


def fresh(accord):
    """The row as it stands in the database now, with its state today."""
    rows = type(accord).objects.with_state(clock.today(accord.coach.practice.timezone))
    related = ("envelope", "coach__practice", "coach__user", *accord.PEOPLE)
    return rows.select_related(*related).get(pk=accord.pk)


def address(accord, page=""):
    name = kind_of(accord).name
    return reverse(f"contracts:{name}-{page}" if page else f"contracts:{name}", args=[accord.pk])
