"""Documents that several guests sign: a sponsor who may not read all, two parents, a team."""

from typing import Any
from uuid import uuid4

from coachpractice.practices.models import Membership
from coachpractice.signing.actions import concluding, reading
from coachpractice.signing.actions.sending import Signer, open_envelope
from coachpractice.signing.models import Envelope, Party, Role
from coachpractice.signing.proof import Visit
from coachpractice.vault import keys
from tests.signing import samples

DORIAN = "Dorian Pivoine"
PAYS = "dorian@entreprise.example"
MOTHER, FATHER = "Jeanne Mirabelle", "Paul Mirabelle"
SECRET = "QUETSCHE"  # stands in everything that is for the client alone
PRICE = "REINECLAUDE"  # and this in what is for the sponsor alone


def snapshot(coach: Membership) -> dict[str, Any]:
    """The shipped wording, with something in each place that only the client may read."""
    text = samples.snapshot(coach)
    alone = {"for": ["client"]}
    text["sections"][0]["blocks"] += [
        {"type": "p", "number": "", "text": f"Objectif : {SECRET}", **alone},
        {"type": "list", "items": ["Pour tous.", {"text": f"Signe : {SECRET}", **alone}]},
        {
            "type": "table",
            "caption": "",
            "head": ["Objectif", "Signe"],
            "rows": [["a", "b"], {"cells": [SECRET, SECRET], **alone}],
        },
        {"type": "p", "number": "", "text": f"Facture : {PRICE}", "for": ["sponsor"]},
    ]
    for kind in ("limits", "comprehension", "consents"):
        for piece in text[kind]:
            piece["for"] = ["client"]
    text["limits"][0]["text"] += f" {SECRET}"
    text["comprehension"][0]["question"] += f" {SECRET}"
    text["consents"][0]["question"] += f" {SECRET}"
    text["summary"].append({"key": "aim", "label": "But", "text": SECRET, **alone})
    text["parties"] = [
        {
            "label": "client",
            "name": samples.CLIENT,
            "details": ["Lyon", {"text": SECRET, **alone}],
        },
        {"label": "commanditaire", "name": DORIAN, "details": ""},
    ]
    text["annexes"] = [{"label": SECRET, "url": "/code/", **alone}]
    text["total_text"] = {"text": PRICE, "for": ["sponsor"]}
    text["statements"] = {"sponsor": "Nous payons le prix convenu.", "client": SECRET}
    text["objectives"] = [{"text": SECRET, "indicator": SECRET}]
    return text


def tripartite(coach: Membership, **codes: str) -> Envelope:
    """Client and sponsor first, then the coach."""
    return _opened(
        coach,
        snapshot(coach),
        Signer(Role.CLIENT, samples.CLIENT, samples.ADDRESS, person=uuid4()),
        Signer(Role.SPONSOR, DORIAN, PAYS, person=uuid4(), **codes),
    )


def minor(coach: Membership) -> Envelope:
    """A child and two parents, who read the same and choose each for themselves."""
    text = samples.snapshot(coach)
    for piece in text["consents"]:
        piece["for"] = ["guardian"]
    return _opened(
        coach,
        text,
        Signer(Role.CLIENT, samples.CLIENT, samples.ADDRESS, person=uuid4()),
        Signer(Role.GUARDIAN, MOTHER, "parents@courriel.example", person=uuid4()),
        Signer(Role.GUARDIAN, FATHER, "parents@courriel.example", person=uuid4()),
    )


def team(coach: Membership, *names: str) -> Envelope:
    """The sponsor first, then every member, the coach last."""
    members = [
        Signer(Role.MEMBER, name, f"{name.lower()}@equipe.example", 2, person=uuid4())
        for name in names
    ]
    first = Signer(Role.SPONSOR, DORIAN, PAYS, 1, person=uuid4())
    return _opened(coach, samples.snapshot(coach), first, *members)


def _opened(coach: Membership, text: dict[str, Any], *guests: Signer) -> Envelope:
    subject = uuid4()
    keys.open_file(subject)
    last = max(guest.position for guest in guests) + 1
    own = Signer(Role.COACH, coach.user.name, coach.user.email, last, member=coach)
    return open_envelope(
        kind=samples.KIND,
        object=uuid4(),
        subject=subject,
        snapshot=text,
        signers=[*guests, own],
        language="fr",
        by=coach,
    )


def prepare(party: Party, *, consents: bool = True) -> None:
    """Read, answer, choose and type the name: only the signature is missing."""
    text = party.text
    if party.is_guest:
        right = {each["key"]: each["right"] for each in text["comprehension"]}
        limits = {each["key"]: True for each in text["limits"] if not each["told"]}
        reading.answer_card(party, checks=right, limits=limits)
        for card in text["cards"]:
            reading.confirm_clear(party, card=card["key"], visit=Visit())
    given = dict.fromkeys((each["key"] for each in text["consents"]), consents)
    concluding.choose(party, consents=given if party.is_guest else {}, typed_name=party.name)


def sign(party: Party, **chosen: bool) -> None:
    party = Party.objects.get(pk=party.pk)
    prepare(party, **chosen)
    concluding.sign(party, shown_sha256=party.text_sha256, visit=Visit("192.0.2.7", "Firefox"))


def sign_all(envelope: Envelope) -> None:
    for party in envelope.parties.order_by("position", "created_at"):
        sign(party)
