"""An encrypted field written and read, its key in hand, against AES-GCM alone."""

import os
from collections.abc import Iterator
from functools import partial

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from clients.models import Client
from coachpractice.vault.fields import CHAIN
from tests.bench import stage
from tests.bench.pairs import Pair

NAME = "Odette Passerose"
NOTES = "Elle parle plus librement en réunion, et dit non sans se justifier. " * 30


def pairs(quick: bool) -> Iterator[Pair]:
    client = Client.objects.unlocked("identity").get(pk=stage.sent().client_id)
    key = client.__dict__[CHAIN][client.pk, "identity"]
    for what, text in (("a name", NAME), ("a page of notes", NOTES)):
        assert _field(client, text) == _bare(key, text) == text
        name = f"{what} written and read against AES-GCM alone"
        yield Pair(name, partial(_field, client, text), partial(_bare, key, text), 3.0)


def _field(client: Client, text: str) -> str:
    field = Client._meta.get_field("name")
    client.name = text
    blob = field.pre_save(client, False)  # what a save sends to the database
    client.name = blob  # and what a query brings back
    return client.name


def _bare(key: bytes, text: str) -> str:
    nonce = os.urandom(12)
    blob = AESGCM(key).encrypt(nonce, text.encode(), b"place")
    return AESGCM(key).decrypt(nonce, blob, b"place").decode()
