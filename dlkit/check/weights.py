"""Random weights: their shape, mean, spread and bounds, and the law that they follow.

As in `chance`, the functions return a sentence for a student, or "" where everything is right.
Right weights may be drawn in any way, so only statistics are compared. Each margin is so wide that
right weights cross it less than once in 10**9 draws; a standard deviation that is 7 percent off is
found in any array of `MANY` weights or more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlkit.check.chance import CHANCE, normal_below
from dlkit.check.compare import kind_of

MANY = 20_000
ERRORS = 7  # standard errors: for a normal statistic 3e-12 lies beyond them
NEAR = 0.99  # of the bound; MANY bounded weights miss the last percent with a chance below 1e-19
FEW = 0.01  # of the weights: one redraw leaves 0.2 percent beyond the bound, none 2.3 percent
NORMAL_TAIL = 3.1  # in deviations; MANY normal weights miss all beyond with a chance of 1e-16


def _truncated_share(t: float) -> float:
    """Of a standard normal cut at 2 and stretched to a deviation of 1."""
    lowest, z = normal_below(-2), min(max(t * _CUT_STD, -2.0), 2.0)
    return (normal_below(z) - lowest) / (1 - 2 * lowest)


def _uniform_share(t: float) -> float:
    return min(max((1 + t / math.sqrt(3)) / 2, 0.0), 1.0)


_CUT_STD = math.sqrt(1 - 4 * math.exp(-2) / math.sqrt(2 * math.pi) / (1 - 2 * normal_below(-2)))


@dataclass(frozen=True)
class Law:
    """A distribution of mean 0 and deviation 1: the share below t, and the largest size."""

    name: str
    share_below: Callable[[float], float]
    bound: float = math.inf


LAWS = {
    "normal": Law("a normal distribution", normal_below),
    "uniform": Law("a uniform distribution", _uniform_share, math.sqrt(3)),
    "truncated": Law("a truncated normal distribution", _truncated_share, 2 / _CUT_STD),
}


def weights_fault(W: Any, shape: Sequence[int], law: str, std: float) -> str:
    """Say what keeps an array from being random weights of this law and standard deviation."""
    if fault := array_fault(W, shape):
        return fault
    sizes = np.sort(np.abs(W), axis=None)
    if fault := _equal_fault(sizes):
        return fault
    if W.size >= MANY and (fault := _statistics_fault(W, sizes, LAWS[law], std)):
        return fault
    if fault := _bound_fault(sizes, LAWS[law], std):
        return fault
    return _law_fault(W, LAWS[law], std) if W.size >= MANY else ""


def array_fault(W: Any, shape: Sequence[int]) -> str:
    """Say what keeps a value from being finite float64 weights of this shape."""
    if not isinstance(W, np.ndarray):
        return f"an array of shape {tuple(shape)} is needed, but {kind_of(W)} came"
    if W.shape != tuple(shape):
        return f"the shape must be {tuple(shape)}, but {W.shape} came"
    if W.dtype != np.float64:
        return f"the weights must be float64, but {W.dtype} came"
    return "" if np.all(np.isfinite(W)) else "not every weight is a finite number"


def _equal_fault(sizes: np.ndarray) -> str:
    """A law without steps gives no number twice; float32 draws on the way may, now and then.

    Clipping leaves 4.6 percent of normal weights exactly on the bound.
    """
    distinct = 1 + np.count_nonzero(np.diff(sizes))
    on_bound = np.count_nonzero(sizes == sizes[-1:])
    if sizes.size < MANY:
        return ""
    if distinct <= 2:
        return "the weights are all of one size, so no two units would learn different things"
    if distinct - 1 < 0.97 * (sizes.size - on_bound):
        return "many weights are equal: each has to be drawn for itself"
    if on_bound > 0.01 * sizes.size:
        return "many weights lie exactly on the bound: what falls outside is to be drawn again"
    return ""


def _statistics_fault(W: np.ndarray, sizes: np.ndarray, law: Law, std: float) -> str:
    """Say what is wrong with the mean, the tails or the deviation, the cause before its effect."""
    mean, spread = float(W.mean()), float(W.std())
    if abs(mean) > ERRORS * max(spread, std) / math.sqrt(W.size):
        sign = "negative" if mean > 0 else "positive"
        one_sided = bool(np.all(W >= 0) or np.all(W <= 0))
        which = f"no weight is {sign}" if one_sided else f"their mean is {mean:.1g}"
        return f"the weights must lie evenly around 0, but {which}"
    is_cut = math.isinf(law.bound) and sizes[-1] < NORMAL_TAIL * spread
    if is_cut and not _follows(W, LAWS["uniform"], spread):
        return "large weights are missing: a normal distribution has tails on both sides"
    if abs(spread / std - 1) > ERRORS / math.sqrt(2 * W.size):
        return (
            f"the standard deviation of the weights is {spread:.2g}, but it must be about {std:.2g}"
        )
    return ""


def _bound_fault(sizes: np.ndarray, law: Law, std: float) -> str:
    outside = sizes.size - np.searchsorted(sizes, law.bound * std * (1 + 1e-9), side="right")
    if outside:
        few = "a few weights are" if sizes.size >= MANY else "a weight is"
        which = "many weights are" if outside > FEW * sizes.size >= FEW * MANY else few
        return f"{which} larger than the bound, {law.bound * std:.3g}"
    if sizes.size >= MANY and math.isfinite(law.bound) and sizes[-1] < NEAR * law.bound * std:
        return f"no weight comes near the bound, {law.bound * std:.3g}"
    return ""


def _law_fault(W: np.ndarray, law: Law, std: float) -> str:
    if _follows(W, law, std):
        return ""
    if math.isinf(law.bound) and _follows(W, LAWS["uniform"], std):
        return "the weights are spread evenly between two bounds, but normal ones are densest at 0"
    return f"mean and deviation are right, but this is not {law.name}"


def _follows(W: np.ndarray, law: Law, std: float) -> bool:
    """By the inequality of Dvoretzky, Kiefer and Wolfowitz, with the constant of Massart."""
    grid, standardised = np.linspace(-3, 3, 61), np.sort(W, axis=None) / std
    shares = np.searchsorted(standardised, grid, side="right") / standardised.size
    needed = np.array([law.share_below(float(t)) for t in grid])
    margin = math.sqrt(math.log(2 / CHANCE) / (2 * standardised.size))
    return bool(np.max(np.abs(shares - needed)) <= margin)
