"""Contracts at each stage, by the apps' own actions: what a test holds could have happened."""

from datetime import date

from coachpractice import clock
from coachpractice.ethics.actions.taking_in import take_in
from coachpractice.ethics.models import Edition
from coachpractice.signing.actions import concluding, reading, sending
from coachpractice.signing.models import Party
from coachpractice.signing.proof import Visit
from coachpractice.vault import files
from contracts import actions
from contracts.models import Contract
from tests.clients.factories import ClientFactory
from tests.scans import PDF

AGREED = {
    "fee_per_session_cents": 12_000,
    "client_expectations": "Parler plus librement en réunion.",
    "objectives": [
        {"text": "Prendre la parole", "indicator": "Trois interventions avant le 1er mars"}
    ],
}


def sign_the_code(coach):
    """The coach's own signature under the edition in force: on paper, where nothing is rendered."""
    return take_in(
        by=coach,
        edition=Edition.objects.current(),
        place="Lyon",
        day=date(2026, 1, 12),
        name=coach.user.name,
        scan=PDF,
    )


def draft_of(coach, client=None, **facts) -> Contract:
    """A complete draft, on which nothing is missing."""
    client = client or ClientFactory(by=coach)
    contract = actions.draft(client, by=coach)
    actions.save(contract, by=coach, **{**AGREED, **facts})
    return fresh(contract)


def sent_by(coach, client=None, **facts) -> Contract:
    """A contract whose text is fixed and whose client was invited. The code must be signed."""
    contract = draft_of(coach, client, **facts)
    freeze(actions.send(contract, by=coach))
    return fresh(contract)


def freeze(envelope) -> None:
    """What the job leaves behind, but for the paper: rendering takes a second each time."""
    for paper in (*envelope.extracts.select_related("party__envelope"), envelope):
        stored = files.store(
            b"%PDF-1.7", subject=paper.vault_subject, practice=paper.practice_id, scope="contract"
        )
        type(paper).objects.filter(pk=paper.pk).update(
            frozen_at=clock.now(), presented=stored, presented_sha256="0" * 64
        )
    sending.invite_next(envelope)


def read_by_client(contract, *, wrong=False, consents=True) -> Party:
    """The client finds every part clear, agrees to every limit and makes each choice."""
    party = contract.envelope.parties.get(role="client")
    snapshot = contract.envelope.snapshot
    reading.answer_card(
        party,
        checks={q["key"]: _answer(q, wrong=wrong) for q in snapshot["comprehension"]},
        limits={each["key"]: True for each in snapshot["limits"] if not each["told"]},
    )
    for card in snapshot["cards"]:
        reading.confirm_clear(party, card=card["key"], visit=Visit())
    concluding.choose(
        party,
        consents={each["key"]: consents for each in snapshot["consents"]},
        typed_name=party.name,
    )
    return party


def _answer(question, *, wrong):
    return next(
        choice["key"]
        for choice in question["choices"]
        if (choice["key"] != question["right"]) == wrong
    )


def signed_by_client(coach, client=None, *, wrong=False, **facts) -> Contract:
    """Read, chosen and signed by the client; the coach's turn."""
    contract = sent_by(coach, client, **facts)
    party = read_by_client(contract, wrong=wrong)
    concluding.sign(party, shown_sha256=contract.envelope.text_sha256, visit=Visit())
    sending.invite_next(contract.envelope)
    return fresh(contract)


def concluded_by(coach, client=None, *, on: date | None = None, **facts) -> Contract:
    """In force: signed by both, on that day if one is given."""
    if on:
        with clock.at(on):
            return concluded_by(coach, client, **facts)
    contract = signed_by_client(coach, client, **facts)
    countersign(contract)
    return fresh(contract)


def countersign(contract) -> None:
    party = contract.envelope.parties.get(role="coach")
    concluding.choose(party, consents={}, typed_name="Alice Églantine")
    concluding.sign(party, shown_sha256=contract.envelope.text_sha256, visit=Visit())


def fresh(contract) -> Contract:
    """The contract as it stands in the database now."""
    rows = Contract.objects.select_related("client", "envelope", "coach__practice", "coach__user")
    return rows.get(pk=contract.pk)
