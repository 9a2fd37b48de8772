"""Encryption itself: AES-256-GCM, versioned, bound to where the text stands. No Django models.

blob = version (1 byte) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)
from django.conf import settings

VERSION = b"\x01"
OVERHEAD = 29  # bytes that encryption adds


class Unreadable(Exception):
    """The text was moved or changed, or its key is not this one."""


def encrypt(key: bytes, plain: bytes, place: bytes) -> bytes:
    """Encrypt `plain` so that it opens only under `key` and at `place`."""
    nonce = os.urandom(12)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, VERSION + place)


def decrypt(key: bytes, blob: bytes, place: bytes) -> bytes:
    """Open a blob; raises Unreadable when it was moved, changed or is under another key."""
    if blob[:1] != VERSION or len(blob) < OVERHEAD:
        raise Unreadable
    try:
        return AESGCM(key).decrypt(blob[1:13], blob[13:], VERSION + place)
    except InvalidTag as error:
        raise Unreadable from error


def place(*parts: object) -> bytes:
    """Name a place without ambiguity: each part with its length."""
    raw = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(2, "big") + part for part in raw)


def wrap(key: bytes) -> bytes:
    return aes_key_wrap(derived("keyring"), key)


def unwrap(wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(derived("keyring"), wrapped)
    except InvalidUnwrap as error:
        raise Unreadable from error


@lru_cache(maxsize=16)
def derived(purpose: str) -> bytes:
    """A key of the installation for one purpose, derived from the root key."""
    return HKDF(SHA256(), 32, None, f"coachpractice {purpose}".encode()).derive(settings.ROOT_KEY)


def lock(purpose: str, plain: bytes) -> bytes:
    """Encrypt what belongs to the installation and to no file."""
    return encrypt(derived(purpose), plain, place(purpose))


def unlock(purpose: str, blob: bytes) -> bytes:
    return decrypt(derived(purpose), blob, place(purpose))
