"""Figures of the lecture on shapes. They draw what `dlkit.shapes` has computed.

They are as high as a slide has room for, beside the formulas that stand with them.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.a00_shapes import experiments
from dlkit import datasets, plots
from dlkit.arguments import Array
from dlkit.plots.networks import GAP, RADIUS
from dlkit.plots.style import COLORS, GREY, axes, line
from dlkit.shapes import forward_matrix, standardize

WIDE, NARROW = (8.0, 2.6), (5.8, 2.6)  # inches
X = np.array([[40.0, 0.0], [3.0, 5.0], [-2.0, 1.0], [10.0, 10.0]])
W1, W2 = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0], [-1.0]])
LAYER = (  # x, W, b
    np.array([[1.0, 0.0], [2.0, -1.0], [-1.0, 3.0]]),
    np.array([[1.0, 2.0], [3.0, -1.0]]),
    np.array([1.0, -2.0]),
)
MARKS = ("o", "s", "x")
Parts = list[str | tuple[str, Array]]  # of an equation


def units() -> Figure:
    """Draw a unit with one input, and one with three."""
    figure, (left, right) = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    _lead_out(plots.network([["$x$", "$1$"], ["+"]], weights=[[["$w$"], ["$b$"]]], ax=left), "$y$")
    inputs = ["$x_0$", "$x_1$", "$x_2$", "$1$"]
    into_unit = [["$w_0$"], ["$w_1$"], ["$w_2$"], ["$b$"]]
    _lead_out(plots.network([inputs, ["+"]], weights=[into_unit], ax=right), "$y$")
    return figure


def layer() -> Figure:
    """Draw a dense layer of two units with two inputs."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    names = ["$x_0$", "$x_1$", "$1$"]
    into_units = [
        ["$W_{00}$", "$W_{01}$"],
        ["$W_{10}$", "$W_{11}$"],
        ["$b_0$", "$b_1$"],
    ]
    _lead_out(plots.network([names, ["+", "+"]], weights=[into_units], ax=ax), "$y_0$", "$y_1$")
    return figure


def _lead_out(ax: Axes, *outputs: str) -> None:
    """Draw an arrow from each unit of a layer to the name of its output, which is no unit."""
    for unit, name in enumerate(outputs):
        height = (len(outputs) - 1) / 2 - unit
        way = {"arrowstyle": "<-", "color": GREY}
        start, end = (GAP + RADIUS, height), (GAP + 1.3, height)
        ax.annotate(name, start, end, arrowprops=way, va="center", fontsize=11)
    ax.set_xlim(-0.6, GAP + 1.8)


def layer_as_product() -> Figure:
    """Draw the numbers of such a layer at work on three samples."""
    figure, ax = plt.subplots(figsize=(7.0, 1.7), layout="constrained")
    x, W, b = LAYER
    parts: Parts = [("x", x), "@", ("W", W), "+", ("b", b[None]), "=", ("y", x @ W + b)]
    _name(_written(parts, ax), "(1, 2)", "(2,)")
    return figure


def small_network() -> Figure:
    """Draw the network of the lecture notes, at work on the sample (40, 0)."""
    hidden, output = X[0] @ W1, forward_matrix(X[:1], W1, W2)
    layers = [[f"{value:g}" for value in each] for each in (X[0], hidden, output)]
    weights = [[[f"{w:g}".replace("-", "−") for w in row] for row in W] for W in (W1, W2)]
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    plots.network(layers, weights=weights, titles=["inputs", "hidden", "output"], ax=ax)
    return figure


def small_network_as_products() -> Figure:
    """Draw the same network for four samples at once: two products."""
    hidden, y = X @ W1, forward_matrix(X, W1, W2)[:, None]
    apart = {"wspace": 0.12}  # two equations, not one
    figure, both = plt.subplots(1, 2, figsize=(9.0, 2.6), layout="constrained", gridspec_kw=apart)
    products: list[Parts] = [
        [("x", X), "@", ("W1", W1), "=", ("h", hidden)],
        [("h", hidden), "@", ("W2", W2), "=", ("y", y)],
    ]
    for ax, parts in zip(both, products, strict=True):
        _written(parts, ax)
    return figure


def transposed(x: Array, W: Array) -> Figure:
    """Draw the product with a square matrix, and with its transpose."""
    figure, both = plt.subplots(1, 2, figsize=(9.0, 1.5), layout="constrained")
    for ax, (name, other) in zip(both, (("W", W), ("W.T", W.T)), strict=True):
        parts: Parts = [("x", x), "@", (name, other), "=", ("", x @ other)]
        _written(parts, ax)
    return figure


def stretched() -> Figure:
    """Draw a column minus a row: a table that nobody asked for."""
    column, row = np.array([[1.0], [2.0], [3.0]]), np.array([[1.0, 2.0, 3.0]])
    parts: Parts = [("predictions", column), "−", ("targets", row), "=", ("", column - row)]
    figure, ax = plt.subplots(figsize=(7.0, 1.3), layout="constrained")
    _name(_written(parts, ax), "(1, 3)", "(3,)")
    return figure


def _written(parts: Parts, ax: Axes) -> Axes:
    """Draw an equation with numbers that are read from the back of the room."""
    plots.matrix_equation(parts, written=True, ax=ax)
    for text in ax.texts:
        text.set_fontsize(max(10, text.get_fontsize()))
    return ax


def _name(ax: Axes, drawn: str, meant: str) -> None:
    """Write the shape that is meant where an array of one axis had to be drawn as a row."""
    for text in ax.texts:
        text.set_text(text.get_text().replace(drawn, meant))


def wines() -> Figure:
    """Draw two measurements of the wines, as they are and standardised."""
    x, varieties = datasets.wine()
    raw = x[:, [6, 12]]
    figure, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    tables = {"as measured": raw, "standardised": standardize(raw, raw[:0])[0]}
    for ax, (title, table) in zip(both, tables.items(), strict=True):
        for variety, mark in enumerate(MARKS):
            points = table[varieties == variety]
            label = f"variety {variety}"
            axes(ax).plot(*points.T, mark, color=COLORS[variety], markersize=4, label=label)
        ax.set(title=title, xlabel="flavonoids", ylabel="proline")
        ax.axis("equal")
    both[1].legend(frameon=False, fontsize=8)
    return figure


def shares() -> Figure:
    """Draw the share of images read correctly, at random for each seed and in the file's order."""
    drawn, in_order = experiments.digits_at_random(), experiments.digits_in_order()
    figure, ax = plt.subplots(figsize=(8.0, 1.4), layout="constrained")
    heights = [1 + 0.3 * drawn[:place].count(share) for place, share in enumerate(drawn)]
    axes(ax).plot(100 * np.array(drawn), heights, "o", markersize=5, color=COLORS[0])
    ax.plot(100 * in_order, 0, "X", color=COLORS[1], markersize=9)
    ax.axvline(100 * float(np.mean(drawn)), **line(0), linewidth=1)
    ax.set(
        xlim=(95.5, 100),
        ylim=(-0.6, 0.3 + max(heights)),
        xlabel="% of 599 unseen images read correctly",
    )
    ax.set_yticks([0, 1], ["the last third of the file", "a third drawn at random"])
    return figure
