"""What a student's function or class says of itself: for tests of names, texts and signatures."""

from __future__ import annotations

import contextlib
import inspect
import textwrap
from typing import Any

MAX_TEXT = 100_000
PLAIN = ("__name__", "__qualname__", "__module__", "__doc__")
HOLDING = ("__defaults__", "__kwdefaults__", "__annotations__")


def evidence(function: Any) -> dict[str, Any]:
    """What tests ask of a function as an object."""
    said: dict[str, Any] = {name: getattr(function, name, None) for name in (*PLAIN, *HOLDING)}
    said["parameters"] = _parameters(function)
    said["source"] = _source(function)
    said["is wrapped"] = hasattr(function, "__wrapped__")
    said["is bound"] = hasattr(function, "__self__") and hasattr(function, "__func__")
    return said


def _parameters(function: Any) -> list[list[Any]] | None:
    """Name, kind, whether there is a default and which, whether an annotation and which."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    empty = inspect.Parameter.empty
    return [
        [
            *(each.name, each.kind.name),
            *(each.default is not empty, None if each.default is empty else each.default),
            *(each.annotation is not empty, None if each.annotation is empty else each.annotation),
        ]
        for each in signature.parameters.values()
    ]


def _source(function: Any) -> str:
    with contextlib.suppress(OSError, TypeError):
        return textwrap.dedent(inspect.getsource(function))[:MAX_TEXT]
    return ""
