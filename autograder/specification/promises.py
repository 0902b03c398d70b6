"""What a specification box promises of a function's arguments, held against what is asked.

An exercise declares it once, beside its questions; `ask.standard` asks for the technical part, and
the audit names every promise that no check keeps, and every number of axes that none announces.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlkit.check.battery import Check, Value

FLOATS = ("float64", "float32")


@dataclass(frozen=True)
class Takes:
    """The arrays that a function takes as one argument.

    ``shapes`` has a letter for each axis, as in ``"N M"``; ``dtypes`` are those it accepts;
    ``up_to`` is a size that its finite entries may reach without anything breaking.
    """

    shapes: tuple[str, ...]
    dtypes: tuple[str, ...] = (*FLOATS, "int64")
    up_to: float | None = None


def takes(
    *shapes: str, dtypes: Iterable[str] = (*FLOATS, "int64"), up_to: float | None = None
) -> Takes:
    """Declare an argument, as in ``takes("N", "N M")``."""
    return Takes(shapes, tuple(dtypes), up_to)


Promises = Mapping[str, Takes]


def has_mixed_dtypes(promises: Promises) -> bool:
    """Whether two arguments may be floats of two different dtypes."""
    return sum(set(FLOATS) <= set(each.dtypes) for each in promises.values()) > 1


def broken(
    name: str, reference: Callable[..., Any], promises: Promises, checks: Iterable[Check]
) -> Iterator[str]:
    """Yield each promise of function ``name`` that no value check asks for, in words."""
    values = [each for each in checks if isinstance(each, Value) and each.function == name]
    bound = [_arguments(reference, each) for each in values]
    for argument, promised in promises.items():
        arrays = [np.asarray(each[argument]) for each in bound if argument in each]
        for lack in _of_argument(promised, arrays):
            yield f"{name}: {argument} {lack}"
    if has_mixed_dtypes(promises) and not any(map(_is_mixed, bound)):
        yield f"{name}: no check has arguments of two different float dtypes"


def _arguments(reference: Callable[..., Any], check: Value) -> dict[str, Any]:
    """The arguments of a call by name; what cannot be bound has been asked on purpose."""
    try:
        return dict(inspect.signature(reference).bind(*check.args, **check.kwargs).arguments)
    except TypeError:
        return {}


def _of_argument(promised: Takes, arrays: list[np.ndarray]) -> Iterator[str]:
    asked = {array.ndim for array in arrays}
    announced = {len(shape.split()): shape for shape in promised.shapes}
    for axes in sorted(announced.keys() - asked):
        yield f"of shape ({', '.join(announced[axes].split())}) is promised but never asked"
    for axes in sorted(asked - announced.keys()):
        yield f"is asked with {axes} axes, which the specification does not promise"
    for dtype in promised.dtypes:
        if not any(array.dtype == dtype for array in arrays):
            yield f"of dtype {dtype} is promised but never asked"
    if promised.up_to is not None and not any(_reaches(a, promised.up_to) for a in arrays):
        yield f"up to {promised.up_to:g} is promised but never asked"


def _reaches(array: np.ndarray, size: float) -> bool:
    finite = array[np.isfinite(array)] if array.dtype.kind in "iuf" else array[:0]
    return bool(np.abs(finite).max(initial=0.0) >= size)


def _is_mixed(arguments: Mapping[str, Any]) -> bool:
    arrays = (each for each in arguments.values() if isinstance(each, np.ndarray))
    return len({array.dtype for array in arrays if array.dtype.kind == "f"}) > 1
