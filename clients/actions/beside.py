"""What guardians, members of a team and contacts of a sponsor have in common: each has an address,
and each may leave."""

from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from clients import addresses
from coachpractice import clock
from coachpractice.audit import journal
from coachpractice.practices.models import Membership
from coachpractice.registry.errors import Refused
from coachpractice.registry.events import Event
from coachpractice.signing.models import Party
from coachpractice.vault import keys


def shares_address(others: Any, email: str) -> bool:
    """Whether one of these rows has this address already."""
    return any(addresses.same(email, other.email) for other in others.unlocked("identity"))


def remove(row: Any, *, by: Membership, event: Event) -> bool:
    """Take somebody away, in the transaction of the caller. Who never was asked to sign anything is
    forgotten; who was keeps their place in the past, as somebody who has left. Refused while they
    are asked to sign. Returns whether the row is gone."""
    if row.left_at:
        return False
    asked = _parties_of(row)
    if _waiting(asked).exists():
        words = _("They are asked to sign a document that waits. Take it back first.")
        raise Refused(words)
    journal.record(event, row, by=by)
    if not asked.exists() and _forget(row):
        return True
    row.left_at, row.left_by = clock.now(), by
    row.save(update_fields=["left_at", "left_by"])
    return False


def _parties_of(row: Any) -> models.QuerySet:
    """Where this person signs, or did."""
    return Party.objects.filter(person=row.pk)


def _waiting(asked: models.QuerySet) -> models.QuerySet:
    return asked.filter(
        signed_at=None,
        envelope__signed_at=None,
        envelope__declined_at=None,
        envelope__voided_at=None,
        envelope__expires_at__gt=clock.now(),
    )


def _forget(row: Any) -> bool:
    """Delete the row, and the keys if the file was theirs alone; False where another row still
    names it."""
    try:
        type(row).objects.filter(pk=row.pk).delete()
    except models.ProtectedError:
        return False
    if row.vault_subject == row.pk:
        transaction.on_commit(partial(keys.destroy, row.pk))
    return True
