"""Clients by the thousand, so that tables have the size of an installation in use.

Written in bulk, since an action each would take an hour; each has keys of their own, is encrypted
under them, and four in five have a contract: a draft, one to be signed, one in force, one ended.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import uuid4

from django.db import connection, models

from clients.models import Client
from coachpractice import clock
from coachpractice.documents.verification_codes import new_code
from coachpractice.practices.models import Membership
from coachpractice.signing.models import Envelope, Party, Role
from coachpractice.vault import box
from coachpractice.vault.fields import CHAIN
from coachpractice.vault.keyring.models import Key, Scope
from coachpractice.vault.keys import Chain
from coachpractice.vault.models import StoredFile
from contracts.models import KIND, Contract
from tests.contracts.factories import AGREED
from tests.factories import MembershipFactory

AT_ONCE = 500
CLIENTS_OF_ANOTHER = 400
SHA256 = "0" * 64
T = TypeVar("T", bound=models.Model)
STAGES = ("none", "draft", "sent", "running", "ended")


def fill(coach: Membership, *, own: int, everyone: int, like: Contract) -> None:
    """Bring this coach to `own` clients among `everyone`; the others' coaches have practices of
    their own. What she sent has the text of `like`; what others sent nobody reads here."""
    assert like.envelope
    text = like.envelope.snapshot
    _clients_of(coach, own - Client.objects.of_coach(coach).count(), like, text)
    while (missing := everyone - Client.objects.count()) > 0:
        other = MembershipFactory()
        _clients_of(other, min(missing, CLIENTS_OF_ANOTHER), like, {"title": text["title"]})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself, a minute later
        cursor.execute("CHECKPOINT")


def _clients_of(coach: Membership, count: int, like: Contract, text: dict[str, Any]) -> None:
    first = Client.objects.of_coach(coach).count() + 1
    numbers = range(first, first + count)
    for start in range(0, count, AT_ONCE):
        batch = numbers[start : start + AT_ONCE]
        _write([_File(coach, number, like, text) for number in batch])


@dataclass
class _File:
    """One client with what hangs on them; the rows share the keys of the file."""

    coach: Membership
    number: int
    like: Contract
    text: dict[str, Any]

    def __post_init__(self) -> None:
        self.stage = STAGES[self.number % len(STAGES)]
        self.was_sent = self.stage in ("sent", "running", "ended")
        self.is_signed = self.stage in ("running", "ended")
        self.pk = uuid4()
        self.chain: Chain = {(self.pk, scope): os.urandom(32) for scope in Scope.values}
        self.day = clock.today(self.coach.practice.timezone)
        self.client = self._client()
        self.files = [self._file() for _ in range(self.was_sent + self.is_signed)]
        self.envelope = self._envelope() if self.was_sent else None
        self.contract = self._contract() if self.stage != "none" else None
        self.parties = [self._party(role) for role in Role] if self.envelope else []

    def key_rows(self) -> list[Key]:
        now = clock.now()
        return [
            Key(subject=subject, scope=scope, wrapped=box.wrap(key), created_at=now)
            for (subject, scope), key in self.chain.items()
            if key
        ]

    def _client(self) -> Client:
        now = clock.now()
        return self._unlocked(
            Client(
                pk=self.pk,
                practice_id=self.coach.practice_id,
                coach=self.coach,
                number=self.number,
                name=f"Cliente {self.number} Mirabelle",
                email=f"cliente{self.number}@example.org",
                phone="01 99 00 00 00",
                ties="none",
                ties_declared_at=now,
                ties_declared_by=self.coach,
                fit="within",
                fit_assessed_at=now,
                fit_assessed_by=self.coach,
            )
        )

    def _file(self) -> StoredFile:
        return StoredFile(
            subject=self.pk,
            practice=self.coach.practice_id,
            scope=Scope.CONTRACT,
            size=150_000,
            created_at=clock.now(),
        )

    def _envelope(self) -> Envelope:
        now = clock.now()
        envelope = Envelope(
            practice_id=self.coach.practice_id,
            kind=KIND,
            coach=self.coach,
            subject=self.pk,
            object=uuid4(),
            language="fr",
            code=new_code(),
            snapshot=self.text,
            text_sha256=SHA256,
            expires_at=now + timedelta(days=14),
            frozen_at=now,
            presented=self.files[0],
            presented_sha256=SHA256,
        )
        if self.is_signed:
            envelope.signed_at = envelope.sealed_at = now
            envelope.sealed, envelope.sealed_sha256 = self.files[1], SHA256
        return self._unlocked(envelope)

    def _contract(self) -> Contract:
        begin = self.day - timedelta(days=200 if self.stage == "ended" else 10)
        contract = Contract(
            practice_id=self.coach.practice_id,
            client=self.client,
            coach=self.coach,
            year=2000,  # of no serial that an action gives
            serial=self.number,
            language="fr",
            start_day=begin,
            end_day=begin + timedelta(days=182),
            rhythm="une séance toutes les deux semaines",
            place="en visioconférence",
            **AGREED,
        )
        if self.envelope:
            contract.pk = self.envelope.object
            contract.envelope, contract.edition_id = self.envelope, self.like.edition_id
            contract.sections, contract.concluded_at = self.like.sections, self.envelope.signed_at
        return self._unlocked(contract)

    def _party(self, role: Role) -> Party:
        assert self.envelope
        signed = self.envelope.signed_at
        return self._unlocked(
            Party(
                practice_id=self.coach.practice_id,
                envelope=self.envelope,
                role=role,
                position=1 if role == Role.CLIENT else 2,
                member=self.coach if role == Role.COACH else None,
                name=self.client.name,
                email=self.client.email,
                invited_at=self.envelope.frozen_at,
                opened_at=signed,
                signed_at=signed,
                shown_sha256=SHA256 if signed else "",
            )
        )

    def _unlocked(self, row: T) -> T:
        row.__dict__[CHAIN] = self.chain
        return row


def _write(files: Sequence[_File]) -> None:
    Key.objects.bulk_create([key for file in files for key in file.key_rows()])
    Client.objects.bulk_create([file.client for file in files])
    StoredFile.objects.bulk_create([stored for file in files for stored in file.files])
    Envelope.objects.bulk_create([file.envelope for file in files if file.envelope])
    Contract.objects.bulk_create([file.contract for file in files if file.contract])
    Party.objects.bulk_create([party for file in files for party in file.parties])
