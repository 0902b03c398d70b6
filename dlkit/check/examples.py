"""Functions that checks hand to a student's function: to differentiate, or to train with.

Each is named so that a message can say which one was used. Those from an array to one number come
first, then those from an array to an array, slopes to go down last; then those that make the
weights of a layer, then the steps of made-up optimizers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


def sum_of_squares(x: Array) -> float:
    """The sum of all squared entries."""
    return float(np.sum(x**2))


def sum_of_cubes(x: Array) -> float:
    """The sum of all cubed entries: a central difference of it is too large by the step squared."""
    return float(np.sum(x * x * x))  # `x**3` has another last digit on another processor


def ripples(x: Array) -> float:
    """A sum of sines in which every entry counts differently, and moves its neighbours' terms."""
    flat = np.ravel(x)
    return float(np.sum(np.arange(1, flat.size + 1) * np.sin(flat + 0.5 * np.roll(flat, 1))))


def overwriting_ripples(x: Array) -> float:
    """As `ripples`, but the array that came holds zeros afterwards."""
    result = ripples(x)
    x[...] = 0
    return result


def spoiling_ripples(x: Array) -> float:
    """As `ripples`, but the array that came holds nan afterwards, which stays wherever it goes."""
    result = ripples(x)
    x[...] = np.nan
    return result


def sum_of_products(x: Array) -> float:
    """The sum of each entry times the next one: a saddle at 0, whatever the number of entries."""
    flat = np.ravel(x)
    return float(np.sum(flat[:-1] * flat[1:]))


def wells(x: Array) -> float:
    """The sum of (x² - 1)²: flat where every entry is -1, 0 or 1, and deepest away from all 0."""
    return float(np.sum((x**2 - 1) ** 2))


def products_of_neighbours(x: Array) -> Array:
    """Each entry times the next one: one number fewer than came in."""
    flat = np.ravel(x)
    return flat[:-1] * flat[1:]


def power_sums(x: Array) -> Array:
    """The sums of all entries, of their squares, of their cubes and of their fourth powers."""
    return np.array([np.sum(x**k) for k in (1, 2, 3, 4)])


def overwriting_products(x: Array) -> Array:
    """As `products_of_neighbours`, but the array that came holds zeros afterwards."""
    result = products_of_neighbours(x)
    x[...] = 0
    return result


def transposed_squares(x: Array) -> Array:
    """The squares of a matrix, rows and columns exchanged."""
    return (x**2).T


def cubes(x: Array) -> Array:
    """The cubes, element by element."""
    result: Array = x**3
    return result


def squares_all_alike(x: Array) -> Array:
    """The squares, element by element, of entries that must all be the same number."""
    if np.size(x) and np.ptp(x):
        raise ValueError("squares_all_alike: the entries differ; move all of them at once")
    return x**2


def slopes_of_a_bowl(x: Array) -> Array:
    """The gradient of a bowl that is steeper along every further entry."""
    return np.arange(1, x.size + 1, dtype=x.dtype).reshape(x.shape) * x


def overwriting_slopes_of_a_bowl(x: Array) -> Array:
    """As `slopes_of_a_bowl`, but the array that came holds zeros afterwards."""
    result = slopes_of_a_bowl(x)
    x[...] = 0
    return result


def saddle_slopes(x: Array) -> Array:
    """The gradient of (x₀² - x₁² + x₂² - ...) / 2, a saddle at 0."""
    flat = np.ravel(x)
    return (flat * (-1.0) ** np.arange(flat.size)).reshape(np.shape(x))


def overwriting_saddle_slopes(x: Array) -> Array:
    """As `saddle_slopes`, but the array that came holds zeros afterwards."""
    result = saddle_slopes(x)
    x[...] = 0
    return result


def dead(x: Array) -> Array:
    """Zeros, element by element: an activation that lets nothing through."""
    return np.zeros_like(x)


def twice_the_identity(shape: Sequence[int], *, rng: np.random.Generator) -> Array:
    """Weights that double whatever comes; nothing is drawn."""
    return 2.0 * np.eye(shape[0], shape[1])


def normal_by_width(shape: Sequence[int], *, rng: np.random.Generator) -> Array:
    """Normal weights whose deviation is one over the root of the number of rows."""
    return np.asarray(rng.standard_normal(tuple(shape)) / math.sqrt(shape[0]))


def plain_step(w: Array, dw: Array, *, lr: float) -> Array:
    """A step without a state: only the new weights come back, not in a tuple."""
    return w - lr * dw


def sliding_step(w: Array, dw: Array, v: Array, *, lr: float, drag: float = 0.5) -> Any:
    """A step with one array of state, the speed, and an option."""
    speed = drag * v + dw
    return w - lr * speed, speed


def braking_step(w: Array, dw: Array, m: Array, s: Array, *, lr: float) -> Any:
    """A step with two arrays of state, without the number of the step."""
    mean, size = 0.5 * m + dw, s + np.abs(dw)
    return w - lr * mean / (1 + size), mean, size


def tiring_step(w: Array, dw: Array, m: Array, s: Array, t: int, *, lr: float) -> Any:
    """As `braking_step`, with the number of the step, which shortens it.

    A step 0 is longer than the first one, and does not stop: so a wrong count is told by its path.
    """
    return braking_step(w, dw, m, s, lr=lr / (t + 1))
