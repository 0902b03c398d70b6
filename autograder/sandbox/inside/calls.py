"""Call the student's functions for the judge: by handle, with plain data in and out."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from dlkit.check.observe import Observation, observe
from dlkit.check.plain import NotPlain, decode, encode


class Handles:
    """Objects that stay in this process; the judge holds a number for each."""

    def __init__(self) -> None:
        self._objects: list[Any] = []

    def describe(self, value: Any) -> dict[str, Any]:
        """Describe what is not plain: a callable by its handle, anything else by its type."""
        if not callable(value):
            return {"is": "opaque", "type": type(value).__name__}
        self._objects.append(value)
        handle = len(self._objects) - 1
        return {"is": "function", "handle": handle, "name": getattr(value, "__name__", "function")}

    def get(self, handle: int) -> Callable[..., Any]:
        return self._objects[handle]

    def resolve(self, described: Any) -> Callable[..., Any]:
        """Find the function that the judge hands back as an argument."""
        return self.get(described["handle"])


def fetch(namespace: dict[str, Any], name: str, handles: Handles) -> dict[str, Any]:
    """Describe a global name of the student: missing, a module, or a value."""
    if name not in namespace:
        return {"found": "nothing"}
    value = namespace[name]
    if isinstance(value, types.ModuleType):
        return {"found": "module", "module": value.__name__}
    return {"found": "value", "value": _described(value, handles)}


def call(handle: int, args: Any, kwargs: Any, handles: Handles) -> dict[str, Any]:
    """Observe one call; the observation and the arrays that the call changed."""
    positional, named = decode(args, handles.resolve), decode(kwargs, handles.resolve)
    seen = observe(handles.get(handle), positional, named)
    reply = asdict(replace(seen, value=None))
    reply["value"] = _described(seen.value, handles)
    reply["after"] = _changed_arrays(seen, positional)
    return reply


def assign(namespace: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """Give the student's later cells a value that a test cell assigned."""
    namespace[name] = decode(value)
    return {}


def _described(value: Any, handles: Handles) -> Any:
    try:
        return encode(value, handles.describe)
    except (NotPlain, ValueError, RecursionError):
        return {"is": "opaque", "type": type(value).__name__}


def _changed_arrays(seen: Observation, args: tuple) -> list[list[Any]]:
    positions = [i for i, _ in enumerate(args) if f"argument {i + 1}" in seen.changed]
    return [[i, encode(args[i])] for i in positions if isinstance(args[i], np.ndarray)]
