"""The proof of an envelope: a chain anyone can recompute, in which personal values stand as salted
commitments. The values themselves are in the client's file and go with it."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import models

from coachpractice.audit import chain, journal
from coachpractice.registry.events import Event
from coachpractice.signing.models import Envelope, ProofValue


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


def evidence(envelope: Envelope) -> dict[str, Any]:
    """The proof as it is embedded in the sealed document: what was signed, each event in its
    place, and the values that open the commitments."""
    values = ProofValue.objects.filter(envelope=envelope).unlocked("contract")
    head = journal.head(envelope.practice_id)
    return {
        "format": "coachpractice evidence 1",
        "envelope": str(envelope.pk),
        "kind": envelope.kind,
        "language": envelope.language,
        "verification_code": envelope.code,
        "text_sha256": envelope.text_sha256,
        "presented_sha256": envelope.presented_sha256,
        "chain": {"origin": chain.origin(envelope.pk), "version": chain.VERSION},
        "journal": {"practice": str(envelope.practice_id), "head": ":".join(map(str, head))},
        "events": journal.of_proof(envelope.pk),
        "values": {str(value.entry): value.values for value in values},
    }
