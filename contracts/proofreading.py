"""What a coach looks at before sending: the page of each who reads, who signs when, the paper, and
what may be a slip."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.around import notices_about
from clients.models import Client
from coachpractice import clock
from coachpractice.registry.errors import Refused
from coachpractice.signing import papers
from coachpractice.signing.actions.sending import LIFE
from coachpractice.signing.models import Envelope
from coachpractice.signing.reading_page import CheckField, LimitField
from coachpractice.signing.texts import text_for
from contracts import text
from contracts.models import KIND, AsksCode, Contract
from contracts.parties import Guest, Parties
from contracts.values import Values


@dataclass(frozen=True)
class Reader:
    """Somebody whose text can be looked at: their role, and who they are."""

    role: str
    names: str
    words: str | Promise


# Whose reading of a contract stands for all, the first who is there.
FOREMOST = ("guardian", "client", "member", "sponsor")
# What the wording calls a reader, in words.
_WORDS = {
    "client": gettext_lazy("The client"),
    "child": gettext_lazy("The minor"),
    "guardian": gettext_lazy("Who signs for the client"),
    "curator": gettext_lazy("Who signs with the client"),
    "member": gettext_lazy("A member of the team"),
    "sponsor": gettext_lazy("The organisation"),
}


def readers(parties: Parties) -> list[Reader]:
    """Each who reads a text of their own, also while nobody is there yet to sign it."""
    return [
        Reader(role, ", ".join(g.name for g in parties.guests if g.role == role), _WORDS[reader])
        for reader, role in parties.readers.items()
    ]


def essence(snapshot: Mapping[str, Any], roles: Collection[str]) -> list[dict[str, str]]:
    """The summary as those read it whose contract it is foremost."""
    first = next((role for role in FOREMOST if role in roles), "coach")
    return text_for(snapshot, first)["summary"]


@dataclass(frozen=True)
class Turn:
    """A guest on the check page: who they are, whether they come first, and what is asked."""

    guest: Guest
    words: str | Promise
    first: bool
    secret: str  # name of the field for the word agreed with them; "" if none is asked
    error: str


def signers(parties: Parties, refusal: Refused | None = None) -> list[Turn]:
    """Who signs by link, in the order in which they are asked."""
    agreed = parties.contract.asks_code == AsksCode.AGREED
    guests = sorted(parties.guests, key=lambda guest: guest.position)
    faults = refusal.fields if refusal else {}
    return [
        Turn(
            guest,
            _WORDS[guest.reader],
            first=guest.position == guests[0].position,
            secret=f"secret_{guest.person}" if agreed else "",
            error=str(faults.get(f"secret_{guest.person}", "")),
        )
        for guest in guests
    ]


def secrets(contract: Contract, posted: Mapping[str, str]) -> dict[UUID, str]:
    """The words agreed with each guest, as typed on the check page."""
    if contract.asks_code != AsksCode.AGREED:
        return {}
    return {
        guest.person: posted.get(f"secret_{guest.person}", "") for guest in Parties(contract).guests
    }


def reading_parts(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The three cards with what each asks, as the client's page shows them."""
    cards = [
        {**card, "sections": [s for s in snapshot["sections"] if s["card"] == card["key"]]}
        for card in snapshot["cards"]
    ]
    limits = [LimitField(each["key"], each["text"], each["told"]) for each in snapshot["limits"]]
    checks = [
        CheckField(
            key=each["key"],
            question=each["question"],
            choices=each["choices"],
            chosen="",
            answered=False,
            right=False,
            right_text="",
            because="",
        )
        for each in snapshot["comprehension"]
    ]
    return {"cards": cards, "limits": limits, "checks": checks}


def pdf(contract: Contract, *, role: str = "", trial: bool = False) -> bytes:
    """The paper of a draft, which says that it is one: the whole, or what somebody of this role
    will read; as a `trial`, marked on each page. Its envelope is never kept, and nobody can sign
    it."""
    now, snapshot = clock.now(), text.snapshot(Values(contract))
    snapshot = {**(text_for(snapshot, role) if role else snapshot), "trial": trial}
    with translation.override(contract.language):
        snapshot["title"] = _("%(title)s (draft)") % {"title": snapshot["title"]}
    envelope = Envelope(
        practice_id=contract.practice_id,
        kind=KIND,
        coach=contract.coach,
        subject=contract.client_id,
        object=contract.pk,
        language=contract.language,
        code="—",
        snapshot=snapshot,
        specimen=contract.coach.practice.specimen,
        created_at=now,
        expires_at=now + LIFE,
    )
    return papers.presented(envelope)


def warnings(values: Values) -> list[str]:
    """What does not keep a contract from being sent, but may be a slip."""
    contract, found = values.contract, []
    client, coach = contract.client, contract.coach
    if client.email.casefold() == coach.user.email.casefold():
        found.append(_("The client’s address is your own: the link to sign would come to you."))
    found += notices_about(client, values.parties.signing_guardians, values.parties.contacts)
    found += _shared_mailboxes(values.parties)
    if client.fit == Client.Fit.OUTSIDE:
        found.append(_("You noted that this request is outside what you can do (clause 3.1.1)."))
    if not values.all.get("insurance_insurer"):
        found.append(_("No insurance in force is named (clause 2.4.2)."))
    today = clock.today(coach.practice.timezone)
    if contract.start_day and contract.start_day < today:
        found.append(_("The first day is already past."))
    if contract.total_cents == 0:
        found.append(_("The price is zero."))
    return found


def _shared_mailboxes(parties: Parties) -> list[str]:
    """Two who sign with one address, the client and their guardians aside: these are told of
    already."""
    words = _("%(name)s and %(other)s have one address: each can read the other’s link.")
    return [
        words % {"name": one.name, "other": other.name}
        for one, other in parties.same_mailbox
        if "sponsor" in (one.reader, other.reader) or one.reader == "member"
    ]
