"""Properties of numbers drawn at random whose distribution is known exactly.

Points of a ball, angles between directions, curvatures. A right answer fails one of them less than
once in 10**9 draws, whatever order it draws in: each statistic has a margin of its own, which
chance crosses less than once in 1 / `CHANCE`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from dlkit.check.answers import Calls, Drawn, NotNumbers, array_of, numbers_of
from dlkit.check.chance import CHANCE, normal_below, seed_fault

ENOUGH = 200  # points whose distances tell one small power from the next
FEW = 20  # draws whose repetition is compared: few, to be fast
OTHERS = 7  # generators that all give one count of 1000 draws with a chance below 1e-10


def random_ball(args: tuple[Any, ...], *, seeds: tuple[int, int]) -> Calls:
    """f(n, D) draws n points that are spread evenly over the unit ball."""
    (n, dimensions), (seed, other) = args, seeds
    few = (min(n, FEW), dimensions)
    points, *rest = yield Drawn(args, seed), Drawn(few, seed), Drawn(few, seed), Drawn(few, other)
    points = array_of(points)
    if points.shape != (n, dimensions):
        raise NotNumbers(
            f"the points have shape {points.shape}; a row is needed for each of {n} points of "
            f"{dimensions} numbers"
        )
    return _radius_fault(points) or _direction_fault(points) or seed_fault(*rest)


def random_cosines(args: tuple[Any, ...], *, seeds: tuple[int, int]) -> Calls:
    """f(n, D) is the mean size of the cosine over all pairs of n random directions."""
    (n, dimensions), (seed, other) = args, seeds
    few = (min(n, FEW), dimensions)
    value, *rest = yield Drawn(args, seed), Drawn(few, seed), Drawn(few, seed), Drawn(few, other)
    value, half = _number(value), dimensions / 2
    mean = math.exp(math.lgamma(half) - math.lgamma(half + 0.5)) / math.sqrt(math.pi)
    if value < 0 or abs(value) < mean / 2:
        return "the mean is far too small: positive and negative cosines must not cancel"
    margin = _cosines_margin(n, dimensions, mean)
    if abs(value - mean) <= margin:
        return seed_fault(*rest)
    for own in (1 / n, 2 / (n + 1)):  # share of the diagonal in the table, and in half of it
        if abs(value - mean - own * (1 - mean)) <= margin:
            return "the mean comes out as if each direction were compared with itself as well"
    if value > 1 + 1e-9:
        return "the mean is above 1, and no cosine is"
    if value > 4 * mean:
        return "the mean is far too large: random directions have little in common"
    size = "large" if value > mean else "small"
    return f"the mean is too {size} for pairs of random directions in so many dimensions"


def random_minima(args: tuple[Any, ...], *, seeds: tuple[int, int], shift: float = 0.0) -> Calls:
    """f(D, n) is the share of n random symmetric matrices whose eigenvalues are all positive."""
    (dimensions, n), (seed, other) = args, seeds
    others = (seed, *range(other, other + OTHERS)) if dimensions == 1 else ()
    value, *rest = yield tuple(Drawn(args, each) for each in (seed, *others))
    value = _number(value)
    if not 0 <= value <= 1 or abs(value * n - round(value * n)) > 1e-6:
        return "a share of the matrices that were drawn is needed, and this is not one"
    share = _share_of_minima(dimensions, shift)
    if _is_share(value, share, n):
        return seed_fault(value, *rest) if rest else ""
    for other_share, sentence in _other_shares(dimensions, shift):
        if _is_share(value, other_share, n):
            return sentence
    size = "large" if value > share else "small"
    return f"the share of minima is too {size} for random symmetric matrices of this size"


def _is_share(value: float, share: float, n: int) -> bool:
    """Whether a count of n draws may have this probability, by Chernoff's bound."""
    pairs = ((value, share), (1 - value, 1 - share))
    return n * sum(a * math.log(a / b) for a, b in pairs if a) <= math.log(2 / CHANCE)


def _other_shares(dimensions: int, shift: float) -> list[tuple[float, str]]:
    """Return what is often counted in place of minima, with a sentence for each."""
    if shift:
        return [
            (_share_of_minima(dimensions, 0.0), "the share is the one without a shift"),
            (_share_of_minima(dimensions, -shift), "the share is the one of minus the shift"),
        ]
    return [
        (2.0**-dimensions, "the share is the one of coins, one tossed for each dimension"),
        (
            1 - _share_of_minima(dimensions, 0.0),
            "the share is the one of matrices with at least one positive eigenvalue",
        ),
        (0.5, "about one half is counted: that is too often for a minimum"),
    ]


def _number(value: Any) -> float:
    """Return the one number that a value is."""
    number = numbers_of(value)
    if isinstance(number, np.ndarray) and number.ndim == 0:
        return float(number)
    raise NotNumbers("one number is needed, but something else came")


def _cosines_margin(n: int, dimensions: int, mean: float) -> float:
    """Return how far chance may move the mean size of all cosines between n directions.

    Pairs are uncorrelated, but not independent: their mean is nearly a chi-square variable, and not
    a normal one. The bound of its long tail is that of Laurent and Massart.
    """
    spread = math.sqrt(max(1 / dimensions - mean**2, 0) * 2 / (n * (n - 1)))
    freedom, exponent = dimensions * (dimensions + 1) / 2 - 1, math.log(2 / CHANCE)
    return spread * (math.sqrt(2 * exponent) + exponent * math.sqrt(2 / max(freedom, 1))) + 1e-9


def _radius_fault(points: np.ndarray) -> str:
    """Say what keeps the radii from being those of even points of a ball: u^(1/D), u uniform."""
    n, dimensions = points.shape
    radii = np.linalg.norm(points, axis=1)
    if not radii.max() <= 1 + 1e-12:
        return "a point lies outside of the unit ball"
    if radii.min() >= 1 - 1e-12:
        return "every point lies on the surface; the inside belongs to the ball, too"
    share_below = np.sort(radii) ** dimensions  # evenly spread over [0, 1]
    misses = share_below - (np.arange(n) + 0.5) / n
    margin = _deviations() / (2 * math.sqrt(n))  # Dvoretzky, Kiefer and Wolfowitz; Massart
    if np.abs(misses).max() <= margin:
        return ""
    if np.ptp(radii) < 1e-9:
        return "every point has the same distance from the centre"
    if fault := _other_power_fault(radii, dimensions):
        return fault
    if misses.mean() < 0:
        return "too many points lie near the centre, and too few near the surface"
    return "too many points lie near the surface, and too few near the centre"


def _other_power_fault(radii: np.ndarray, dimensions: int) -> str:
    """Name the few dimensions that distances belong to, where those that came are others."""
    n = len(radii)
    if n < ENOUGH:
        return ""
    even = (np.arange(n) + 0.5) / n
    off = {power: np.abs(np.sort(radii) ** power - even).max() for power in (1, 2, 3)}
    nearest = min(off, key=lambda power: off[power])
    if off[nearest] > 2.5 / math.sqrt(n):  # uniform numbers are farther off once in 10**5 draws
        return ""
    if nearest == 1:
        return "the distances from the centre are uniform, but small balls hold little volume"
    return (
        f"the distances from the centre are spread as in a ball of {nearest} dimensions, not of "
        f"{dimensions}"
    )


def _direction_fault(points: np.ndarray) -> str:
    """Say what keeps the directions from being even: their mean, and powers of their entries."""
    n, dimensions = points.shape
    directions = points / np.linalg.norm(points, axis=1, keepdims=True)
    if np.abs(directions.mean(axis=0)).max() > _deviations(dimensions) / math.sqrt(n * dimensions):
        return "the directions are not even: one side of the ball holds more points than the other"
    fourth = np.sum(directions**4, axis=1)
    mean = 3 / (dimensions + 2)  # of the whole sphere, as the variance
    square = (9 * dimensions + 96) / ((dimensions + 2) * (dimensions + 4) * (dimensions + 6))
    spread = math.sqrt(max(square - mean**2, 0) / n)
    if abs(fourth.mean() - mean) <= _deviations() * spread + 1e-9:
        return ""
    return "the directions are not even: they prefer the axes or the corners of a cube"


def _deviations(means: int = 1) -> float:
    """Return the standard deviations that none of so many means is off, by Hoeffding's bound."""
    return math.sqrt(2 * math.log(2 * means / CHANCE))


def _share_of_minima(dimensions: int, shift: float) -> float:
    """Return the exact probability; for three dimensions it is known here without a shift."""
    if dimensions == 1:
        return normal_below(shift)
    if dimensions == 2:
        tail = math.exp(-(shift**2) / 2) * normal_below(shift) / math.sqrt(2)
        return normal_below(math.sqrt(2) * shift) - tail
    if dimensions == 3 and shift == 0:
        return (math.pi - 2 * math.sqrt(2)) / (4 * math.pi)
    raise ValueError(f"random_minima: not known for {dimensions} dimensions and shift {shift}")


TITLES: dict[Callable[..., Calls], str] = {
    random_ball: "points of a ball",
    random_cosines: "angles between random directions",
    random_minima: "minima among random matrices",
}
