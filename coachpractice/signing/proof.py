"""The proof of an envelope: a chain anyone can recompute, in which personal values stand as salted
commitments. The values themselves are in the client's file and go with it."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import models

from coachpractice.audit import chain, journal
from coachpractice.registry.events import Event
from coachpractice.signing import events
from coachpractice.signing.models import Envelope, Extract, Party, ProofValue


@dataclass(frozen=True)
class Visit:
    """From where somebody acts: network address and browser, as the server saw them."""

    address: str = ""
    browser: str = ""

    def values(self) -> dict[str, str]:
        return {"address": self.address, "browser": self.browser[:300]}


def note(
    event: Event,
    envelope: Envelope,
    *,
    by: models.Model | None = None,
    subject: models.Model | None = None,
    values: dict[str, str] | None = None,
    **details: Any,
) -> None:
    """Add to the envelope's proof, in the transaction of the act. `values` are personal: only
    their commitments go into the chain."""
    opened = {
        key: {"salt": secrets.token_hex(16), "value": value}
        for key, value in (values or {}).items()
        if value
    }
    commitments: dict[str, Any] = {
        f"{key}_sha256": chain.commitment(bytes.fromhex(each["salt"]), each["value"])
        for key, each in opened.items()
    }
    entry = journal.record(
        event,
        subject or envelope,
        by=by,
        proof=envelope.pk,
        **details,
        **commitments,
    )
    if opened:
        ProofValue.objects.create(
            practice_id=envelope.practice_id, envelope=envelope, entry=entry.pk, values=opened
        )


def evidence(paper: Envelope | Extract) -> dict[str, Any]:
    """The proof as it is embedded in a sealed document: what was signed, each event in its place,
    and the values that open the commitments.

    In an extract, what happened with the other guests is withheld: of such an event only its place
    in the chain stands there, so that the chain can still be followed; and only the reader's own
    values are opened.
    """
    envelope = paper.whole
    head = journal.head(envelope.practice_id)
    proof = {
        "format": "coachpractice evidence 1",
        "envelope": str(envelope.pk),
        "kind": envelope.kind,
        "language": envelope.language,
        "verification_code": envelope.code,
        "text_sha256": paper.text_sha256,
        "presented_sha256": paper.presented_sha256,
        "chain": {"origin": chain.origin(envelope.pk), "version": chain.VERSION},
        "journal": {"practice": str(envelope.practice_id), "head": ":".join(map(str, head))},
    }
    entries = journal.of_proof(envelope.pk)
    values = ProofValue.objects.filter(envelope=envelope).unlocked("contract")
    opened = {str(value.entry): value.values for value in values}
    for entry in _of_predecessors(entries):
        opened.pop(entry["id"], None)
    if isinstance(paper, Extract):
        entries, opened = _withheld(entries, opened, reader=paper.party)
        proof["extract_for"] = str(paper.party_id)
    return {**proof, "events": entries, "values": opened}


def _of_predecessors(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What happened with somebody who was to sign before it was passed on to the right person.
    Their addresses are nobody's business but the coach's, who has them."""
    last = {
        each["object"]: each["seq"]
        for each in entries
        if each["event"] in (events.PASSED_ON.name, events.CORRECTED.name)
    }
    ids = ("actor", "object")
    return [each for each in entries if any(each["seq"] < last.get(each[i], 0) for i in ids)]


def _withheld(
    entries: list[dict[str, Any]], opened: dict[str, Any], *, reader: Party
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the reader may see of the chain. Everything about a party is withheld that is not known
    to be theirs, or to be told to all: that the text was fixed, who signed and when, the effect."""
    own, before = _of_party(reader), [each["seq"] for each in _of_predecessors(entries)]
    mine = [
        each
        for each in entries
        if {each["actor"], each["object"]} & own and each["seq"] not in before
    ]
    told = [each for each in entries if _is_told_to_all(each, reader)]
    shown = {each["seq"] for each in (*mine, *told)}
    kept = [each if each["seq"] in shown else _place(each) for each in entries]
    ids = {each["id"] for each in mine}
    return kept, {entry: values for entry, values in opened.items() if entry in ids}


def _of_party(reader: Party) -> set[str]:
    """The ids that stand in an entry for the reader, or for what they said."""
    rows = (reader.questions, reader.checks)
    return {str(reader.pk)}.union(*(map(str, each.values_list("pk", flat=True)) for each in rows))


def _is_told_to_all(entry: dict[str, Any], reader: Party) -> bool:
    about_all = entry["object"] == str(reader.envelope_id)
    by_guest = entry["actor_kind"] == Party._meta.label_lower
    return entry["event"] == events.SIGNED.name or (about_all and not by_guest)


def _place(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("seq", "previous", "digest")} | {"withheld": True}
