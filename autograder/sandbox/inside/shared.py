"""Lists, dictionaries, arrays and their like that both ends hold: what one changes, both have.

Each end has a copy of its own. The end that first sends a container numbers it; from then on the
number stands for it, so that what was the same object stays the same, wherever it is met. Before a
message leaves, the containers that have changed are sent with it, one by one.
"""

from __future__ import annotations

import collections
import io
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from dlkit.check.plain import (
    SINGLE,
    NotPlain,
    apply_layout,
    decode,
    encode,
    encode_array,
    encode_container,
    is_exact,
)

from . import values

Inner = Callable[[Any], Any]
CONTAINERS = (list, dict, set)
QUEUES = (collections.deque, collections.Counter, collections.OrderedDict, collections.defaultdict)
GENERATORS = (np.random.Generator, np.random.RandomState, random.Random)
PLAIN_SIZE = type("_", (), {}).__basicsize__  # of an instance that is nothing but its attributes
HELD_BY_US = 3  # references to an object that nobody but the table holds, when it is counted


def is_mutable(value: Any) -> bool:
    """Whether it is one of the containers whose changes are sent."""
    kind = type(value)
    if kind in CONTAINERS or kind is np.ndarray or kind in QUEUES or kind in GENERATORS:
        return True
    return kind in (bytearray, io.StringIO, io.BytesIO) or _is_table(value)


def _is_table(value: Any) -> bool:
    kind = type(value)
    return kind.__name__ in ("DataFrame", "Series") and values.library_of(kind) == "pandas"


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
        self._snapshots[number] = _snapshot(own)
        return own

    def changed(self, inner: Inner, numbers: Callable[[str], bool]) -> Iterator[list[Any]]:
        """What has changed since it was last the same at both ends, of the ``numbers`` asked."""
        for number in list(self._objects):
            value = self._objects[number]
            if numbers(number) and not _same(self._snapshots[number], value):
                self._snapshots[number] = _snapshot(value)
                yield [number, content(value, inner)]

    def apply(self, number: str, described: Any, hook: Inner) -> None:
        """Make a change of the other end's in our own copy."""
        own = self._objects[number]
        fill(own, described, hook)
        self._snapshots[number] = _snapshot(own)

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
        self._snapshots[number] = _snapshot(value)


def content(value: Any, inner: Inner) -> Any:
    """Describe what is in a container; ``inner`` describes each of its parts."""
    if type(value) in CONTAINERS:
        return encode_container(value, inner)
    if type(value) is np.ndarray and is_exact(value):
        return encode_array(value)
    if type(value) is np.random.Generator:
        return encode(value)
    if type(value).__module__ == "__main__":
        state = [[name, inner(each)] for name, each in vars(value).items()]
        return {"is": "instance", "class": type(value).__name__, "state": state}
    described = values.describe(value, inner)
    if described is None:
        raise NotPlain(f"a {type(value).__name__} holds what cannot be sent")
    return described


def fill(own: Any, described: Any, hook: Inner) -> None:
    """Give a container of ours the content that was described."""
    match own:
        case list():
            own[:] = [decode(item, hook) for item in described]
        case dict():
            pairs = described["items"] if "items" in described else described["parts"]
            pairs = pairs[1] if isinstance(own, collections.defaultdict) else pairs
            fresh = [(decode(key, hook), decode(item, hook)) for key, item in pairs]
            own.clear()
            own.update(fresh)
        case set():
            fresh_items = [decode(item, hook) for item in described["items"]]
            own.clear()
            own.update(fresh_items)
        case _ if type(own).__module__ == "__main__":
            state = {str(name): decode(each, hook) for name, each in described["state"]}
            vars(own).clear()
            vars(own).update(state)
        case _:
            _replace(own, decode(described, hook))


def _replace(own: Any, new: Any) -> None:
    """Give an object of a library the state of another one of its class."""
    match own, new:
        case np.ndarray(), np.ndarray():
            if own.flags.writeable and own.shape == new.shape:
                own[...] = new
        case np.random.Generator(), np.random.Generator():
            own.bit_generator.state = new.bit_generator.state
        case np.random.RandomState(), np.random.RandomState():
            own.set_state(new.get_state())
        case random.Random(), random.Random():
            own.setstate(new.getstate())
        case collections.deque(), collections.deque():
            own.clear()
            own.extend(new)
        case bytearray(), bytearray():
            own[:] = new
        case (io.StringIO() | io.BytesIO()), (io.StringIO() | io.BytesIO()):
            own.seek(0)
            own.truncate()
            own.write(new.getvalue())
            own.seek(new.tell())
        case _ if _is_table(own) and type(own) is type(new):
            own._update_inplace(new)


def _snapshot(value: Any) -> Any:
    match value:
        case list() | collections.deque():
            return list(value)
        case dict():
            return list(value.items())
        case set():
            return set(value)
        case np.ndarray() if value.dtype.kind != "O":
            return value.tobytes()
        case np.ndarray():
            return value.ravel().tolist()
        case np.random.Generator():
            return repr(value.bit_generator.state)
        case np.random.RandomState():
            return repr(value.get_state(legacy=False))
        case random.Random():
            return value.getstate()
        case bytearray():
            return bytes(value)
        case io.StringIO() | io.BytesIO():
            return value.getvalue(), value.tell()
    return value.copy() if _is_table(value) else list(vars(value).items())


def _same(snapshot: Any, value: Any) -> bool:
    """Whether a container holds what it held, part by part the same."""
    match value:
        case list() | collections.deque():
            return len(snapshot) == len(value) and all(map(_alike, snapshot, value))
        case dict():
            return len(snapshot) == len(value) and all(map(_alike, snapshot, value.items()))
        case _ if _is_table(value):
            return type(snapshot) is type(value) and bool(snapshot.equals(value))
    now = _snapshot(value)
    if not isinstance(now, list):
        return bool(now == snapshot)
    return len(now) == len(snapshot) and all(map(_alike, snapshot, now))


def _alike(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if type(one) is tuple is type(other):
        return len(one) == len(other) and all(map(_alike, one, other))
    return type(one) is type(other) and type(one) in SINGLE and one == other
