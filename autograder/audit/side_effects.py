"""Slips around a right answer: the number is right, yet the caller would break.

A mutant of the source rarely writes into its arguments or takes a transposed view for a plain
array; students do. Each slip is put around the reference and has to lose points like a mutant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from autograder.audit.mutants import Mutant, Solution, full_name
from dlkit.check.battery import Check, Value

SideEffect = Callable[[Solution], Solution]


def writes_into_arguments(right: Solution) -> Solution:
    def slip(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        for array in _arrays(args):
            np.add(array, 1, out=array, casting="unsafe")
        return result

    return slip


def draws_from_global_state(right: Solution) -> Solution:
    def slip(*args: Any, **kwargs: Any) -> Any:
        np.random.random()
        return right(*args, **kwargs)

    return slip


def takes_memory_for_contiguous(right: Solution) -> Solution:
    def in_memory_order(array: np.ndarray) -> np.ndarray:
        return as_strided(array, strides=np.empty_like(array, order="C").strides)

    def slip(*args: Any, **kwargs: Any) -> Any:
        return right(*_map(args, in_memory_order), **kwargs)

    return slip


def answers_in_float64(right: Solution) -> Solution:
    def slip(*args: Any, **kwargs: Any) -> Any:
        return _map(right(*args, **kwargs), lambda array: array.astype(np.float64))

    return slip


def answers_whole_numbers_in_kind(right: Solution) -> Solution:
    """As ``np.zeros_like(x)`` does, into which the results are then written."""

    def slip(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        if any(array.dtype.kind == "f" for array in _arrays(args)):
            return result
        return _map(result, lambda array: array.astype(np.int64))

    return slip


def side_effect_mutants_of(function: Solution, checks: Sequence[Check]) -> Iterator[Mutant]:
    """Yield the slips that can be made here: the first checked call shows what comes and goes."""
    first = next(check for check in checks if isinstance(check, Value))
    slips: list[SideEffect] = []
    if any(array.ndim for array in _arrays(first.args)):
        slips += [writes_into_arguments, draws_from_global_state, takes_memory_for_contiguous]
    if any(array.dtype.kind == "f" for array in _arrays(first.expected)):
        slips += [answers_in_float64, answers_whole_numbers_in_kind]
    for slip in slips:
        name = f"slip: {slip.__name__.replace('_', ' ')}"
        yield Mutant(full_name(function), name, "", slip(function))


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _arrays(item)


def _map(value: Any, change: Callable[[np.ndarray], np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, list | tuple):
        return type(value)(_map(item, change) for item in value)
    return value
