"""A key to the lines of a picture."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes


def key(
    ax: Axes, entries: Mapping[str, Mapping[str, Any]], *, left: float = 0.04, top: float = 0.95
) -> None:
    """Write a line or a marker in each style with its text, from `left` and `top` of the axes down.

    It stands for matplotlib's legend, which takes several times as long at each move; one that a
    figure has already is taken away.
    """
    legend = ax.get_legend()
    if legend is not None:
        legend.remove()
    for row, (text, style) in enumerate(entries.items()):
        height = top - 0.075 * row
        x = [left + 0.045] if "marker" in style else [left, left + 0.09]
        ax.plot(x, [height] * len(x), transform=ax.transAxes, **style)
        ax.text(left + 0.12, height, text, transform=ax.transAxes, va="center")
