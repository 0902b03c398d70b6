"""The graph of an expression that somebody types: forward and back, one node at a time."""

import textwrap
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course.a05_autodiff.demos.expression import MOST_NODES, NotAnExpression, computed, label
from course.widgets import Demo, Entry, Prediction, Slider
from dlkit.arguments import Array
from dlkit.autodiff import Tensor, backward, graph_layout, topo_sort
from dlkit.plots.style import COLORS, GREY, blank

DEFAULT = "x * y + tanh(x)"
EXAMPLES = ("log(x) + x * y", "x * x * x", "3 * x * x**2", "relu(x - y) * exp(-x)", "x +", "1")
BOX = np.array([0.74, 0.6])  # width and height, in columns and rows
LETTERS = 7 * 0.65  # the width of the longest number, in sizes of a letter
MARGIN = 0.06  # between a box and an arrow
LAST = 2 * MOST_NODES


@dataclass(frozen=True)
class Walk:
    """The graph, and what the walk has computed so far; `fault` says why there is none."""

    typed: str
    fault: str = ""
    names: tuple[str, ...] = ()
    places: Any = None
    edges: tuple[tuple[int, int], ...] = ()
    values: tuple[float | None, ...] = ()
    gradients: tuple[float | None, ...] = ()
    here: int = -1
    is_over: bool = False


def compute(typed: str, x: float, y: float, step: int) -> Walk:
    """Compute an expression, and go forward and then back by so many nodes in all."""
    try:
        root = computed(typed, x, y)
        order = topo_sort(root)
        if len(order) > MOST_NODES:
            raise NotAnExpression(f"Its graph has {len(order)} nodes; {MOST_NODES} fit in here.")
    except NotAnExpression as fault:
        return Walk(typed, str(fault))
    return walked(typed, root, order, step)


def walked(typed: str, root: Tensor, order: list[Tensor], step: int) -> Walk:
    """Return the graph with the values and the gradients that the walk has reached."""
    if root.requires_grad:
        backward(root)
    names, places, edges = graph_layout(root, label=label)
    forward = [k for k, node in enumerate(order) if node.parents]
    back = [k for k, node in reversed(list(enumerate(order))) if node.requires_grad]
    way = (*forward, *back)
    reached = set(forward[:step]) | {k for k, node in enumerate(order) if not node.parents}
    passed = set(back[: max(step - len(forward), 0)])
    values = (node.data.item() if k in reached else None for k, node in enumerate(order))
    slopes = (slope(node) if k in passed else None for k, node in enumerate(order))
    here = way[min(step, len(way)) - 1] if step and way else -1
    over = step >= len(way)
    return Walk(
        typed, "", tuple(names), places, tuple(edges), tuple(values), tuple(slopes), here, over
    )


def slope(node: Tensor) -> float:
    return 0.0 if node.grad is None else float(node.grad)


def draw(figure: Figure, walk: Walk) -> None:
    """Draw the boxes with their numbers, the arrows, and where the walk is."""
    ax = blank(figure.subplots(), width=6.6, height=3.6)
    is_wide = figure.get_figwidth() > 5
    size = 11.0 if is_wide else 9.0  # points; smaller on a phone
    if walk.fault:
        draw_fault(ax, walk, size)
        return
    places: Array = walk.places
    size = min(size, widest_letters(figure, places))
    ax.set(xlim=(-0.6, places[:, 0].max() + 0.6), title=heading(walk) if is_wide else state(walk))
    ax.set(ylim=(places[:, 1].min() - 0.6, places[:, 1].max() + 0.6))
    taken = [edge for edge in walk.edges if walk.gradients[edge[1]] is not None]
    draw_arrows(ax, places, [edge for edge in walk.edges if edge not in taken], GREY)
    draw_arrows(ax, places, [(end, start) for start, end in taken], COLORS[1])
    for k, (x, y) in enumerate(places):
        color = COLORS[1] if k == walk.here else COLORS[0]
        ax.add_patch(
            Rectangle((x - BOX[0] / 2, y - BOX[1] / 2), *BOX, facecolor="w", edgecolor=color)
        )
        style: dict[str, Any] = {"size": size, "ha": "center", "va": "center"}
        ax.text(x, y + 0.17, walk.names[k], color=color, **style)
        if (value := walk.values[k]) is not None:
            ax.text(x, y, f"{value:.3g}", **style)
        if (gradient := walk.gradients[k]) is not None:
            style |= {"color": COLORS[1], "style": "italic"}
            ax.text(x, y - 0.18, f"{gradient:+.3g}", **style)


def widest_letters(figure: Figure, places: Array) -> float:
    """Return the size in points with which the longest number still fits into its box."""
    columns = places[:, 0].max() + 1.2
    return float(72 * figure.get_figwidth() / columns * BOX[0] / LETTERS)


def draw_fault(ax: Axes, walk: Walk, size: float) -> None:
    """Write what was typed, and why there is no graph of it."""
    ax.set(xlim=(0, 1), ylim=(0, 1), title="")  # not those of the graph before
    for k, text in enumerate((walk.typed[:40], *textwrap.wrap(walk.fault, 44))):
        ax.text(0.5, 0.7 - 0.12 * k, text, size=size, ha="center", va="center")


def draw_arrows(ax: Axes, places: Array, edges: list[tuple[int, int]], color: str) -> None:
    """Draw arrows between boxes, in the direction in which the walk goes along them."""
    if not edges:
        return
    start, end = (places[[edge[side] for edge in edges]] for side in (0, 1))
    along = end - start
    reach = (BOX / 2 + MARGIN) / np.maximum(np.abs(along), 1e-9)
    margin = reach.min(axis=1, keepdims=True)  # at either end, as a share of the arrow
    foot, arrow = start + margin * along, (1 - 2 * margin) * along
    style: dict[str, Any] = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.004}
    ax.quiver(*foot.T, *arrow.T, color=color, **style)


def heading(walk: Walk) -> str:
    """Say what was typed, and where the walk is."""
    return f"{walk.typed}: {state(walk)}"


def state(walk: Walk) -> str:
    """Say in a few words where the walk is."""
    if walk.here < 0:
        return "before the first step"
    way = "back" if any(g is not None for g in walk.gradients) else "forward"
    return f"{way}, {'at the end' if walk.is_over else f'at {walk.names[walk.here]}'}"


def describe(walk: Walk) -> str:
    """Say every number that the picture shows."""
    if walk.fault:
        return f"No graph can be drawn of “{walk.typed}”. {walk.fault}"
    parts = []
    for k, name in enumerate(walk.names):
        made = [walk.names[start] for start, end in walk.edges if end == k]
        text = f"{name} of {' and '.join(made)}" if made else name
        value, gradient = walk.values[k], walk.gradients[k]
        text += "" if value is None else f", value {value:.3g}"
        parts.append(text + ("" if gradient is None else f", gradient {gradient:+.3g}"))
    return f"The graph of {heading(walk)}. Its nodes: {'; '.join(parts)}."


def parts_of_x(walk: Walk) -> str | None:
    """Return how many parts the gradient of x was added up from, once the walk is over."""
    if walk.fault or walk.typed != DEFAULT or not walk.is_over:
        return None
    return COUNTS[sum(walk.names[start] == "x" for start, _ in walk.edges) - 1]


COUNTS = ("one", "two", "three")

graph = Demo(
    title="The graph of what you type",
    task="Press Play, or go on step by step: first each value, then in italics the derivative of "
    "the result with respect to each node. Then type an expression, with x, y, + - * / **, tanh, "
    "exp, log and relu. What does x * x * x look like?",
    controls=(
        Entry("typed", "expression", DEFAULT, EXAMPLES),
        Slider("step", "step", 0, LAST, default=4),
        Slider("x", "x", -2, 2, default=1.0, step=0.1),
        Slider("y", "y", -2, 2, default=0.5, step=0.1),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Walk to the end of x * y + tanh(x). From how many parts is the gradient of x added up?",
        choices=COUNTS,
        answer=parts_of_x,
        because="x is used twice, in the product and in tanh: an arrow leaves it for each use, and "
        "each brings a part back.",
    ),
    played="step",
)
