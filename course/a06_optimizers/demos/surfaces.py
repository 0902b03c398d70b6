"""The surfaces of the race: heights, slopes, starts and minima."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course.widgets.live.pictures import CELLS, grid
from dlkit.arguments import Array


@dataclass(frozen=True)
class Surface:
    """A function of two weights to run down.

    height : callable    from (N, 2) points to (N,) heights, 0 at the minimum
    slope : callable    from a point (2,) to the gradient there
    extent : (left, right, low, high)    of the picture
    minima : (K, 2)
    """

    height: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    start: tuple[float, float]
    extent: tuple[float, float, float, float]
    minima: Array

    def distance(self, w: Array) -> float:
        """Return how far the nearest minimum is."""
        return float(np.hypot(*(self.minima - w).T).min())


def bowl(steep: float, degrees: float) -> Surface:
    """Return a valley that is so many times as steep across, and lies at an angle."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[cos, -sin], [sin, cos]])
    A = turn @ np.diag([1.0, steep]) @ turn.T
    x, y = turn @ np.array([-2.0, 0.6])
    reach = (-2.4, 2.4, -1.8, 1.8)
    return Surface(
        lambda w: 0.5 * np.einsum("ni,ij,nj->n", w, A, w),
        lambda w: np.asarray(A @ w),
        (float(x), float(y)),
        reach,
        np.zeros((1, 2)),
    )


def banana_height(w: Array) -> Array:
    """Return Rosenbrock's function."""
    heights: Array = (1 - w[:, 0]) ** 2 + 100 * (w[:, 1] - w[:, 0] ** 2) ** 2
    return heights


def banana_slope(w: Array) -> Array:
    """Return its gradient."""
    across = w[1] - w[0] ** 2
    return np.array([-2 * (1 - w[0]) - 400 * w[0] * across, 200 * across])


def saddle_height(w: Array) -> Array:
    """Return a surface with a saddle at the origin and a minimum on either side."""
    heights: Array = w[:, 0] ** 2 - w[:, 1] ** 2 + w[:, 1] ** 4 / 2 + 0.5
    return heights


def saddle_slope(w: Array) -> Array:
    """Return its gradient."""
    return np.array([2 * w[0], -2 * w[1] + 2 * w[1] ** 3])


SURFACES = {
    "valley along an axis": bowl(50.0, 0.0),
    "valley at 45 degrees": bowl(50.0, 45.0),
    "banana": Surface(
        banana_height, banana_slope, (-1.2, 1.0), (-1.8, 1.8, -0.7, 2.0), np.array([[1.0, 1.0]])
    ),
    "saddle": Surface(
        *(saddle_height, saddle_slope, (-1.5, 0.001), (-2.0, 2.0, -1.5, 1.5)),
        np.array([[0.0, 1.0], [0.0, -1.0]]),
    ),
    "round bowl": bowl(1.0, 0.0),
}


@functools.cache
def bands(name: str) -> np.ndarray:
    """Return the surface as an image: bright where it is low, in bands of equal factors."""
    surface = SURFACES[name]
    heights = surface.height(grid(*surface.extent))
    level = np.log10(heights + 1e-3 * heights.max())
    share = (level - level.min()) / np.ptp(level)
    shade = 250 - 90 * np.floor(12 * share) / 12
    return np.repeat(shade.astype(np.uint8)[:, None], 3, axis=1).reshape(CELLS, CELLS, 3)
