"""A document to sign, with the shipped wording, and no contract behind it."""

from typing import Any
from uuid import uuid4

from coachpractice.practices.models import Membership
from coachpractice.registry.agreements import AGREEMENTS, agreement
from coachpractice.signing.actions.sending import Signer, open_envelope
from coachpractice.signing.models import Envelope, Role
from coachpractice.vault import keys
from contracts import wording

KIND = "sample"
CLIENT = "Odette Passerose"
ADDRESS = "odette@courriel.example"
CARDS = ("work", "confidentiality", "ending")
RIGHT = {"who-may-learn": "nothing", "if-in-danger": "alerts"}
LIMITS = ("danger-to-self", "danger-to-others", "serious-illegal-act", "answering-a-complaint")
CONSENTS = {"supervision-case": True, "accreditation-log": False, "file-if-unable": True}

concluded: list[Envelope] = []

if KIND not in AGREEMENTS:

    @agreement(KIND)
    class Sample:
        paper = "documents/contract.html"

        def label(self, envelope: Envelope, language: str) -> str:
            return "Contrat de coaching" if language == "fr" else "Coaching contract"

        def file_name(self, envelope: Envelope) -> str:
            return "contrat"

        def concluded(self, envelope: Envelope, *, by: Membership) -> None:
            concluded.append(envelope)

        def url(self, envelope: Envelope) -> str:
            return "/sample/"


def snapshot(coach: Membership, language: str = "fr", **values: str) -> dict[str, Any]:
    template = wording.load("coaching", language)
    alone = [each for each in template.placeholders if each.source != "parties"]
    given = {each.key: each.example for each in alone} | {"pays_self": "1"}
    text = template.fill({**given, "coach_name": coach.user.name, **values}).as_snapshot()
    for section in text["sections"]:
        section["blocks"] = [b for b in section["blocks"] if b["type"] != "objectives"]
    return {
        **text,
        "kind": "Contrat individuel n°",
        "number": "2026-001",
        "parties": [{"label": "client", "name": CLIENT, "details": ""}],
        "answers_on": "confidentiality",
        "annexes": [],
        "total_text": "960 €",
    }


def envelope(
    coach: Membership,
    *,
    name: str = CLIENT,
    address: str = ADDRESS,
    language: str = "fr",
    **values: str,
) -> Envelope:
    """An envelope for one client and the coach, opened and not sent."""
    subject = uuid4()
    keys.open_file(subject)
    return open_envelope(
        kind=KIND,
        object=uuid4(),
        subject=subject,
        snapshot=snapshot(coach, language, **values),
        signers=[
            Signer(Role.CLIENT, name, address, position=1),
            Signer(Role.COACH, coach.user.name, coach.user.email, position=2, member=coach),
        ],
        language=language,
        by=coach,
    )
