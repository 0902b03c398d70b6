"""The same numbers in other clothes: every kind of legal input that a function may be given.

A `Clothing` has two halves. ``plain`` makes the numbers such that the other clothes can hold them
(whole ones, where they become small integers), as ordinary arrays; ``odd`` dresses these.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.dlkit.examples import Random


def same(value: Any) -> Any:
    """Leave a value as it is."""
    return value


@dataclass(frozen=True)
class Clothing:
    """How the leaves of one kind change: real or whole arrays, counts (int), numbers (float)."""

    kind: str
    odd: Callable[[Any], Any]
    plain: Callable[[Any], Any] = same


def strided(x: np.ndarray) -> np.ndarray:
    """Show every second element of a larger array, along each axis."""
    wide = np.full([2 * n for n in x.shape], 77, x.dtype)
    view = wide[tuple(slice(None, None, 2) for _ in x.shape)]
    view[...] = x
    return view


def read_only(x: np.ndarray) -> np.ndarray:
    """Forbid to write."""
    x = x.copy()
    x.flags.writeable = False
    return x


def unaligned(x: np.ndarray) -> np.ndarray:
    """Let the numbers begin at an odd address."""
    memory = np.empty(x.nbytes + 1, np.uint8)
    view = memory[1:].view(x.dtype).reshape(x.shape)
    view[...] = x
    return view


def swapped(x: np.ndarray) -> np.ndarray:
    """Turn the order of the bytes."""
    return x.astype(x.dtype.newbyteorder())


def as_matrix(x: np.ndarray) -> np.ndarray:
    """Make a matrix of what has two axes."""
    if x.ndim != 2:
        return x
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        return np.asmatrix(x)


def whole(x: np.ndarray) -> np.ndarray:
    """Round to whole numbers that are not all equal."""
    return np.rint(4 * x)


def first(x: np.ndarray) -> np.ndarray:
    """Take the first number, without an axis."""
    return np.array(x.flat[0])


def nothing(x: np.ndarray) -> np.ndarray:
    """Take no row at all."""
    return x[:0] if x.ndim else x


MEMORY = {
    "list": lambda x: x.tolist(),
    "Fortran": np.asfortranarray,
    "strided": strided,
    "read-only": read_only,
    "unaligned": unaligned,
    "other byte order": swapped,
    "matrix": as_matrix,
}
CLOTHES = {
    **{f"real, {name}": Clothing("real", odd) for name, odd in MEMORY.items()},
    **{f"whole, {name}": Clothing("whole", odd) for name, odd in MEMORY.items()},
    "real, float32": Clothing("real", np.float32),
    "real, float16": Clothing("real", np.float16, lambda x: x.astype(np.float16).astype(float)),
    "real, int8": Clothing("real", np.int8, whole),
    "real, uint8": Clothing("real", np.uint8, lambda x: np.abs(whole(x))),
    "real, uint64": Clothing("real", np.uint64, lambda x: np.abs(whole(x))),
    "real, 0-d": Clothing("real", float, first),
    "real, nan": Clothing("real", float, lambda x: np.full((), np.nan)),
    "real, empty": Clothing("real", strided, nothing),
    **{
        f"whole, {dtype.__name__}": Clothing("whole", dtype)
        for dtype in (np.int8, np.uint8, np.uint64, np.longlong)
    },
    "whole, empty": Clothing("whole", strided, nothing),
    **{
        f"count, {dtype.__name__}": Clothing("count", dtype, abs)
        for dtype in (np.int8, np.uint8, np.uint64, np.int64)
    },
    **{
        f"number, {dtype.__name__}": Clothing("number", dtype, lambda x, d=dtype: float(d(x)))
        for dtype in (np.float16, np.float32, np.float64)
    },
}


def kind_of(value: Any) -> str:
    """Name the kind of one leaf among the arguments."""
    if isinstance(value, np.ndarray):
        return {"f": "real", "i": "whole"}.get(value.dtype.kind, "other")
    if isinstance(value, bool):
        return "other"
    return {int: "count", float: "number"}.get(type(value), "other")


def leaves(value: Any) -> list[Any]:
    """List what stands in nested lists, tuples and dictionaries."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [leaf for each in value for leaf in leaves(each)]
    return [value]


def dressed(value: Any, change: Callable[[Any], Any], kind: str) -> Any:
    """Return arguments with all leaves of one kind changed."""
    if isinstance(value, dict):
        return {name: dressed(each, change, kind) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(dressed(each, change, kind) for each in value)
    return change(value) if kind_of(value) == kind else value


def with_generators(value: Any) -> Any:
    """Return arguments with a new generator wherever one is asked for."""
    if isinstance(value, dict):
        return {name: with_generators(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(with_generators(each) for each in value)
    return np.random.default_rng(value.seed) if isinstance(value, Random) else value
