"""records.py of an app: what do we hold, field by field?

Retention, the encryption and canary tests, the export of one's rights and the register of
processing all read these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from coachpractice.registry.register import Register


class Secrecy(StrEnum):
    """How a field is kept."""

    PLAIN = "plain"  # no personal data, or an account's own login
    PSEUDONYM = "pseudonym"  # an id, a day, a number: says nothing without the file's keys
    IDENTITY = "identity"  # encrypted under the file's identity key
    CONTENT = "content"  # encrypted under the file's content key
    CONTRACT = "contract"  # encrypted under the file's contract key


class Basis(StrEnum):
    """Why we may hold it (GDPR art. 6)."""

    CONTRACT = "contract"
    CONSENT = "consent"
    OBLIGATION = "obligation"
    INTEREST = "legitimate interest"


class Ending(StrEnum):
    """What happens when the time is over."""

    DESTROY = "destroy"
    KEEP = "keep"


@dataclass(frozen=True)
class Record:
    """One model: whose it is, why and how long we hold it.

    `fields` maps every column to its secrecy. `months` counts from `starts`, in words; None means
    as long as the account or file it belongs to.
    """

    model: str
    subject: str
    purpose: str | Promise
    basis: Basis
    fields: Mapping[str, Secrecy]
    starts: str = "end of the file"
    months: int | None = None
    then: Ending = Ending.DESTROY
    source: str = ""


RECORDS: Register[Record] = Register("record")


def record(model: str, **answers: object) -> Record:
    """Register what `model` ("app.Model") holds."""
    return RECORDS.add(model, Record(model=model, **answers))  # type: ignore[arg-type]
