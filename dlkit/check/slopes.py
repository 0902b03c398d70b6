"""Hold a student's gradient against the slope of the student's own loss.

One number of the first argument moves, all others stay. Only the student's two functions are
asked, so nothing is given away, and the two can be seen to disagree whatever the right answer is.
"""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlkit.check.battery import Check, Finding
from dlkit.check.observe import observe
from dlkit.check.plain import fresh

PLACES, STICKS = 41, 7
NUDGE = 1e-5
PATIENCE = 0.5  # seconds for the whole picture; slower functions go without


@dataclass(frozen=True)
class Stick:
    """The slope that the gradient gives at one place, and whether it is that of the loss."""

    input: float
    loss: float
    slope: float
    fits: bool


@dataclass(frozen=True)
class Slopes:
    """A loss at many values of one of its inputs, and the slopes its gradient gives at a few."""

    loss: str
    gradient: str
    argument: str
    inputs: tuple[float, ...]
    losses: tuple[float, ...]
    sticks: tuple[Stick, ...]

    def words(self) -> str:
        """Say what the picture shows."""
        fitting = sum(stick.fits for stick in self.sticks)
        return (
            f"Line: your `{self.loss}` while one number in `{self.argument}` moves. Sticks: the "
            f"slope that your `{self.gradient}` gives there; {fitting} of {len(self.sticks)} lie "
            "along the line."
        )

    def advice(self) -> str:
        """Say which of the two functions to look at."""
        if all(stick.fits for stick in self.sticks):
            return "They fit each other: if one of the two is wrong, so is the other."
        return "A gradient is the slope of its loss, so all of them should."


def compare(
    findings: Sequence[Finding], functions: Mapping[str, Callable[..., Any]]
) -> Slopes | None:
    """Ask both functions of a pair; None where there is no pair, or nothing to draw."""
    names = list(functions)
    if len(names) != 2 or names[1] != f"{names[0]}_grad":
        return None
    cases = [f for f in findings if f.check.function == names[1] and f.check.kind == "value"]
    case = next((f.check for f in cases if not f.passed), cases[0].check if cases else None)
    if case is None or not _can_move(case):
        return None
    try:
        return _compare(case, functions[names[0]], functions[names[1]], names)
    except _NothingToDraw:
        return None


class _NothingToDraw(Exception):
    """A function stopped, took too long, or gave something that is no number."""


def _can_move(case: Check) -> bool:
    first = case.args[0] if case.args else None
    return isinstance(first, np.ndarray) and first.dtype == np.float64 and first.size > 0


def _compare(
    case: Check, loss: Callable[..., Any], gradient: Callable[..., Any], names: Sequence[str]
) -> Slopes:
    deadline = time.perf_counter() + PATIENCE
    start = float(case.args[0].flat[0])
    reach = 3 * max(1.0, float(np.std(case.args[0])))

    def ask(function: Callable[..., Any], value: float) -> Any:
        args = fresh(case.args)
        args[0].flat[0] = value
        seen = observe(function, args, fresh(case.kwargs))
        if seen.error or seen.stopped or time.perf_counter() > deadline:
            raise _NothingToDraw
        return seen.value

    def height(value: float) -> float:
        return _finite(ask(loss, value))

    inputs = np.linspace(start - reach, start + reach, PLACES)
    losses = tuple(height(value) for value in inputs)
    steepest = max(float(np.abs(np.diff(losses)).max() / (inputs[1] - inputs[0])), 1e-12)
    sticks = []
    for value in inputs[3:-3].reshape(-1, 5)[:, 2]:  # (STICKS,)
        slope = _first(ask(gradient, float(value)), case.args[0].shape)
        measured = (height(value + NUDGE) - height(value - NUDGE)) / (2 * NUDGE)
        fits = abs(slope - measured) <= 1e-3 * steepest
        sticks.append(Stick(float(value), height(value), slope, fits))
    argument = _name_of_first(loss)
    return Slopes(names[0], names[1], argument, tuple(inputs.tolist()), losses, tuple(sticks))


def _first(value: Any, shape: tuple[int, ...]) -> float:
    if not isinstance(value, np.ndarray) or value.shape != shape:
        raise _NothingToDraw
    return _finite(value.flat[0])


def _finite(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise _NothingToDraw from None
    if not math.isfinite(number):
        raise _NothingToDraw
    return number


def _name_of_first(function: Callable[..., Any]) -> str:
    try:
        return next(iter(inspect.signature(function).parameters))
    except (TypeError, ValueError, StopIteration):
        return "the first argument"
