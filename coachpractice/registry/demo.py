"""demo.py of an app: what does an example practice show of you?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coachpractice.registry.register import Register


@dataclass(frozen=True)
class Scene:
    """One scene of the example practice. `play(coach)` acts by the app's own actions, at moments
    it sets with `clock.at`. Scenes are played by `order`, since later ones stand on earlier ones.
    """

    name: str
    order: int
    play: Callable[[Any], None]


SCENES: Register[Scene] = Register("scene")


def scene(name: str, *, order: int) -> Callable:
    """Register a function as a scene."""

    def keep(play: Callable[[Any], None]) -> Callable[[Any], None]:
        SCENES.add(name, Scene(name, order, play))
        return play

    return keep


def in_order() -> list[Scene]:
    return sorted(SCENES, key=lambda scene: scene.order)
