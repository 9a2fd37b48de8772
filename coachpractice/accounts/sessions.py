"""Where an account is open, and how to close it there."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import constant_time_compare

from coachpractice import clock
from coachpractice.accounts.models import User


def open_sessions(user: User) -> list[UserSession]:
    """The sessions in which this account is logged in now, newest first."""
    noted = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    keys = [session.session_key for session in noted]
    alive = {
        row.session_key
        for row in Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
        if _still_valid(row.get_decoded(), user)
    }
    return [session for session in noted if session.session_key in alive]


@transaction.atomic
def close(user: User, *, session: int) -> None:
    """Log the account out there; nothing happens when that session is over already."""
    _end(UserSession.objects.filter(user=user, pk=session))


@transaction.atomic
def close_others(user: Any, *, but: str | None) -> None:
    """Log the account out everywhere except in the session whose key is `but`."""
    _end(UserSession.objects.filter(user=user).exclude(session_key=but or ""))


def _end(rows: Any) -> None:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()


def _still_valid(session: dict[str, Any], user: User) -> bool:
    """A session opened under an older password is over, whatever its date says."""
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
