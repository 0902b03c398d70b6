"""Side-effect mutants: they return the right answer, but the caller would break.

A mutant of the source rarely writes into its arguments or takes a transposed view for a plain
array; students do. Each side effect is put around the reference and has to lose points like a
mutant. Which ones are possible is seen from the calls that the checks make.
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
    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        for array in _arrays(args):
            np.add(array, 1, out=array, casting="unsafe")
        return result

    return mutant


def draws_from_global_state(right: Solution) -> Solution:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        np.random.random()
        return right(*args, **kwargs)

    return mutant


def takes_memory_for_contiguous(right: Solution) -> Solution:
    def in_memory_order(array: np.ndarray) -> np.ndarray:
        return as_strided(array, strides=np.empty_like(array, order="C").strides)

    def mutant(*args: Any, **kwargs: Any) -> Any:
        return right(*_map(args, in_memory_order), **kwargs)

    return mutant


def answers_in_float64(right: Solution) -> Solution:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        return _map(right(*args, **kwargs), lambda array: array.astype(np.float64))

    return mutant


def answers_whole_numbers_in_kind(right: Solution) -> Solution:
    """As ``np.zeros_like(x)`` does, into which the results are then written."""

    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        if any(array.dtype.kind == "f" for array in _arrays(args)):
            return result
        return _map(result, lambda array: array.astype(np.int64))

    return mutant


def sorts_its_argument_in_place(right: Solution) -> Solution:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        for argument in filter(_is_unsorted, args):
            argument.sort()
        return result

    return mutant


def adds_to_its_argument(right: Solution) -> Solution:
    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        for argument in args:
            if isinstance(argument, list):
                argument.append(None)
            elif isinstance(argument, dict):
                argument[None] = None
            elif isinstance(argument, set):
                argument.add(None)
        return result

    return mutant


def returns_its_argument(right: Solution) -> Solution:
    """Where the answer equals an argument, the same object instead of a new one."""

    def mutant(*args: Any, **kwargs: Any) -> Any:
        result = right(*args, **kwargs)
        return next((each for each in args if _is_equal_container(each, result)), result)

    return mutant


def side_effect_mutants_of(function: Solution, checks: Sequence[Check]) -> Iterator[Mutant]:
    """Yield the side effects that are possible in the calls of these checks."""
    for side_effect in _possible([check for check in checks if isinstance(check, Value)]):
        name = f"side effect: {side_effect.__name__.replace('_', ' ')}"
        yield Mutant(full_name(function), name, "", side_effect(function))


def _possible(calls: Sequence[Value]) -> Iterator[SideEffect]:
    first = calls[:1]
    if any(array.ndim for call in first for array in _arrays(call.args)):
        yield from (writes_into_arguments, draws_from_global_state, takes_memory_for_contiguous)
    if any(array.dtype.kind == "f" for call in first for array in _arrays(call.expected)):
        yield from (answers_in_float64, answers_whole_numbers_in_kind)
    arguments = [argument for call in calls for argument in call.args]
    if any(map(_is_unsorted, arguments)):
        yield sorts_its_argument_in_place
    if any(isinstance(each, list | dict | set) for each in arguments):
        yield adds_to_its_argument
    if any(_is_equal_container(each, call.expected) for call in calls for each in call.args):
        yield returns_its_argument


def _is_unsorted(value: Any) -> bool:
    """Whether sorting this list would be seen; never for what cannot be sorted."""
    try:
        return isinstance(value, list) and value != sorted(value)
    except (TypeError, ValueError):  # of different kinds, or arrays
        return False


def _is_equal_container(value: Any, other: Any) -> bool:
    """Whether both are lists, dicts or sets, and equal."""
    try:
        return (
            type(value) is type(other) and isinstance(value, list | dict | set) and value == other
        )
    except ValueError:  # a list of arrays has no truth value
        return False


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
