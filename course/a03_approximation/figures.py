"""Figures of the lecture on approximation. Each draws what `dlkit.approximation` has computed.

They are as high as a slide has room for, beside the words that stand with them.
"""

from collections.abc import Callable, Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.a03_approximation import experiments
from course.a03_approximation.experiments import TRIANGLE, Layers
from dlkit import plots
from dlkit.activations import mlp_forward, relu, sigmoid
from dlkit.approximation import (
    bump,
    eval_hidden,
    half_plane,
    relu_interpolant,
    sawtooth,
    sup_error,
)
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY, MARKERS, axes, line

WIDE, NARROW = (8.4, 2.7), (5.8, 2.7)  # inches
SIDE = np.linspace(-1, 1, 161)
SQUARE = np.stack(np.meshgrid(SIDE, SIDE), axis=-1).reshape(-1, 2)


def problem() -> Figure:
    """Draw points of a square, by whether they lie inside the triangle."""
    x, labels = experiments.points(0, 500)
    figure, ax = plt.subplots(figsize=(5.2, 2.9), layout="constrained")
    for label, mark, color, name in ((0, "x", GREY, "outside"), (1, "o", COLORS[0], "inside")):
        ax.plot(*x[labels == label].T, mark, color=color, markersize=4, label=name)
    ax.set(xlabel="x₀", ylabel="x₁", xlim=(-1, 1), ylim=(-1, 1), aspect="equal")
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def bends() -> Figure:
    """Draw the units of a network through five points, and their sum."""
    knots, values = np.array([0.0, 1.0, 2.0, 3.5, 4.0]), np.array([1.0, 2.5, 2.0, 0.5, 2.0])
    w, b, v, c = relu_interpolant(knots, values)
    x = np.linspace(0, 4, 401)
    figure, (left, right) = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    for h, weight in enumerate(v):
        axes(left).plot(x, weight * relu(w[h] * x + b[h]), label=f"{weight:+.2g}", **line(h))
    left.legend(frameon=False, title="change of slope", ncols=2)
    axes(right).plot(x, eval_hidden(x, w, b, v, c, relu), color="black")
    right.plot(knots, values, "o", color="black")
    slopes = np.diff(values) / np.diff(knots)
    places = ((0.62, 1.65), (1.55, 2.33), (2.85, 1.3), (3.82, 1.1))  # beside each piece
    for slope, place in zip(slopes, places, strict=True):
        right.text(*place, f"{slope:+.2g}")
    left.set(title="four units, each times its output weight", xlabel="x", ylabel="output times v")
    right.set(title="their sum, plus c, and its slopes", xlabel="x", ylabel="F(x)")
    return figure


def one_bump() -> Figure:
    """Draw a bump for three values of its steepness."""
    x = np.linspace(0, 3, 601)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    for index, steepness in enumerate((100, 10, 3)):
        y = bump(x, 1, 2, height=1, steepness=steepness)
        axes(ax).plot(x, y, label=f"k = {steepness}", **line(index))
    ax.set_xticks([0, 1, 2, 3], ["0", "a = 1", "b = 2", "3"])
    ax.set(xlabel="x", ylabel="bump(x), height 1", ylim=(-0.05, 1.15))
    ax.legend(frameon=False, loc="upper left")
    return figure


def spikes() -> Figure:
    """Draw spikes that are equally bad at one point and ever less bad on the whole."""
    x = np.linspace(0, 1, 1001)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    for index, width in enumerate((0.2, 0.05, 0.01)):
        spike = np.maximum(1 - np.abs(x - 0.5) / width, 0)
        label = f"sup error 1, L1 error {width:g}"
        axes(ax).plot(x, spike, label=label, **line(index))
    ax.set(xlabel="x", ylabel="distance from 0", ylim=(0, 1.6))
    ax.legend(frameon=False, loc="upper left")
    return figure


def errors_of_walls_and_lines() -> tuple[list[int], list[float], list[float]]:
    """Return numbers of units, and the sup error of one wave from bumps and from pieces."""
    wave = experiments.one_wave
    counts, walls, drawn = [8, 16, 32, 64, 128], [], []
    for n in counts:
        edges = np.linspace(0, 1, n + 1)
        walls.append(sup_error(wave, _sum_of_bumps(wave, n), 0, 1, 10_001))
        drawn.append(sup_error(wave, _pieces(edges, wave(edges)), 0, 1, 10_001))
    return counts, walls, drawn


def _sum_of_bumps(curve: Callable[[Array], Array], n: int) -> Callable[[Array], Array]:
    wall = experiments.wall(curve, n, 20.0 * n)
    return lambda x: wall(x).sum(axis=0)


def _pieces(knots: Array, values: Array) -> Callable[[Array], Array]:
    w, b, v, c = relu_interpolant(knots, values)
    return lambda x: eval_hidden(x, w, b, v, c, relu)


def rates() -> Figure:
    """Draw how the error of bumps and of straight pieces falls with their number."""
    counts, walls, drawn = errors_of_walls_and_lines()
    figure, ax = plt.subplots(figsize=(5.8, 2.5), layout="constrained")
    plots.measured(
        {"bumps, k = 20 n": walls, "straight pieces": drawn},
        counts,
        xlabel="number n of bumps, or of pieces",
        ylabel="sup error",
        logarithmic=True,
        ax=ax,
    )
    ax.set_xscale("log", base=2)
    ax.set_xticks(counts, [str(n) for n in counts])
    return figure


def folds() -> Figure:
    """Draw one to four tents after one another."""
    x = np.linspace(0, 1, 1025)
    figure, all_axes = plt.subplots(1, 4, figsize=(8.4, 2.3), layout="constrained", sharey=True)
    for depth, ax in enumerate(all_axes, start=1):
        axes(ax).plot(x, sawtooth(x, depth), **line(0))
        layers = "1 hidden layer" if depth == 1 else f"{depth} hidden layers"
        ax.set(title=f"{layers},\n{3 * depth} units, {2**depth} pieces", xlabel="x")
        ax.set_xticks([0, 0.5, 1])
    all_axes[0].set_ylabel("y")
    return figure


def one_side() -> Figure:
    """Draw the line through two points, the step between them and the weights of its unit."""
    p, q = np.array([-1.0, -1.0]), np.array([1.0, 0.5])
    w, b = half_plane(p, q)
    figure, ax = plt.subplots(figsize=(5.6, 2.4), layout="constrained")
    axes(ax).axline((p[0], p[1]), (q[0], q[1]), color=GREY)
    arrows = (("step", p, q - p, COLORS[0]), ("w", (p + q) / 2, w, COLORS[1]))
    for name, foot, arrow, color in arrows:
        style = {"arrowstyle": "-|>", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        tip, beside = foot + arrow, foot + 0.6 * arrow
        ax.annotate("", xy=(tip[0], tip[1]), xytext=(foot[0], foot[1]), arrowprops=style)
        ax.text(beside[0] + 0.15, beside[1] - 0.15, name, color=color)
    for name, place in (("p", p), ("q", q)):
        ax.plot(*place, "o", color="black")
        ax.text(place[0] + 0.1, place[1] - 0.3, name)
    for x in ((-1.0, 1.0), (0.5, -1.0)):
        ax.plot(*x, "x", color=GREY)
        ax.text(x[0] + 0.15, x[1], f"{w @ x + b:+.1f}", va="center")
    ax.set(xlabel="x₀", ylabel="x₁", xlim=(-2, 2), ylim=(-1.5, 1.5), aspect="equal")
    return figure


def votes() -> Figure:
    """Draw the edges of the triangle, and the sum of what their units say."""
    edges = [half_plane(p, q) for p, q in zip(TRIANGLE, np.roll(TRIANGLE, -1, axis=0), strict=True)]
    W, b = np.array([w for w, _ in edges]).T, np.array([c for _, c in edges])
    figure, (left, right) = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    plane = {"xlabel": "x₀", "ylabel": "x₁", "aspect": "equal"}
    left.set(xlim=(-1, 1), ylim=(-1, 1), title="three lines")
    plots.separating_lines(W, b, names=["unit 0", "unit 1", "unit 2"], ax=left)
    left.set(**plane)
    total = sigmoid(30 * (SQUARE @ W + b)).sum(axis=1).reshape(161, 161)
    shades = right.imshow(
        total, origin="lower", extent=(-1, 1, -1, 1), cmap="Blues", vmin=0, vmax=3
    )
    right.contour(SIDE, SIDE, total, levels=[2.5], colors="black")
    right.set(title="the sum, and where it is 2.5", **plane)
    figure.colorbar(shades, ax=right, label="sum, k = 30", ticks=[0, 1, 2, 2.5, 3])
    return figure


def regions(networks: Mapping[str, tuple[Layers, Callable[[Array], Array]]]) -> Figure:
    """Draw what each network calls inside, with the lines of its hidden units."""
    figure, all_axes = plt.subplots(1, len(networks), figsize=(8.4, 2.9), layout="constrained")
    for ax, (name, (layers, activation)) in zip(all_axes, networks.items(), strict=True):
        _region(ax, layers, activation)
        ax.set(title=name, xlabel="x₀", ylabel="x₁", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    return figure


def _region(ax: Axes, layers: Layers, activation: Callable[[Array], Array]) -> None:
    scores = mlp_forward(SQUARE, layers, activation)[0].reshape(161, 161)
    ax.imshow(scores > 0, origin="lower", extent=(-1, 1, -1, 1), cmap="Blues", vmax=2)
    ax.plot(*np.vstack([TRIANGLE, TRIANGLE[:1]]).T, ":", color="black")
    plots.separating_lines(*layers[0], ax=ax)


def starts(shares: Mapping[str, Sequence[float]]) -> Figure:
    """Draw the share of new points right, a mark for each start."""
    figure, ax = plt.subplots(figsize=(8.4, 1.7), layout="constrained")
    for row, found in enumerate(shares.values()):
        axes(ax).plot(found, [row] * len(found), MARKERS[row], color=COLORS[row], alpha=0.7)
    ax.set_yticks(range(len(shares)), list(shares))
    ax.set(ylim=(len(shares) - 0.5, -0.5), xlim=(0.7, 1.01), xlabel="share of new points right")
    return figure


def three_ways(units: Sequence[int], errors: Mapping[str, Sequence[float]]) -> Figure:
    """Draw the error of three kinds of networks over their number of units."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    plots.measured(
        errors, units, xlabel="hidden units", ylabel="error (rms)", logarithmic=True, ax=ax
    )
    ax.set_xscale("log", base=2)
    ax.set_xticks(units, [str(n) for n in units])
    return figure
