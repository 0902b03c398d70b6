"""Lists, dictionaries, arrays and their like that both ends hold: what one changes, both have.

Each end has a copy of its own. The end that first sends a container numbers it; from then on the
number stands for it, so that what was the same object stays the same, wherever it is met. Before a
message leaves, the containers that have changed are sent with it, one by one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dlkit.check.plain import decode

from .contents import content, fill, is_mutable, same, snapshot

Inner = Callable[[Any], Any]
PLAIN_SIZE = type("_", (), {}).__basicsize__  # of an instance that is nothing but its attributes
HELD_BY_US = 3  # references to an object that nobody but the table holds, when it is counted


class Shared:
    """One end's table of the containers that both ends hold.

    ``find_class`` gives the classes that read-only cells define, and so both ends have.
    """

    def __init__(self, prefix: str, find_class: Callable[[str], Any] = lambda _: None) -> None:
        self._prefix = prefix
        self._find_class = find_class
        self._count = 0
        self._numbers: dict[int, str] = {}  # by identity; the table keeps every object alive
        self._objects: dict[str, Any] = {}
        self._snapshots: dict[str, Any] = {}

    def first(self, value: Any, inner: Inner) -> Any:
        """Describe a container by its number, and the first time by what is in it; or None."""
        number = self._numbers.get(id(value))
        if number is not None:
            return {"is": "shared", "number": number}
        if not (is_mutable(value) or self._is_of_both(value)):
            return None
        self._count += 1
        number = f"{self._prefix}{self._count}"
        self._add(number, value)
        return {"is": "shared", "number": number, "value": content(value, inner)}

    def resolve(self, data: Mapping[str, Any], hook: Inner) -> Any:
        """The container that :meth:`first` described, at the other end."""
        number = str(data["number"])
        if number in self._objects or "value" not in data:
            return self._objects[number]
        described = data["value"]
        own: Any = self._empty(described)
        if own is None:
            own = decode(described, hook)
            self._add(number, own)
            return own
        self._add(number, own)  # before it is filled: it may hold itself
        fill(own, described, hook)
        self._snapshots[number] = snapshot(own)
        return own

    def changed(self, inner: Inner) -> Iterator[list[Any]]:
        """What has changed since it was last the same at both ends."""
        for number in list(self._objects):
            value = self._objects[number]
            if not same(self._snapshots[number], value):
                self._snapshots[number] = snapshot(value)
                yield [number, content(value, inner)]

    def apply(self, number: str, described: Any, hook: Inner) -> None:
        """Make a change of the other end's in our own copy."""
        own = self._objects[number]
        fill(own, described, hook)
        self._snapshots[number] = snapshot(own)

    def forget_unused(self) -> list[str]:
        """Forget what nobody here can reach any more; return the numbers."""
        unused = []
        for number in list(self._objects):
            value = self._objects[number]
            if sys.getrefcount(value) <= HELD_BY_US:
                unused.append(number)
                self.forget(number)
        return unused

    def forget(self, number: str) -> None:
        """Forget a container, for the other end has."""
        value = self._objects.pop(number, None)
        self._snapshots.pop(number, None)
        if self._numbers.get(id(value)) == number:
            del self._numbers[id(value)]

    def clear(self) -> None:
        """Forget all containers; their numbers are not used again."""
        for number in list(self._objects):
            self.forget(number)

    def mark(self) -> int:
        """How many containers this end has numbered."""
        return self._count

    def forget_since(self, mark: int) -> None:
        """Forget those whose description was given up after all."""
        for count in range(mark + 1, self._count + 1):
            self.forget(f"{self._prefix}{count}")

    def _empty(self, described: Any) -> Any:
        """What is to be filled: an empty list, dictionary or set, or a bare instance."""
        if isinstance(described, list):
            return []
        if described.get("is") == "instance":
            return object.__new__(self._find_class(str(described["class"])))
        return {"dict": dict, "set": set}.get(described.get("is"), lambda: None)()

    def _is_of_both(self, value: Any) -> bool:
        """Whether it is an instance of a class that a read-only cell defines."""
        kind = type(value)
        if kind.__module__ != "__main__" or not kind.__dictoffset__:
            return False
        return kind.__basicsize__ <= PLAIN_SIZE and self._find_class(kind.__name__) is kind

    def _add(self, number: str, value: Any) -> None:
        self._numbers[id(value)] = number
        self._objects[number] = value
        self._snapshots[number] = snapshot(value)
