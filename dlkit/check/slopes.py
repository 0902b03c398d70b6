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
# For the whole picture; slower functions go without. On a busy machine others use up the seconds.
SECONDS, PROCESSOR_SECONDS = 5.0, 0.5


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
            f"Line: your `{self.loss}` while `{self.argument}` moves. Sticks: the slope that your "
            f"`{self.gradient}` gives there; {fitting} of {len(self.sticks)} lie along the line."
        )

    def advice(self) -> str:
        """Say which of the two functions to look at."""
        if all(stick.fits for stick in self.sticks):
            return "They fit each other. (A constant in the loss changes no slope.)"
        return "A gradient is the slope of its loss, so all of them should."


def compare(
    findings: Sequence[Finding], functions: Mapping[str, Callable[..., Any]]
) -> Slopes | None:
    """Ask both functions of a pair; None where there is no pair, or nothing to draw."""
    names = list(functions)
    if len(names) != 2 or names[1] != f"{names[0]}_grad":
        return None
    if any(case.status == "stopped" for case in findings):
        return None
    cases = [f for f in findings if f.check.function == names[1] and f.check.kind == "value"]
    case = next((f for f in cases if not f.passed), cases[0] if cases else None)
    if case is None or not _can_move(case.check):
        return None
    probe = _Probe(case.check, _place_of_mistake(case), functions[names[0]], functions[names[1]])
    try:
        inputs, losses, sticks = _draw(probe)
    except _NothingToDraw:
        return None
    return Slopes(names[0], names[1], probe.argument(), inputs, losses, sticks)


class _NothingToDraw(Exception):
    """A function stopped, took too long, or gave something that is no number."""


def _can_move(case: Check) -> bool:
    first = case.args[0] if case.args else None
    return isinstance(first, np.ndarray) and first.dtype == np.float64 and first.size > 0


def _place_of_mistake(finding: Finding) -> tuple[int, ...]:
    """The first entry of the gradient that is not right, or simply the first."""
    shape = finding.check.args[0].shape
    if finding.wrong is None or np.shape(finding.wrong.answer) != shape:
        return (0,) * len(shape)
    differs = ~np.isclose(finding.wrong.answer, finding.wrong.expected)
    return tuple(int(i) for i in np.argwhere(differs)[0]) if differs.any() else (0,) * len(shape)


class _Probe:
    """Asks a loss and its gradient about one entry of their first argument."""

    def __init__(
        self,
        case: Check,
        place: tuple[int, ...],
        loss: Callable[..., Any],
        gradient: Callable[..., Any],
    ) -> None:
        self._case = case
        self._place = place
        self._loss = loss
        self._gradient = gradient
        self._deadlines = time.perf_counter() + SECONDS, time.process_time() + PROCESSOR_SECONDS
        self.start = float(case.args[0][place])
        self.reach = 3 * max(1.0, float(np.std(case.args[0])))

    def loss(self, value: float) -> float:
        return _finite(self._ask(self._loss, value))

    def gradient(self, value: float) -> float:
        gradient = self._ask(self._gradient, value)
        if not isinstance(gradient, np.ndarray) or gradient.shape != self._case.args[0].shape:
            raise _NothingToDraw
        return _finite(gradient[self._place])

    def argument(self) -> str:
        """Name the entry that moves as a student would write it."""
        try:
            name = next(iter(inspect.signature(self._loss).parameters))
        except (TypeError, ValueError, StopIteration):
            name = "argument"
        return f"{name}{list(self._place)}"

    def _ask(self, function: Callable[..., Any], value: float) -> Any:
        args = fresh(self._case.args)
        args[0][self._place] = value
        observation = observe(function, args, fresh(self._case.kwargs))
        now = time.perf_counter(), time.process_time()
        is_late = any(clock > end for clock, end in zip(now, self._deadlines, strict=True))
        if observation.error or observation.stopped or is_late:
            raise _NothingToDraw
        return observation.value


def _draw(probe: _Probe) -> tuple[tuple[float, ...], tuple[float, ...], tuple[Stick, ...]]:
    inputs = np.linspace(probe.start - probe.reach, probe.start + probe.reach, PLACES)
    losses = tuple(probe.loss(value) for value in inputs)
    steepest = max(float(np.abs(np.diff(losses)).max() / (inputs[1] - inputs[0])), 1e-12)
    sticks = []
    for value in inputs[3:-3].reshape(STICKS, -1)[:, 2]:
        slope = probe.gradient(value)
        measured = (probe.loss(value + NUDGE) - probe.loss(value - NUDGE)) / (2 * NUDGE)
        fits = abs(slope - measured) <= 1e-3 * steepest
        sticks.append(Stick(float(value), probe.loss(value), slope, fits))
    return tuple(inputs.tolist()), losses, tuple(sticks)


def _finite(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise _NothingToDraw from None
    if not math.isfinite(number):
        raise _NothingToDraw
    return number
