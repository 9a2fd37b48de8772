"""The contracts in a client's file: where they stand, what the client chose, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, When
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice import clock
from coachpractice.practices.models import Membership
from coachpractice.registry.dossier import Chapter, Line, Standing, chapter
from coachpractice.signing.models import Check, Consent, Envelope, Party, Question
from coachpractice.signing.texts import text_for
from coachpractice.ui.formats import language_of
from coachpractice.vault.fields import lend_keys
from contracts.accords import dossier as accords  # noqa: F401 -- their chapters
from contracts.actions import draft
from contracts.changes.history import Moment, after_conclusion, latest_first, of_envelope
from contracts.elsewhere.says import choices_of
from contracts.models import KIND, Contract, State, TakenIn
from contracts.words import look_of, standing_of, state_name

# A contract of before that is taken in today is not the newest one.
_SINCE = Case(When(taken_in__isnull=False, then=F("concluded_at")), default=F("created_at"))


@dataclass(frozen=True)
class Choice:
    """A consent as the client gave it with a signature."""

    question: str
    given: bool
    words: str
    at: date
    by: str = ""  # whose, where several answered


@chapter("contracts")
class Contracts(Chapter):
    template = "contracts/_in_file.html"
    assisted_template = "contracts/_assisted_file.html"
    onward = gettext_lazy("Open the file and prepare the contract")

    def begin(self, client: Client, *, by: Membership) -> str:
        return reverse("contracts:draft", args=[draft(client, by=by).pk])

    def read(self, client: Client, *, by: Membership) -> Mapping[str, Any]:
        day = clock.today(by.practice.timezone)
        rows = Contract.objects.of_coach(by).filter(client=client).with_state(day)
        contracts = list(rows.select_related("taken_in").order_by(_SINCE.desc()))
        envelopes = list(
            Envelope.objects.filter(kind=KIND, object__in=[each.pk for each in contracts])
            .prefetch_related("parties")
            .order_by("-created_at")
        )
        lend_keys(client, *envelopes, *(p for each in envelopes for p in each.parties.all()))
        return {
            "contracts": contracts,
            "drafting": any(each.state == State.DRAFT for each in contracts),
            "choices": _choices(contracts, envelopes),
            "moments": _moments(client, contracts, envelopes),
        }

    def read_assisted(self, client: Client, *, by: Membership) -> Mapping[str, Any]:
        day = clock.today(by.practice.timezone)
        rows = Contract.objects.visible_to(by).filter(client=client).with_state(day)
        contracts = list(rows.order_by(_SINCE.desc()))
        drafting = any(each.state == State.DRAFT for each in contracts)
        return {"contracts": contracts, "drafting": drafting}

    def standings(self, day: date) -> Mapping[Standing, Any]:
        mine = Contract.objects.filter(client=OuterRef("pk"))
        return {
            Standing.RUNNING: Exists(mine.running(day)),
            Standing.WAITING: Exists(mine.to_be_signed()),
            Standing.PREPARING: Exists(mine.filter(concluded_at=None)),
            Standing.ENDED: Exists(mine.exclude(concluded_at=None)),
        }

    def lines(self, clients: Sequence[Client], *, day: date) -> Mapping[UUID, Line]:
        pks = [client.pk for client in clients]
        asked = Question.objects.open().filter(party__envelope=OuterRef("envelope"))
        points = Check.objects.to_talk_over().filter(party__envelope=OuterRef("envelope"))
        rows = Contract.objects.filter(client__in=pks).with_state(day).order_by(_SINCE.asc())
        # Values, not rows: with those came every text of the contract and of its envelope.
        found = rows.values_list("client_id", "state", Exists(asked), Exists(points))
        newest = {client: about for client, *about in found}
        return {pk: _line(*newest.get(pk, ())) for pk in pks}


def _line(state: str = "", asked: bool = False, points: bool = False) -> Line:
    """What a list says of a client, by their newest contract; without a state there is none."""
    if not state:
        return Line(_("none yet"), "idle", _("To draft"))
    name = state_name(state)
    if asked and state in (State.SENT, State.TO_COUNTERSIGN):
        return Line(name, "missing", _("Open question"))
    if points and state != State.DRAFT:
        return Line(name, "due", _("A point to talk over"))
    return Line(name, look_of(state), standing_of(state))


def _choices(contracts: list[Contract], envelopes: list[Envelope]) -> list[Choice]:
    """The choices given with the newest contract that was concluded."""
    newest = next((each for each in contracts if each.concluded_at), None)
    if newest is not None and newest.taken_in:
        return _choices_there(newest.taken_in)
    signed = newest.envelope_id if newest else None
    envelope = next((each for each in envelopes if each.pk == signed), None)
    if envelope is None:
        return []
    given: dict[UUID, dict[str, Consent]] = {}
    for consent in Consent.objects.filter(party__envelope=envelope):
        given.setdefault(consent.party_id, {})[consent.key] = consent
    parties = [each for each in envelope.parties.all() if each.pk in given]
    found = [(party, _asked(envelope, party)) for party in parties]
    several = len(parties) > 1
    return [
        Choice(
            each["question"],
            row.given,
            each["yes" if row.given else "no"],
            row.answered_at,
            by=party.name if several else "",
        )
        for party, asked in found
        for each in asked
        if (row := given[party.pk].get(each["key"]))
    ]


def _choices_there(taken: TakenIn) -> list[Choice]:
    """As the coach declared them of a contract signed elsewhere."""
    return [
        Choice(each.question, each.given, each.words, each.on)
        for each in choices_of(taken, language_of(get_language()))
    ]


def _asked(envelope: Envelope, party: Party) -> list[dict[str, str]]:
    """The choices as this party was asked to make them."""
    return text_for(envelope.snapshot, party.role)["consents"]


def _moments(client: Client, contracts: list[Contract], envelopes: list[Envelope]) -> list[Moment]:
    numbers = {each.pk: each.number for each in contracts}
    found = [Moment(client.created_at, _("File opened"), client.code)]
    happened = [each for envelope in envelopes for each in of_envelope(envelope)]
    happened += after_conclusion(contracts, client.coach.practice.timezone)
    for each in happened:
        number = _("Contract no. %(number)s") % {"number": numbers[each.contract]}
        found.append(Moment(each.at, each.words, f"{number}. {each.hint}" if each.hint else number))
    return latest_first(found)
