"""What a property computes with: the numbers of the answers that its calls gave."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlkit.check.compare import kind_of, too_deep
from dlkit.check.plain import MAX_DEPTH


@dataclass(frozen=True)
class Drawn:
    """The arguments of a call that also gets ``rng``, a generator made from ``seed``."""

    args: tuple[Any, ...]
    seed: int


Calls = Generator[tuple[tuple[Any, ...] | Drawn, ...], tuple[Any, ...], str]


class NotNumbers(Exception):
    """The value is nothing that a property of numbers could hold for."""


def numbers_of(value: Any, change: Callable[[np.ndarray], Any] = np.asarray, depth: int = 0) -> Any:
    """Return the value with ``change`` made to each of its arrays, which must hold numbers.

    The depth has a limit: on some machines nothing else keeps recursion from ending the process.
    """
    if isinstance(value, list | tuple):
        if depth > MAX_DEPTH:
            raise NotNumbers(f"the result {too_deep()}")
        return tuple([numbers_of(item, change, depth + 1) for item in value])
    if isinstance(value, int | float | np.number | np.ndarray):
        array = np.asarray(value)
        if array.dtype.kind in "iuf":
            return change(array)
    raise NotNumbers(f"numbers are needed, but {kind_of(value)} came")


def array_of(value: Any) -> np.ndarray:
    """Return the value if it is one array of numbers with at least one axis."""
    array = numbers_of(value)
    if isinstance(array, np.ndarray) and array.ndim:
        return array
    raise NotNumbers(f"an array is needed, but {kind_of(value)} came")
