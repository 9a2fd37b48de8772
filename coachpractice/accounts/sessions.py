"""Where an account is open, and how to close it there."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.crypto import constant_time_compare

from coachpractice import clock
from coachpractice.accounts.models import User

BROWSERS = {"Firefox": "Firefox", "Edg": "Edge", "OPR": "Opera", "Chrome": "Chrome",
            "CriOS": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows",
           "Mac OS": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip


def open_sessions(user: User) -> list[UserSession]:
    """The sessions in which this account is logged in now, newest first; `browser` says in two
    words from where."""
    noted = list(UserSession.objects.filter(user=user).order_by("-created_at"))
    keys = [session.session_key for session in noted]
    alive = {
        row.session_key
        for row in Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now())
        if _still_valid(row.get_decoded(), user)
    }
    for session in noted:
        session.browser = in_words(session.user_agent)
    return [session for session in noted if session.session_key in alive]


def in_words(agent: str) -> str:
    """“Firefox, Linux” out of what a browser says of itself; "" when it says nothing we know."""
    found = [
        next((words for mark, words in names.items() if mark in agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(word for word in found if word)


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
