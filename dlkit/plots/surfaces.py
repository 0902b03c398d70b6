"""A landscape from above, and the ways down it."""

from collections.abc import Callable, Mapping

import numpy as np
from matplotlib.axes import Axes

from dlkit.arguments import Array, require_callables
from dlkit.plots.style import MARKERS, axes, line

POINTS = 200  # of the grid, along either axis


def contours(
    f: Callable[[Array], Array],
    extent: tuple[float, float, float, float],
    *,
    paths: Mapping[str, Array] | None = None,
    levels: int = 18,
    ax: Axes | None = None,
) -> Axes:
    """Draw the level lines of a function of two variables, and paths on it.

    The levels lie closer together where the function is low, so that flat valleys show.

    Parameters
    ----------
    f : callable    from (n, 2) points to (n,) heights; called once
    extent : (left, right, low, high)    of the picture
    paths : name -> (T, 2), optional    points in the order in which they were visited
    levels : int    how many lines
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> bowl = lambda w: (w**2).sum(axis=1)
    >>> ax = contours(bowl, (-1, 1, -1, 1), paths={"down": np.array([[1.0, 1.0], [0.0, 0.0]])})
    >>> len(ax.lines), ax.get_xlabel()
    (1, '$w_1$')
    """
    require_callables("contours", f=f)
    ax = axes(ax, width=5.2, height=4.2)
    left, right, low, high = extent
    columns, rows = np.linspace(left, right, POINTS), np.linspace(low, high, POINTS)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    heights = f(grid).reshape(POINTS, POINTS)
    lowest, highest = heights.min(), heights.max()
    steps = lowest + (highest - lowest) * np.linspace(0, 1, levels + 1)[1:] ** 2
    ax.contour(columns, rows, heights, levels=steps, cmap="Greys_r", linewidths=0.7, alpha=0.7)
    for index, (name, path) in enumerate((paths or {}).items()):
        style = line(index) | {"marker": MARKERS[index % len(MARKERS)], "markersize": 3}
        every = max(1, len(path) // 25)
        ax.plot(path[:, 0], path[:, 1], markevery=every, linewidth=1.5, label=name, **style)
    ax.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(left, right), ylim=(low, high))
    if paths:
        ax.legend(frameon=True, framealpha=0.9, edgecolor="none")
    return ax
