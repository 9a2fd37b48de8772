"""Encrypted fields. A value is bound to its row, field, file and practice: copied anywhere else,
it does not open.

The model says whose file it is in through `vault_subject` and `vault_practice`; it must have its
UUID primary key before it is saved.
"""

import json
from datetime import date
from typing import Any

from django.core import validators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from coachpractice.vault import box, keys

CHAIN = "_vault_chain"


class Ciphertext(bytes):
    """What came from the database, not opened yet."""


class KeyDestroyed(Exception):
    """There is no key for this any more."""


class EncryptedField(models.BinaryField):
    """Base of the encrypted fields; `scope` says which of the file's keys opens it."""

    # For mypy alone: what a row gives and takes is not bytes, as of the field below it.
    _pyi_private_get_type: Any
    _pyi_private_set_type: Any

    empty: Any = ""
    empty_values = list(validators.EMPTY_VALUES)

    def __init__(self, *args: Any, scope: str = "content", **kwargs: Any) -> None:
        self.scope = scope
        kwargs.setdefault("blank", True)
        kwargs["editable"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs["scope"] = self.scope
        return name, path, args, kwargs

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, Attribute(self))
        self.stands = box.place(cls._meta.label_lower, name)

    def get_default(self) -> Any:
        if not self.has_default():
            return None if self.null else self.empty
        return self.default() if callable(self.default) else self.default

    def to_python(self, value: Any) -> Any:
        """What a form or a clean gives is the plain value; binary fields would decode it."""
        return value

    def value_to_string(self, obj: Any) -> str:
        raise TypeError(f"{self.name} is encrypted: it is in no plain dump")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Ciphertext(bytes(value))

    def pre_save(self, instance: Any, add: bool) -> Any:
        value = instance.__dict__.get(self.attname)
        if isinstance(value, Ciphertext) or (value is None and self.null):
            return value
        plain = self.dump(value)
        sealed = Ciphertext(box.encrypt(key_for(instance, self.scope), plain, self.place(instance)))
        instance.__dict__[self.attname] = sealed
        instance.__dict__[f"_open_{self.attname}"] = self.load(plain)
        return sealed

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value not in (None, b"") and not isinstance(value, Ciphertext):
            raise TypeError(f"{self.name} is encrypted: save the object, it cannot be queried")
        return super().get_db_prep_value(value, connection, prepared)

    def place(self, instance: Any) -> bytes:
        """Model and field with their lengths, then row, file and practice, 16 bytes each."""
        ids = instance.pk, instance.vault_subject, instance.vault_practice
        return self.stands + b"".join([each.bytes for each in ids])

    def open(self, instance: Any, blob: Ciphertext) -> Any:
        """Decrypt; an empty value stands where the key was destroyed, and where a column was
        added to a row that existed before. Raises Unreadable for what was moved or changed."""
        if not blob:
            return self.empty
        try:
            key = key_for(instance, self.scope)
        except KeyDestroyed:
            return self.empty
        return self.load(box.decrypt(key, blob, self.place(instance)))

    def dump(self, value: Any) -> bytes:
        return b"" if value is None else str(value).encode()

    def load(self, plain: bytes) -> Any:
        return plain.decode()


class EncryptedTextField(EncryptedField):
    """Text of any length, encrypted."""


class EncryptedDateField(EncryptedField):
    """A day, encrypted; None where there is none."""

    empty = None

    def dump(self, value: Any) -> bytes:
        return b"" if value is None else value.isoformat().encode()

    def load(self, plain: bytes) -> Any:
        return date.fromisoformat(plain.decode()) if plain else None


class EncryptedJSONField(EncryptedField):
    """Anything JSON can hold, encrypted. Assign a new value to change it; changes made inside the
    value that was read are not saved."""

    empty = None

    def dump(self, value: Any) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def load(self, plain: bytes) -> Any:
        return json.loads(plain)


class Attribute:
    """Opens an encrypted field when it is read."""

    def __init__(self, field: EncryptedField) -> None:
        self.field = field
        self.cache = f"_open_{field.attname}"

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        state = instance.__dict__
        if self.field.attname not in state:
            instance.refresh_from_db(fields=[self.field.attname])
        value = state[self.field.attname]
        if not isinstance(value, Ciphertext):
            return value
        if self.cache not in state:
            state[self.cache] = self.field.open(instance, value)
        return state[self.cache]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value
        instance.__dict__.pop(self.cache, None)


def key_for(instance: Any, scope: str) -> bytes:
    """The key of the instance's file, from the list's keychain or by one query."""
    chain: keys.Chain = instance.__dict__.setdefault(CHAIN, {})
    subject = instance.vault_subject
    try:
        key = chain[subject, scope]
    except KeyError:
        chain.update(keys.fetch([subject]))
        key = chain[subject, scope]
    if key is None:
        raise KeyDestroyed
    return key


def is_filled(instance: Any, name: str) -> bool:
    """Whether an encrypted text holds anything, told by its length: no key is asked for."""
    value = instance.__dict__.get(name)
    if isinstance(value, Ciphertext):
        return len(value) > box.OVERHEAD
    return bool(getattr(instance, name))


def lend_keys(holder: Any, *others: Any) -> None:
    """Let `others`, rows of the same file, open with the keys `holder` was given already."""
    for other in others:
        other.__dict__[CHAIN] = holder.__dict__.setdefault(CHAIN, {})
