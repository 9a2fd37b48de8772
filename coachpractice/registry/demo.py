"""demo.py of an app: what does an example practice show of you?"""

from collections.abc import Callable
from typing import Any

from coachpractice.registry.register import Register

SCENES: Register[Callable[[Any], None]] = Register("scene")


def scene(name: str) -> Callable:
    """Register a function that plays one scene of the example practice, by the app's own actions."""

    def keep(play: Callable[[Any], None]) -> Callable[[Any], None]:
        SCENES.add(name, play)
        return play

    return keep
