"""events.py of an app: what can happen here?"""

from dataclasses import dataclass

from django.utils.functional import Promise

from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Event:
    """Something that can happen. `sentence` is shown in the journal; it names nobody."""

    name: str
    sentence: str | Promise


EVENTS: Register[Event] = Register("event")


def event(name: str, sentence: str | Promise) -> Event:
    """Register an event; its name is stored, so it never changes."""
    return EVENTS.add(name, Event(name, sentence))
