"""What several live demos show: the classes of a plane, and a number over the steps."""

import numpy as np
from matplotlib.colors import to_rgb

from course.widgets.live.plot import Curve, Image, Plot
from dlkit.arguments import Array, Labels
from dlkit.plots.style import COLORS

PALETTE = np.array([to_rgb(color) for color in COLORS])
CELLS = 80  # along each side of a plane


def grid(left: float, right: float, low: float, high: float) -> Array:
    """Return the middles of the cells of a plane, row after row from the lowest, (6400, 2)."""
    columns, rows = np.linspace(left, right, CELLS), np.linspace(low, high, CELLS)
    return np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)


def class_image(probabilities: Array) -> Image:
    """Return a plane in the colours of the likeliest classes, deep where the model is certain.

    probabilities : (6400, C)    one row for each cell of `grid`
    """
    classes = probabilities.argmax(axis=1)
    doubt = 0.9 - 0.4 * probabilities.max(axis=1, keepdims=True)
    paint = stripes(classes) * (doubt + (1 - doubt) * PALETTE[classes])
    return (255 * paint).astype(np.uint8).reshape(CELLS, CELLS, 3)


def stripes(classes: Labels) -> Array:
    """Return a factor for each cell: each class has lines of its own direction."""
    row, column = np.divmod(np.arange(classes.size), CELLS)
    lines = np.array([np.ones_like(row), row + column, row - column, row])
    is_line = lines[classes, np.arange(classes.size)] % 8 == 0
    return np.where(is_line, 0.85, 1.0)[:, None]


def history(
    title: str, values: tuple[float, ...], color: int, *, top: float, steps: int = 0, every: int = 1
) -> Plot:
    """Return a plot of values over the steps, in at most 300 points.

    It is at least `steps` values wide, between two of which lie `every` steps.
    """
    shown = np.arange(0, len(values), 1 + len(values) // 300)
    curve = Curve(np.column_stack([every * shown, np.array(values)[shown]]), color)
    return Plot(title, (0, every * max(steps, len(values)), 0, top), "step", curves=(curve,))
