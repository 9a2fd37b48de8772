"""What waits for the coach: signatures, questions, points, contracts without answer, drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clients.models import Client
from coachpractice import clock
from coachpractice.ethics import reading, register
from coachpractice.practices.models import Membership
from coachpractice.registry.evidence import State as ClauseState
from coachpractice.signing.models import Check, Question
from contracts.models import Contract, State
from contracts.text import signed_edition
from contracts.values import coach_gaps

SILENT_AFTER = timedelta(days=3)
FROM_HERE = "?from=today"  # once done there, a page leads back to the list of steps


@dataclass(frozen=True)
class Task:
    """A row that leads to what waits. `since` is when it began to wait."""

    since: datetime
    words: str | Promise
    hint: str | Promise
    url: str
    look: str
    label: str | Promise


@dataclass(frozen=True)
class Step:
    """One of the first steps of a new practice; done as soon as a record shows it."""

    words: str | Promise
    hint: str | Promise
    url: str
    done: bool


class Today:
    """The page of `member` as it stands now; `day` is theirs."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.day = clock.today(member.practice.timezone)

    @cached_property
    def tasks(self) -> list[Task]:
        """What waits, the gravest first, then the oldest."""
        rank = {"missing": 0, "due": 1, "idle": 2}
        return sorted(self._waiting(), key=lambda task: (rank[task.look], task.since))

    @cached_property
    def _open(self) -> list[Contract]:
        rows = Contract.objects.visible_to(self.member).filter(concluded_at=None)
        return list(rows.with_state(self.day).for_list())

    def _waiting(self) -> Iterator[Task]:
        yield from self._questions()
        yield from self._points()
        asked = {question.party.envelope_id for question in self._asked}
        for contract in self._open:
            if contract.state == State.DRAFT and self.steps:
                continue  # the last of the first steps leads to it
            if contract.envelope_id not in asked or contract.state == State.DRAFT:
                task = self._task(contract)
                if task:
                    yield task

    @cached_property
    def _asked(self) -> list[Question]:
        rows = Question.objects.visible_to(self.member).open()
        standing = rows.filter(
            party__envelope__contract__isnull=False,
            party__envelope__voided_at=None,
            party__envelope__declined_at=None,
        )
        return list(_about_clients(standing))

    def _questions(self) -> Iterator[Task]:
        for question in self._asked:
            name = question.party.envelope.contract.client.name
            hint = _("An objection to a limit of confidentiality.") if question.about else ""
            yield Task(
                question.created_at,
                _("Answer %(name)s") % {"name": name},
                hint or _("A question asked before signing."),
                reverse("envelopes:question", args=[question.pk]),
                "missing",
                _("Open question"),
            )

    def _points(self) -> Iterator[Task]:
        rows = Check.objects.visible_to(self.member).to_talk_over()
        standing = rows.filter(
            party__envelope__contract__isnull=False,
            party__envelope__voided_at=None,
            party__envelope__declined_at=None,
        )
        seen = set()
        for point in _about_clients(standing):
            contract = point.party.envelope.contract
            if contract.pk in seen:
                continue
            seen.add(contract.pk)
            yield Task(
                point.created_at,
                _("Talk a point over with %(name)s") % {"name": contract.client.name},
                _("An answer showed that something was not understood."),
                reverse("contracts:page", args=[contract.pk]),
                "due",
                _("To talk over"),
            )

    def _task(self, contract: Contract) -> Task | None:
        name = {"name": contract.client.name, "number": contract.number}
        page = reverse("contracts:page", args=[contract.pk])
        envelope = contract.envelope
        if contract.state == State.DRAFT:
            words = _("Finish the contract of %(name)s") % name
            hint = _("Draft no. %(number)s") % name
            draft = reverse("contracts:draft", args=[contract.pk])
            return Task(contract.saved_at, words, hint, draft, "idle", _("Draft"))
        assert envelope is not None
        if contract.state == State.TO_COUNTERSIGN:
            words = _("Sign the contract of %(name)s") % name
            hint = _("Signed by the client. It takes effect with your signature.")
            sign = reverse("envelopes:countersign", args=[envelope.pk])
            return Task(envelope.created_at, words, hint, sign, "due", _("Your signature"))
        if contract.state == State.DECLINED and envelope.declined_at:
            words = _("Read why %(name)s declined") % name
            hint = _("You can change the contract and send it again.")
            return Task(envelope.declined_at, words, hint, page, "missing", _("Declined"))
        if contract.state == State.EXPIRED:
            words = _("Send the contract of %(name)s again") % name
            hint = _("The time to sign is over.")
            return Task(envelope.expires_at, words, hint, page, "due", _("Expired"))
        if envelope.created_at + SILENT_AFTER > clock.now():
            return None
        words = _("Ask %(name)s whether the mail arrived") % name
        hint = _("Sent more than three days ago, not signed yet.")
        return Task(envelope.created_at, words, hint, page, "due", _("No answer"))

    # The first steps ---------------------------------------------------------------------------

    @cached_property
    def steps(self) -> list[Step]:
        """From nothing to the first contract sent; none once it was."""
        mine = Contract.objects.visible_to(self.member)
        if mine.exclude(envelope=None).exists():
            return []
        draft = next((each for each in self._open), None)
        client = Client.objects.visible_to(self.member).order_by("-number").first()
        gaps = coach_gaps(self.member)
        return [
            Step(
                _("Sign the code of ethics"),
                _("Read it, then sign: it is the spine of all that follows."),
                reverse("ethics:adopt") + FROM_HERE,
                signed_edition(self.member) is not None,
            ),
            Step(
                _("Say what your contracts say of you"),
                _("Missing: %(list)s.") % {"list": ", ".join(gap.label for gap in gaps)}
                if gaps
                else _("Address, registration, mediator, methods, supervision."),
                next((gap.url + FROM_HERE for gap in gaps if gap.url), ""),
                not gaps,
            ),
            Step(
                _("Add your first client"),
                _("A name, an address, three questions the code asks."),
                reverse("clients:add"),
                client is not None,
            ),
            Step(
                _("Send your first contract"),
                _("Finish the contract of %(name)s") % {"name": draft.client.name}
                if draft
                else _("Filled in beforehand; you read it as your client will."),
                _first_contract(draft, client),
                False,
            ),
        ]

    @property
    def steps_left(self) -> int:
        return sum(not step.done for step in self.steps)

    # The code ----------------------------------------------------------------------------------

    @cached_property
    def spine(self) -> Any:
        """The states of all clauses as they are drawn; None before the code is loaded."""
        return register.strokes(self._edition.text, self._entries) if self._edition else None

    @cached_property
    def counts(self) -> dict[str, int]:
        found = register.counts(self._entries) if self._edition else {}
        return {
            "kept": found.get(ClauseState.KEPT, 0),
            "due": found.get(ClauseState.DUE, 0),
            "missing": found.get(ClauseState.MISSING, 0),
            "none": found.get(register.NO_RULE, 0),
        }

    @cached_property
    def _edition(self) -> Any:
        return reading.current()

    @cached_property
    def _entries(self) -> list[register.Entry]:
        return register.states(self._edition.text, self.member, self.day)


def _about_clients(rows: Any) -> Any:
    """Answers of parties with the client they are about, and the keys to the names."""
    related = rows.select_related("party__envelope__contract__client")
    return related.unlocked("identity").order_by("created_at")


def _first_contract(draft: Contract | None, client: Client | None) -> str:
    if draft:
        return reverse("contracts:draft", args=[draft.pk])
    return reverse("clients:page", args=[client.pk]) if client else reverse("clients:add")
