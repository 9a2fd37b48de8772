"""How the state of an accord is called, and how its badge looks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.models import AccordState

# state: name, look of the badge
_WORDS: dict[str, tuple[str | Promise, str]] = {
    AccordState.DRAFT: (_("draft"), "idle"),
    AccordState.SENT: (_("to be signed by the other side"), "due"),
    AccordState.TO_COUNTERSIGN: (_("to be signed by you"), "due"),
    AccordState.EXPIRED: (_("time to sign is over"), "due"),
    AccordState.DECLINED: (_("declined"), "missing"),
    AccordState.TO_COME: (_("signed, begins later"), "kept"),
    AccordState.IN_FORCE: (_("in force"), "kept"),
    AccordState.ENDED: (_("ended"), "idle"),
}


def state_name(state: str) -> str | Promise:
    return _WORDS[state][0]


def look_of(state: str) -> str:
    return _WORDS[state][1]
