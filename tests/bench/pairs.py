from collections.abc import Callable
from typing import Any, NamedTuple


class Pair(NamedTuple):
    """What is measured: ours and its floor, both without arguments, and the ratio hoped for (None:
    no goal)."""

    name: str
    ours: Callable[[], Any]
    floor: Callable[[], Any]
    goal: float | None
