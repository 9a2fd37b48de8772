"""A register keeps named entries, in the order they came, and refuses a name twice."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Register(Generic[T]):
    """Entries by name. Filled while apps are loaded, read afterwards; never emptied."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, T] = {}

    def add(self, name: str, entry: T) -> T:
        """Keep `entry` under `name`; a second one of the same name is a programming error."""
        if name in self._entries:
            raise ValueError(f"{self.what} {name!r} is registered twice")
        self._entries[name] = entry
        return entry

    def get(self, name: str) -> T:
        """Return the entry called `name`; raises KeyError."""
        return self._entries[name]

    def names(self) -> list[str]:
        return list(self._entries)

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)
