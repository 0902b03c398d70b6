"""Figures of the lecture on backpropagation. Each draws numbers that `dlkit` has computed.

They are as high as a slide has room for, beside the formulas that stand with them.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from course.a04_backprop import experiments
from dlkit import activations, losses, plots
from dlkit.arguments import Array
from dlkit.backprop import dense_backward, jacobian
from dlkit.plots.style import GREY, axes, line

WIDE, NARROW = (8.0, 2.6), (5.8, 2.6)  # inches
DEEP = ("tanh", "relu", "sigmoid")  # the activations of the deep network


def network_graph() -> Figure:
    """Draw the graph of a network of two layers with a penalty on its weights."""
    names = ["x", "W1", "b1", "z", "h", "W2", "b2", "o", "labels", "L", "s", "J"]
    columns, rows = [0, 0, 0, 1, 2, 2, 2, 3, 3, 4, 4, 5], [0, 1, -1, 0, 0, 1, -1, 0, -1, 0, 1, 0]
    arrows = [
        (0, 3),
        (1, 3),
        (2, 3),
        (3, 4),
        (4, 7),
        (5, 7),
        (6, 7),
        (7, 9),
        (8, 9),
        (9, 11),
        (5, 10),
        (10, 11),
    ]
    figure, ax = plt.subplots(figsize=(WIDE[0], 0.68 * WIDE[1]), layout="constrained")
    plots.graph(names, np.column_stack([columns, rows]), arrows, ax=ax)
    boxes = [text.get_bbox_patch() for text in ax.texts]
    look = {"arrowstyle": "-|>", "color": GREY, "connectionstyle": "arc3,rad=-0.2"}
    ax.annotate("", (4, 1), (0, 1), arrowprops=look | {"patchA": boxes[1], "patchB": boxes[10]})
    ax.set(ylim=(-1.25, 1.75))
    return figure


def diamonds(count: int) -> Figure:
    """Draw a chain of diamonds: two paths from each corner to the next."""
    names, places, arrows = ["w"], [(0.0, 0.0)], []
    for k in range(count):
        corner = 3 * k
        names += ["", "", "J" if k == count - 1 else ""]
        places += [(2 * k + 1.0, 0.5), (2 * k + 1.0, -0.5), (2 * k + 2.0, 0.0)]
        arrows += [(corner, corner + side) for side in (1, 2)]
        arrows += [(corner + side, corner + 3) for side in (1, 2)]
    figure, ax = plt.subplots(figsize=(8.0, 1.7), layout="constrained")
    shown = [name or " " for name in names]
    plots.graph(shown, np.array(places), arrows, highlighted=[0, len(names) - 1], ax=ax)
    return figure


def dense_layer() -> Figure:
    """Draw the gradient of a layer's weights as a product that sums over the samples."""
    rng = np.random.default_rng(3)
    x, dy = rng.normal(size=(4, 3)), rng.normal(size=(4, 2))
    _, dW, _ = dense_backward(dy, x, np.zeros((3, 2)), np.zeros(2))
    parts: list[str | tuple[str, Array]] = [("dW", dW), "=", ("x transposed", x.T), "@", ("dy", dy)]
    return plots.matrix_equation(parts).figure  # type: ignore[return-value]


def jacobians() -> Figure:
    """Draw the Jacobians of softmax and tanh of the same six numbers."""
    figure, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    z = np.array([0.8, -0.5, 1.2, 0.1, -1.0, 0.4])
    for ax, f in zip(both, (losses.softmax, activations.tanh), strict=True):
        table = jacobian(f, z).round(6)
        size = np.abs(table).max()
        picture = ax.imshow(table, cmap="PuOr", vmin=-size, vmax=size)
        ax.set(title=f.__name__, xlabel="input", ylabel="output", xticks=[], yticks=[])
        figure.colorbar(picture, ax=ax, label="slope")
    return figure


def memory(width: int, depth: int) -> Figure:
    """Draw how much waits for the backward pass over the batch, beside the number of parameters."""
    samples = np.arange(0, 1025, 8)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    waiting = [experiments.kept(depth, width, int(n)) / 1e6 for n in samples]
    axes(ax).plot(samples, waiting, label="kept for the backward pass", linewidth=2, **line(0))
    total = experiments.parameters(depth, width) / 1e6
    ax.axhline(total, label="parameters", **line(1))
    ax.set(xlabel="samples in the batch", ylabel="numbers (millions)", xlim=(0, 1024))
    ax.set(title=f"{depth} layers of {width} units", ylim=(0, None))
    ax.legend(frameon=False)
    return figure


def sizes_over_depth() -> Figure:
    """Draw how large delta is in each layer, for three activations and for large weights."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    cases = [("tanh, weights × 3", "tanh", 3), *((name, name, 1) for name in DEEP)]
    for index, (label, name, scale) in enumerate(cases):
        sizes = experiments.sizes_of_deltas(name, scale=scale)
        layers = np.arange(1, len(sizes) + 1)
        axes(ax).semilogy(layers, sizes, label=label, linewidth=2, **line(index))
    ax.set(xlabel="layer k, from the input on", ylabel="mean |δ$_k$|, logarithmic")
    ax.set(xticks=[1, 10, 20])
    ax.legend(frameon=False)
    return figure


def wrong_by_n(count: int) -> Figure:
    """Draw descents with right gradients and with gradients too large by the number of samples."""
    rate = experiments.RATE
    cases = {
        f"right gradients, η = {rate}": (1, rate),
        f"{count} times too large, η = {rate}": (count, rate),
        f"{count} times too large, η = {rate} / {count}": (count, rate / count),
    }
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    for index, (name, (factor, lr)) in enumerate(cases.items()):
        style = line(index) | {
            "linewidth": 5 if index == 0 else 1.5,
            "alpha": 1 - 0.6 * (not index),
        }
        axes(ax).semilogy(experiments.descent(factor, lr), label=name, **style)
    ax.set(xlabel="step", ylabel="loss, logarithmic", ylim=(0.01, 1000))
    ax.legend(frameon=False)
    return figure
