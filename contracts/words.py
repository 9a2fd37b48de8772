"""How the state of a contract is called, and how its badge looks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import State

# state: name of the state, look of the badge, what the file says of it
_WORDS: dict[str, tuple[str | Promise, str, str | Promise]] = {
    State.DRAFT: (_("draft"), "idle", _("To send")),
    State.SENT: (_("to be signed"), "due", _("Waiting for signatures")),
    State.TO_COUNTERSIGN: (_("yours to sign"), "due", _("Your signature")),
    State.EXPIRED: (_("time to sign is over"), "due", _("To send again")),
    State.DECLINED: (_("declined"), "missing", _("Declined")),
    State.IN_FORCE: (_("in force"), "kept", _("In order")),
    State.SUSPENDED: (_("suspended"), "due", _("Suspended")),
    State.ENDED: (_("ended"), "idle", _("Ended")),
    State.WITHDRAWN: (_("withdrawn from"), "idle", _("Withdrawn from")),
    State.SUPERSEDED: (_("replaced"), "idle", _("Replaced by an amendment")),
}


def state_name(state: str) -> str | Promise:
    return _WORDS[state][0]


def look_of(state: str) -> str:
    return _WORDS[state][1]


def standing_of(state: str) -> str | Promise:
    return _WORDS[state][2]
