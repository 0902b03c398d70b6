"""Graphs of computations: boxes and the arrows between them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy.typing as npt
from matplotlib.axes import Axes

from dlkit.arguments import Array, real_array
from dlkit.plots.style import COLORS, GREY, blank

BEND = 0.2  # of an arrow that has a twin, as in x * x, so that both are seen
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # behind the label of an arrow


def graph(
    labels: Sequence[str],
    positions: npt.ArrayLike,
    edges: Sequence[tuple[int, int]],
    *,
    highlighted: Sequence[int] = (),
    edge_labels: Sequence[str] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw a graph of labelled boxes, as `autodiff.graph_layout` lays one out.

    Parameters
    ----------
    labels : n str    what stands in the boxes
    positions : (n, 2)    their centres; columns and rows 1 apart
    edges : list of (from, to)    arrows between boxes, by their numbers
    highlighted : list of int    boxes in colour, for example those visited so far
    edge_labels : str per edge, optional    beside the arrows, for example derivatives
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
    place: Array = real_array(positions, "positions", "graph")
    width, height = 1.5 * (place[:, 0].max() + 1), 0.9 * (2 * abs(place[:, 1]).max() + 1)
    ax = blank(ax, width=width, height=height)
    boxes = []
    for k, label in enumerate(labels):
        color = COLORS[1] if k in highlighted else COLORS[0]
        style = {"boxstyle": "round", "facecolor": "white", "edgecolor": color, "linewidth": 1.5}
        x, y = place[k]
        text = ax.text(x, y, label, ha="center", va="center", color=color, bbox=style, fontsize=9)
        boxes.append(text.get_bbox_patch())
    twins: Counter[tuple[int, int]] = Counter()
    for (start, end), written in zip(edges, edge_labels or [""] * len(edges), strict=True):
        ends = {"patchA": boxes[start], "patchB": boxes[end]}
        _arrow(ax, place[start], place[end], ends, BEND * twins[start, end], written)
        twins[start, end] += 1
    ax.set(xlim=(-0.6, place[:, 0].max() + 0.6))
    ax.set(ylim=(place[:, 1].min() - 0.6, place[:, 1].max() + 0.6))
    return ax


def _arrow(
    ax: Axes, start: Array, end: Array, ends: dict[str, Any], bend: float, written: str
) -> None:
    """Draw an arrow between two boxes, bent aside by a share of its length, and its label."""
    look = {"arrowstyle": "-|>", "color": GREY, "connectionstyle": f"arc3,rad={bend}"}
    ax.annotate("", xy=tuple(end), xytext=tuple(start), arrowprops=look | ends)
    if written:
        along = end - start
        x, y = start + along / 2 + bend * along[::-1] * [1, -1]  # beyond the bend
        ax.text(x, y, written, fontsize=10, ha="center", va="center", bbox=WHITE)
