"""What anyone who holds a document may learn of it: its state and dates, who signed by initials,
and hashes to compare. Never a name, never a word of the text."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coachpractice.audit import journal
from coachpractice.documents.lookups import Answer, known_document
from coachpractice.documents.verifying import Verdict
from coachpractice.registry.agreements import AGREEMENTS
from coachpractice.registry.evidence import State
from coachpractice.signing.models import Envelope, EnvelopeState, Extract, Party

WORDS: dict[EnvelopeState, tuple[State, str | Promise]] = {
    EnvelopeState.SEALED: (State.KEPT, gettext_lazy("Signed by all, and sealed")),
    EnvelopeState.SIGNED: (State.DUE, gettext_lazy("Signed by all; the seal is in preparation")),
    EnvelopeState.PARTLY_SIGNED: (State.DUE, gettext_lazy("Not signed by all yet")),
    EnvelopeState.SENT: (State.DUE, gettext_lazy("Sent, not signed yet")),
    EnvelopeState.PREPARING: (State.DUE, gettext_lazy("In preparation")),
    EnvelopeState.EXPIRED: (State.MISSING, gettext_lazy("Never signed: its time is over")),
    EnvelopeState.DECLINED: (State.MISSING, gettext_lazy("Declined: nobody is bound by it")),
    EnvelopeState.VOIDED: (State.MISSING, gettext_lazy("Taken back: nobody is bound by it")),
}


@dataclass(frozen=True)
class MaskedParty:
    role: str
    initials: str
    signed_at: datetime | None
    extract: Extract | None = None

    @classmethod
    def of(cls, party: Party) -> "MaskedParty":
        role, extract = str(party.get_role_display()), getattr(party, "extract", None)
        return cls(role, masked(party.name), party.signed_at, extract)


class PublicState:
    """One envelope as anyone may see it."""

    def __init__(self, envelope: Envelope) -> None:
        self.envelope = envelope
        self.code = envelope.code
        self.state = envelope.state
        self.badge, self.words = WORDS[self.state]
        self.specimen = envelope.specimen

    @cached_property
    def parties(self) -> list[MaskedParty]:
        rows = self.envelope.parties.select_related("envelope", "extract").unlocked("identity")
        return [MaskedParty.of(row) for row in rows]

    @property
    def extracts(self) -> list[MaskedParty]:
        """Those who hold an extract of their own, with its fingerprints."""
        return [party for party in self.parties if party.extract]

    @property
    def became(self) -> str:
        """What became of it after it was signed, where its kind can tell; the file stays valid."""
        return became(self.envelope)

    @property
    def proof_holds(self) -> bool:
        """Whether the chain of the proof is whole."""
        return not journal.check(self.envelope.pk)


def became(envelope: Envelope) -> str:
    return AGREEMENTS.get(envelope.kind).became(envelope) if envelope.signed_at else ""


def masked(name: str) -> str:
    """« O. P. » for « Odette Passerose »: of each word its first letter, whatever stands before."""
    letters = (next(filter(str.isalnum, word), "") for word in name.split())
    return " ".join([f"{letter.upper()}." for letter in letters if letter][:4])


@known_document("signing")
def _known(verdict: Verdict) -> Answer | None:
    """Whether the very bytes are the ones we sealed and kept."""
    if found := Envelope.objects.filter(sealed_sha256=verdict.sha256).first():
        words = _("It is, byte for byte, the document that was sealed here.")
        return Answer(True, _with(words, found))
    if extract := Extract.objects.filter(sealed_sha256=verdict.sha256).first():
        words = _(
            "It is, byte for byte, an extract of the document %(code)s, sealed here for one of "
            "those who signed it."
        )
        return Answer(True, _with(words % {"code": extract.envelope.code}, extract.envelope))
    if _was_presented(verdict.sha256):
        words = _(
            "It is, byte for byte, what was presented here to be signed. It bears no signature."
        )
        return Answer(True, words, sealed=False)
    named = Envelope.objects.filter(code=verdict.code or "").exclude(sealed_sha256="").first()
    if named:
        words = _("It is not, byte for byte, the document %(code)s that was sealed here.")
        return Answer(False, words % {"code": named.code})
    return None


def _with(words: str, envelope: Envelope) -> str:
    since = became(envelope)
    return f"{words} {since}" if since else words


def _was_presented(sha256: str) -> bool:
    papers = (Envelope.objects, Extract.objects)
    return any(rows.filter(presented_sha256=sha256).exists() for rows in papers)
