"""Products of matrices, cell by cell, so that their shapes can be counted."""

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from matplotlib.typing import ColorType

from dlkit.arguments import Array, real_array
from dlkit.plots.style import GREY, blank


def matrix_equation(
    parts: Sequence[str | tuple[str, npt.ArrayLike]],
    *,
    written: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw matrices in a row, each under its name and shape, and what stands between.

    Cells are coloured by value, each matrix on its own scale: zeros are white, positive cells
    violet, negative ones orange.

    Parameters
    ----------
    parts : list of str and (name, array)    arrays (rows, columns) or (rows,), which is a column;
        a str stands between them: "=", "@", "+"
    written : bool    with the numbers in the cells
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = matrix_equation([("X", np.ones((4, 2))), "@", ("W", np.ones((2, 3)))])
    >>> [text.get_text() for text in ax.texts]
    ['X\\n(4, 2)', '@', 'W\\n(2, 3)']
    """
    tables = [p if isinstance(p, str) else (p[0], _table(p[1])) for p in parts]
    widths = [1.4 if isinstance(t, str) else max(t[1].shape[1], 1.6) for t in tables]
    tallest = max(1 if isinstance(t, str) else len(t[1]) for t in tables)
    total = sum(widths) + 0.4 * (len(tables) - 1)
    ax = blank(ax, width=min(0.42 * total, 11.0), height=min(0.42 * (tallest + 2.4), 5.0))
    left = 0.0
    for part, table, width in zip(parts, tables, widths, strict=True):
        if isinstance(table, str):
            ax.text(left + width / 2, 0, table, ha="center", va="center", fontsize=13)
        else:
            name, cells = table
            _cells(ax, cells, left + (width - cells.shape[1]) / 2, written)
            shape = np.shape(part[1])
            label = f"{name}\n{shape}"
            ax.text(
                left + width / 2, tallest / 2 + 0.25, label, ha="center", va="bottom", fontsize=9
            )
        left += width + 0.4
    ax.set(xlim=(-0.5, left), ylim=(-tallest / 2 - 0.3, tallest / 2 + 2.1), aspect="equal")
    return ax


def _table(values: npt.ArrayLike) -> Array:
    """Return the values as rows and columns."""
    array = real_array(values, "an array", "matrix_equation")
    return array[:, None] if array.ndim == 1 else array


def _is_dark(color: ColorType) -> bool:
    """Return whether white has more contrast to a colour than black, by WCAG's luminance."""
    shares = np.array(to_rgb(color))
    light = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(light @ [0.2126, 0.7152, 0.0722]) < 0.179


def _cells(ax: Axes, table: Array, left: float, written: bool) -> None:
    """Draw a matrix around the height 0, its first row on top."""
    scale = np.abs(table).max(initial=1e-300)
    colors = mpl.colormaps["PuOr"](0.5 + 0.35 * table / scale)
    top = len(table) / 2
    for (row, column), value in np.ndenumerate(table):
        corner = (left + column, top - row - 1)
        face = "white" if value == 0 else colors[row, column]
        ax.add_patch(Rectangle(corner, 1, 1, facecolor=face, edgecolor=GREY, linewidth=0.6))
        if written:
            middle = (corner[0] + 0.5, corner[1] + 0.5)
            ink = "white" if _is_dark(face) else "black"
            ax.text(*middle, f"{value:.3g}", color=ink, ha="center", va="center", fontsize=7)
