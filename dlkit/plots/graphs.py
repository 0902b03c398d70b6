"""Graphs of computations: boxes and the arrows between them."""

from collections import Counter
from collections.abc import Sequence

import numpy.typing as npt
from matplotlib.axes import Axes

from dlkit._requirements import Array, real
from dlkit.plots.style import COLORS, GREY, axes

BEND = 0.15  # of an arrow that has a twin, as in x * x, so that both are seen


def graph(
    labels: Sequence[str],
    positions: npt.ArrayLike,
    edges: Sequence[tuple[int, int]],
    *,
    highlighted: Sequence[int] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw a graph of labelled boxes, as `autodiff.graph_layout` lays one out.

    Parameters
    ----------
    labels : n str    what stands in the boxes
    positions : (n, 2)    their centres; columns and rows 1 apart
    edges : list of (from, to)    arrows between boxes, by their numbers
    highlighted : list of int    boxes in colour, for example those visited so far
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = graph(["x", "exp"], [[0.0, 0.0], [1.0, 0.0]], [(0, 1)], highlighted=[1])
    >>> [text.get_text() for text in ax.texts if text.get_text()]
    ['x', 'exp']
    """
    place: Array = real("graph", "positions", positions)
    width, height = 1.5 * (place[:, 0].max() + 1), 0.9 * (2 * abs(place[:, 1]).max() + 1)
    ax = axes(ax, width=width, height=height)
    boxes = []
    for k, label in enumerate(labels):
        color = COLORS[1] if k in highlighted else COLORS[0]
        style = {"boxstyle": "round", "facecolor": "white", "edgecolor": color, "linewidth": 1.5}
        x, y = place[k]
        text = ax.text(x, y, label, ha="center", va="center", color=color, bbox=style, fontsize=9)
        boxes.append(text.get_bbox_patch())
    twins: Counter[tuple[int, int]] = Counter()
    for start, end in edges:
        arrow = {
            "arrowstyle": "-|>",
            "color": GREY,
            "patchA": boxes[start],
            "patchB": boxes[end],
            "connectionstyle": f"arc3,rad={BEND * twins[start, end]}",
        }
        twins[start, end] += 1
        ax.annotate("", xy=place[end], xytext=place[start], arrowprops=arrow)
    ax.set(xlim=(-0.6, place[:, 0].max() + 0.6))
    ax.set(ylim=(place[:, 1].min() - 0.6, place[:, 1].max() + 0.6))
    ax.set_axis_off()
    return ax
