"""Networks as they are drawn on a board: circles for units, lines for weights."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY, blank

RADIUS = 0.32
GAP = 1.9  # between layers; units of a layer are 1 apart


def network(
    layers: Sequence[Sequence[str]],
    *,
    weights: Sequence[Sequence[Sequence[str | None]]] = (),
    inside: Mapping[tuple[int, int], Callable[[Array], Array]] | None = None,
    titles: Sequence[str] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw a network: every unit of a layer joined to every unit of the next.

    Parameters
    ----------
    layers : per layer, per unit a str    what stands in the circles, from the inputs on
    weights : per gap a (D, M) table of str, optional    what stands at the lines; "" for a line
        without a label, None for no line, as into a unit that is always 1
    inside : (layer, unit) -> function, optional    drawn over [-1, 1] instead of a label
    titles : str per layer, optional    written above the layers
    ax : Axes, optional

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = network([["x", "1"], ["+"]], weights=[[["w"], ["b"]]])
    >>> [text.get_text() for text in ax.texts]
    ['w', 'b', 'x', '1', '+']
    """
    tallest = max(len(layer) for layer in layers)
    ax = blank(ax, width=1.3 * GAP * len(layers) * 0.75, height=0.8 * tallest + 0.5)
    place = [
        [(GAP * k, (len(layer) - 1) / 2 - unit) for unit in range(len(layer))]
        for k, layer in enumerate(layers)
    ]
    for gap, (sources, targets) in enumerate(pairwise(place)):
        for i, source in enumerate(sources):
            row = weights[gap][i] if weights else [""] * len(targets)
            for target, label in zip(targets, row, strict=True):
                if label is not None:
                    _join(ax, source, target, label)
    for k, layer in enumerate(layers):
        for unit, label in enumerate(layer):
            _unit(
                ax, place[k][unit], label, COLORS[0] if k else GREY, (inside or {}).get((k, unit))
            )
    for k, title in enumerate(titles):
        ax.text(GAP * k, tallest / 2 + 0.15, title, ha="center", va="bottom", fontsize=9)
    ax.set(xlim=(-0.6, GAP * (len(layers) - 1) + 0.6), aspect="equal")
    ax.set_ylim(-tallest / 2 - 0.1, tallest / 2 + (0.6 if titles else 0.1))
    return ax


def _join(ax: Axes, source: tuple[float, float], target: tuple[float, float], label: str) -> None:
    """Draw a line between two units, its label nearer to the source, where lines are apart."""
    ax.plot(*zip(source, target, strict=True), color=GREY, linewidth=1, zorder=1)
    if label:
        x, y = 0.66 * np.array(source) + 0.34 * np.array(target)
        background: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        ax.text(x, y, label, ha="center", va="center", fontsize=9, bbox=background, zorder=2)


def _unit(
    ax: Axes,
    centre: tuple[float, float],
    label: str,
    color: str,
    function: Callable[[Array], Array] | None,
) -> None:
    """Draw one circle with its label, or with the graph of its activation."""
    ax.add_patch(
        Circle(centre, RADIUS, facecolor="white", edgecolor=color, linewidth=1.6, zorder=3)
    )
    if function is None:
        ax.text(*centre, label, ha="center", va="center", fontsize=10, zorder=4)
        return
    t = np.linspace(-1, 1, 101)
    x, y = centre
    ax.plot(x + 0.6 * RADIUS * t, y + 0.6 * RADIUS * (function(t) - 0.4), color=color, zorder=4)
