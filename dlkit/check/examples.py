"""Functions that checks hand to a student's function: something to differentiate.

Each is named so that a message can say which one was used. Those from an array to one number come
first, then those from an array to an array, then slopes to go down.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


def sum_of_squares(x: Array) -> float:
    """The sum of all squared entries."""
    return float(np.sum(x**2))


def sum_of_cubes(x: Array) -> float:
    """The sum of all cubed entries: a central difference of it is too large by the step squared."""
    return float(np.sum(x**3))


def ripples(x: Array) -> float:
    """A sum of sines in which every entry counts differently, and moves its neighbours' terms."""
    flat = np.ravel(x)
    return float(np.sum(np.arange(1, flat.size + 1) * np.sin(flat + 0.5 * np.roll(flat, 1))))


def overwriting_ripples(x: Array) -> float:
    """As `ripples`, but the array that came holds zeros afterwards."""
    result = ripples(x)
    x[...] = 0
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


def saddle_slopes(x: Array) -> Array:
    """The gradient of (x₀² - x₁² + x₂² - ...) / 2, a saddle at 0."""
    flat = np.ravel(x)
    return (flat * (-1.0) ** np.arange(flat.size)).reshape(np.shape(x))


def overwriting_slopes(x: Array) -> Array:
    """As `saddle_slopes`, but the array that came holds zeros afterwards."""
    result = saddle_slopes(x)
    x[...] = 0
    return result
