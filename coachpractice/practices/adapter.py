"""What happens to a member's account stands in the journal of their practice.

Said here, above `accounts`, because only this room knows who works where.
"""

import uuid
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.http import HttpRequest

from coachpractice.accounts import adapter
from coachpractice.accounts.models import User
from coachpractice.audit import journal
from coachpractice.jobs import actions as jobs
from coachpractice.practices import events
from coachpractice.practices.models import Membership
from coachpractice.registry.events import Event

CHANGES = {
    "password-changed": events.PASSWORD_CHANGED,
    "password-reset": events.PASSWORD_RESET,
    "second-factor-on": events.SECOND_FACTOR_ON,
    "second-factor-off": events.SECOND_FACTOR_OFF,
    "recovery-codes-renewed": events.CODES_RENEWED,
    "passkey-added": events.PASSKEY_ADDED,
    "passkey-removed": events.PASSKEY_REMOVED,
}


class AccountAdapter(adapter.AccountAdapter):
    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        given = [record["method"] for record in get_authentication_records(request, user)]
        note(events.LOGGED_IN, user, by="-".join(dict.fromkeys(given)))

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User) or getattr(user, "pk", None):
            note(events.LOGGED_OUT, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Noted by a job, and the same job is made for an address nobody has: the time of the
        answer must not tell which addresses have an account."""
        user = User.objects.of_address(credentials.get("email", ""))
        with transaction.atomic():
            jobs.enqueue("practices.note-refused-login", user=user.pk if user else uuid.uuid4())

    def happened(self, kind: str, user: User) -> None:
        super().happened(kind, user)
        note(CHANGES[kind], user)

    def code_refused(self, user: User) -> None:
        note(events.CODE_REFUSED, user)


@transaction.atomic
def note(event: Event, user: Any, by: str = "") -> None:
    """Write in the journal of each practice where `user` works; nothing for others."""
    details: dict[str, Any] = {"means": by} if by else {}
    for member in Membership.objects.active().filter(user=user.pk):
        journal.record(event, member, by=member, **details)
