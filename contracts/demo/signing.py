"""How the people of the example read and sign."""

from typing import Any
from uuid import UUID

from coachpractice.practices.models import Membership
from coachpractice.practices.stories import Ago, Story
from coachpractice.signing.actions import concluding, reading
from coachpractice.signing.models import Envelope, Party
from coachpractice.signing.proof import Visit

VISIT = Visit(address="192.0.2.7", browser="Specimen")
_READING, _CHOOSING = 9, 13  # minutes after the link was opened
_REFUSED = "accreditation-log"


def guest_signs(envelope: Envelope, person: UUID | None, at: Ago, *, mistaken: str = "") -> Story:
    """Somebody opens their link, finds every part clear, chooses and signs. `mistaken` is the
    question they get wrong."""
    yield at
    party = party_of(envelope, person)
    reading.enter(party, visit=VISIT)
    yield at.later(_READING)
    read(party, mistaken=mistaken)
    yield at.later(_CHOOSING)
    asked = party.text.get("consents", ())
    given = {each["key"]: each["key"] != _REFUSED for each in asked}
    concluding.choose(party, consents=given, typed_name=party.name)
    concluding.sign(party, shown_sha256=party.text_sha256, visit=VISIT)


def read(party: Party, *, mistaken: str = "", unclear: str = "") -> None:
    """They answer what is asked, and say of each part but the `unclear` one that it is clear."""
    text = party.text
    reading.answer_card(
        party,
        checks={
            each["key"]: _answer(each, right=each["key"] != mistaken)
            for each in text.get("comprehension", ())
        },
        limits={each["key"]: True for each in text.get("limits", ()) if not each["told"]},
    )
    for card in text["cards"]:
        if card["key"] != unclear:
            reading.confirm_clear(party, card=card["key"], visit=VISIT)


def _answer(question: dict[str, Any], *, right: bool) -> str:
    keys = [each["key"] for each in question["choices"]]
    return question["right"] if right else next(each for each in keys if each != question["right"])


def coach_signs(envelope: Envelope, coach: Membership) -> None:
    """The coach's signature, the last."""
    party = envelope.parties.get(member=coach)
    concluding.choose(party, consents={}, typed_name=coach.user.name)
    concluding.sign(party, shown_sha256=party.text_sha256, visit=VISIT)


def party_of(envelope: Envelope, person: UUID | None) -> Party:
    """That of a person who has a row; without one, the only guest."""
    rows = envelope.parties.guests().select_related("envelope", "extract").unlocked()
    return rows.get(person=person) if person else rows.get()
