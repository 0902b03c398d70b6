"""What a function may demand of its arguments, each demand with one clear message.

Messages read *who: what came; what is needed*. Every function here returns the argument in
the form the caller works with, or raises. Nothing here knows a formula.
"""

import numbers
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dlkit.errors import ShapeError

Array: TypeAlias = npt.NDArray[np.floating[Any]]
Labels: TypeAlias = npt.NDArray[np.integer[Any]]


def real(who: str, name: str, value: npt.ArrayLike) -> Array:
    """Return `value` as an array of floats: floats stay as they are, integers become float64."""
    array = plain(who, name, value)
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    raise TypeError(f"{who}: {name} has dtype {array.dtype}; real numbers are needed")


def plain(who: str, name: str, value: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return `value` as an array; a list whose rows differ in length is none."""
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{who}: {name} is a list with rows of different lengths; equal lengths are needed"
        ) from None


def axes(who: str, name: str, array: npt.NDArray[Any], letters: str) -> None:
    """Demand one axis per letter, as in ``axes("dense_forward", "x", x, "ND")``."""
    if array.ndim != len(letters):
        needed = f"({', '.join(letters)}{',' if len(letters) == 1 else ''})"
        raise ShapeError(f"{who}: {name} has shape {array.shape}; the shape must be {needed}")


def fitting(who: str, **arrays: tuple[npt.ArrayLike, str]) -> tuple[Array, ...]:
    """Return arrays whose axes fit together: each letter has one size, in all of them.

    As in ``fitting("rnn_step", x=(x, "N D"), h=(h, "N H"), W=(W, "D+H 4H"))``.
    """
    found = {name: (real(who, name, value), axis) for name, (value, axis) in arrays.items()}
    sizes: dict[str, int] = {}
    for array, axis in found.values():
        for letter, size in zip(axis.split(), array.shape, strict=False):
            if len(letter) == 1:
                sizes.setdefault(letter, size)
    for array, axis in found.values():
        if array.shape != tuple(_size(term, sizes) for term in axis.split()):
            came = ", ".join(f"{name} {array.shape}" for name, (array, _) in found.items())
            needed = ", ".join(f"({axis.replace(' ', ', ')})" for _, axis in found.values())
            raise ShapeError(f"{who}: the shapes are {came}; {needed} are needed")
    return tuple(array for array, _ in found.values())


def _size(term: str, sizes: dict[str, int]) -> int:
    """Return the size of an axis written as a sum of letters with factors: D+H or 4H."""
    return sum(int(part[:-1] or 1) * sizes.get(part[-1], -1) for part in term.split("+"))


def same_shape(who: str, **arrays: npt.NDArray[Any]) -> None:
    """Demand equal shapes: broadcasting (N, 1) against (N,) would give (N, N) without a word."""
    (first, reference), *others = arrays.items()
    for name, array in others:
        if array.shape != reference.shape:
            raise ShapeError(
                f"{who}: {first} has shape {reference.shape} but {name} has shape {array.shape}; "
                "the shapes must be equal"
            )


def not_empty(who: str, name: str, array: npt.NDArray[Any]) -> None:
    """Demand at least one sample: the mean over an empty batch has no value."""
    if array.size == 0:
        raise ValueError(f"{who}: {name} has shape {array.shape}; an empty batch has no mean")


def class_labels(who: str, labels: npt.ArrayLike, classes: int) -> Labels:
    """Return integer labels of shape (N,), each in 0..classes-1."""
    array = plain(who, "labels", labels)
    axes(who, "labels", array, "N")
    if array.size == 0:  # an empty list has no integers to show
        return array.astype(np.intp)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{who}: labels have dtype {array.dtype}; integers are needed")
    outside = np.flatnonzero((array < 0) | (array >= classes))
    if outside.size:
        index = outside[0]
        raise ValueError(
            f"{who}: labels[{index}] is {array[index]}; "
            f"with {classes} classes a label is one of 0..{classes - 1}"
        )
    return array


def scores_and_labels(
    who: str, logits: npt.ArrayLike, labels: npt.ArrayLike
) -> tuple[Array, Labels]:
    """Return logits of shape (N, C) and N integer labels 0..C-1, with N at least 1."""
    z = real(who, "logits", logits)
    axes(who, "logits", z, "NC")
    not_empty(who, "logits", z)
    y = class_labels(who, labels, classes=z.shape[1])
    if len(y) != len(z):
        raise ShapeError(
            f"{who}: logits have shape {z.shape} but labels have shape {y.shape}; "
            "there must be one label per row"
        )
    return z, y


def number(
    who: str, name: str, value: object, *, above: float | None = None, least: float | None = None
) -> float:
    """Return `value` as a Python float; with a bound it must also be finite and obey the bound."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise TypeError(f"{who}: {name} is {type(value).__name__}; one real number is needed")
    result = float(value)
    if above is not None and not above < result < np.inf:
        raise ValueError(f"{who}: {name} is {result}; a finite number above {above} is needed")
    if least is not None and not least <= result < np.inf:
        raise ValueError(f"{who}: {name} is {result}; a finite number from {least} on is needed")
    return result


def whole_number(who: str, name: str, value: object, *, least: int) -> int:
    """Return `value` as a Python int of at least `least`."""
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise TypeError(f"{who}: {name} is {type(value).__name__}; a whole number is needed")
    if value < least:
        raise ValueError(f"{who}: {name} is {value}; at least {least} is needed")
    return int(value)


def generator(who: str, rng: object) -> np.random.Generator:
    """Demand a random generator: a seed or the global state would hide where chance comes in."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"{who}: rng is {type(rng).__name__}; "
            "a generator is needed, for example np.random.default_rng(0)"
        )
    return rng


def callables(who: str, **given: object) -> None:
    """Demand functions, or other things that can be called."""
    for name, value in given.items():
        if not callable(value):
            raise TypeError(
                f"{who}: {name} is {type(value).__name__}; a function is needed, "
                "not its name and not its result"
            )


def arrays(who: str, name: str, values: Sequence[npt.ArrayLike]) -> list[Array]:
    """Return a list of arrays; one bare array is refused, for its rows would be taken apart."""
    if not isinstance(values, list | tuple):
        raise TypeError(f"{who}: {name} is {type(values).__name__}; a list of arrays is needed")
    return [real(who, f"{name}[{i}]", value) for i, value in enumerate(values)]
