"""What the arguments of a call hold, so that a change made by the call can be seen.

Arrays are told by their bytes; lists, dicts, sets and objects with attributes by their parts. What
has no parts that can be looked at (a function, a random generator) is left alone, and so is what
lies deeper than the wire carries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from dlkit.check.plain import MAX_DEPTH

PLAIN = (type(None), bool, int, float, complex, str, bytes)
NO_DATA = (type, ModuleType)
ITSELF = "itself"  # what a result shares memory with whose entries share one number

Named = Iterator[tuple[str, Any]]


def contents(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Describe every argument, part by part; equal descriptions mean that nothing has changed."""
    return {name: _described(part) for name, part in _arguments_in_parts(args, kwargs)}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the parts that were written into; of a container that has lost or won some, itself."""
    if before == after:
        return ()
    names: list[str] = []
    for name in {**before, **after}:  # a container comes before its parts
        inside = any(name.startswith((f"{outer}[", f"{outer}.")) for outer in names)
        if not inside and before.get(name) != after.get(name):
            names.append(name)
    return tuple(names)


def shared(value: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the parts of the arguments whose memory, or whose very list or dict, is in ``value``.

    ITSELF stands alone, for an array in it whose own entries share one number.
    """
    if value is None or isinstance(value, PLAIN):
        return ()
    own = [part for _, part in _parts("result", value)]
    of_arguments = _arguments_in_parts(args, kwargs)
    names = [name for name, part in of_arguments if any(_is_shared(each, part) for each in own)]
    if not names and any(map(_overlaps, own)):
        return (ITSELF,)
    return tuple(names)


def _overlaps(value: Any) -> bool:
    """Whether several entries of an array are one number in memory, as after broadcast_to."""
    return isinstance(value, np.ndarray) and any(
        length > 1 and step == 0 for length, step in zip(value.shape, value.strides, strict=True)
    )


def _is_shared(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.may_share_memory(one, other))
    return one is other and isinstance(one, list | dict | set)


def _arguments_in_parts(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Named:
    for position, value in enumerate(args):
        yield from _parts(f"argument {position + 1}", value)
    for name, value in kwargs.items():
        yield from _parts(name, value)


def _parts(name: str, value: Any) -> Named:
    """Yield a value and, below it, what its containers and objects hold, each with its name.

    What is met again is not looked into again: a list may contain itself.
    """
    met, waiting = set(), [(name, value, 0)]
    while waiting:
        name, value, depth = waiting.pop()
        if isinstance(value, PLAIN) or id(value) in met or depth > MAX_DEPTH:
            continue
        yield name, value
        met.add(id(value))
        inside = [(f"{name}{place}", item, depth + 1) for place, item in _items(value)]
        waiting += reversed(inside)


def _items(value: Any) -> Named:
    if isinstance(value, list | tuple):
        yield from ((f"[{position}]", item) for position, item in enumerate(value))
    elif isinstance(value, dict):
        yield from ((f"[{key!r}]", item) for key, item in value.items())
    elif not isinstance(value, (*NO_DATA, Callable, np.ndarray)):  # type: ignore[arg-type]
        yield from ((f".{key}", item) for key, item in getattr(value, "__dict__", {}).items())


def _described(value: Any) -> Any:
    """Describe one part by itself; what lies deeper has a name of its own."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, set | frozenset):
        return type(value).__name__, sorted(map(repr, value))
    return type(value).__name__, [(place, _leaf(item)) for place, item in _items(value)]


def _leaf(item: Any) -> Any:
    """A plain item by its text, in which nan equals nan; any other by its kind."""
    return repr(item) if isinstance(item, PLAIN) else type(item).__name__
