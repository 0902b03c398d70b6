"""Figures of the lecture on activations. Each draws numbers that `dlkit.activations` has computed.

They are as high as a slide has room for, beside the formulas that stand with them.
"""

from collections.abc import Mapping

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from course.a01_activations import experiments
from dlkit import activations, plots
from dlkit.arguments import Array
from dlkit.plots.style import GREY, axes, line

WIDE, NARROW = (8.0, 2.6), (5.8, 2.6)  # inches
TURNS = np.radians([20, 140, 260])  # of three lines around the middle
FOLDS = np.stack([np.cos(TURNS), np.sin(TURNS)]), np.full(3, 0.35)
W1, W2 = np.array([[1.0, 1.0], [1.0, -1.0]]), np.array([[1.0], [-1.0]])  # of the paper network


def paper_network(x: Array, activation: experiments.Forward) -> Array:
    """Return what the network on paper answers, with an activation on its two hidden units."""
    params = [(W1, np.zeros(2)), (W2, np.zeros(1))]
    outputs, _ = activations.mlp_forward(x, params, activation)
    return outputs[:, 0]


def switch() -> Figure:
    """Draw the paper network over its second input, without and with a bend."""
    second = np.linspace(-80, 80, 161)
    figure, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained", sharey=True)
    cases = (("no activation", experiments.as_it_is), ("ReLU", activations.relu))
    for ax, (name, activation) in zip(both, cases, strict=True):
        for index, first in enumerate((40.0, -40.0)):
            x = np.column_stack([np.full_like(second, first), second])
            output = paper_network(x, activation)
            axes(ax).plot(second, output, linewidth=2, label=f"$x_0$ = {first:g}", **line(index))
        ax.set(title=name, xlabel="$x_1$", ylabel="output")
        ax.legend(frameon=False)
    return figure


def folds() -> Figure:
    """Draw how three ReLU units cut a plane into regions, and how many are active on each."""
    W, b = FOLDS
    side = np.linspace(-1, 1, 300)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    active = (points @ W + b > 0).sum(axis=1).reshape(300, 300)
    figure, ax = plt.subplots(figsize=(4.4, 3.2), layout="constrained")
    blues = ListedColormap(["#FFFFFF", "#DCE9F4", "#A9CBE6", "#6FA8D6"])
    ax.imshow(active, origin="lower", extent=(-1, 1, -1, 1), cmap=blues, vmin=0, vmax=3)
    plots.separating_lines(W, b, names=["unit 0", "unit 1", "unit 2"], ax=ax)
    ax.set(xlabel="$x_0$", ylabel="$x_1$")
    return figure


def value_and_slope(name: str) -> Figure:
    """Draw an activation and its slope, shaded where less than a hundredth passes."""
    forward, backward = experiments.PAIRS[name]
    z = np.linspace(-6, 6, 481)
    slope = backward(np.ones_like(z), z)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax).plot(z, forward(z), linewidth=2, label=name, **line(0))
    ax.plot(z, slope, linewidth=2, label="its slope", **line(1))
    flat = z[slope < 0.01]
    for side in (flat[flat < 0], flat[flat > 0]):
        ax.axvspan(side[0], side[-1], color=GREY, alpha=0.2, linewidth=0)
    ax.set(xlabel="pre-activation z", ylabel="value, slope", xlim=(-6, 6))
    ax.legend(frameon=False)
    return figure


def not_tanh() -> Figure:
    """Draw the hyperbolic tangent and the formula that a sheet of notes gives for it."""
    z = np.linspace(-5, 5, 321)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax).plot(z, activations.tanh(z), linewidth=2, label="tanh x", **line(0))
    ax.plot(
        z,
        (1 - np.exp(-z)) / (1 + np.exp(-z)),
        linewidth=2,
        label="the formula of the notes",
        **line(1),
    )
    ax.set(xlabel="x", ylabel="value", xlim=(-5, 5))
    ax.legend(frameon=False)
    return figure


def through_depth(sizes: Mapping[str, list[float]]) -> Figure:
    """Draw what is left of a gradient over the steps that it went back."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    steps = np.arange(len(next(iter(sizes.values()))))
    plots.measured(
        sizes, steps, xlabel="steps back from the last layer", ylabel="relative size", ax=ax
    )
    ax.set(yscale="log", ylim=(1e-8, 10))
    return figure


def rectifiers() -> Figure:
    """Draw ReLU and its kin near 0, those with a corner left and those without right."""
    z = np.linspace(-4, 2, 241)
    panels = (
        {"ReLU": activations.relu(z), "leaky ReLU, a = 0.2": activations.leaky_relu(z, 0.2)},
        {
            "ELU, a = 1": activations.elu(z),
            "GELU": activations.gelu(z),
            "SiLU": activations.silu(z),
            "softplus": activations.softplus(z),
        },
    )
    figure, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained", sharey=True)
    for ax, curves in zip(both, panels, strict=True):
        for index, (name, curve) in enumerate(curves.items()):
            axes(ax).plot(z, curve, linewidth=2, label=name, **line(index))
        ax.set(xlabel="z", ylabel="value", ylim=(-1.1, 2))
        ax.legend(frameon=False)
    return figure


def pieces() -> Figure:
    """Draw three linear pieces over one input, and a maxout unit that is the largest of them."""
    x = np.linspace(-3, 3, 241)
    W, b = np.array([[[-0.8]], [[0.2]], [[1.4]]]), np.array([[-1.2], [0.1], [-1.4]])
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    total = activations.maxout(x[:, None], W, b)[:, 0]
    axes(ax).plot(x, total, color=GREY, linewidth=5, label="maxout")
    for index, (weight, bias) in enumerate(zip(W.ravel(), b.ravel(), strict=True)):
        ax.plot(x, weight * x + bias, label=f"piece {index}", **line(index))
    ax.set(xlabel="input", ylabel="output", ylim=(-2, 3))
    ax.legend(frameon=False)
    return figure


def dead_over_rate(rates: Array, shares: Mapping[str, list[float]]) -> Figure:
    """Draw the share of dead units after training, over the learning rate."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    plots.measured(shares, rates, xlabel="learning rate", ylabel="share of dead units", ax=ax)
    ax.set(xscale="log", ylim=(-0.05, 1.05))
    ax.set_xticks([1, 2, 5, 10, 20])
    ax.xaxis.set_major_formatter("{x:g}")
    ax.minorticks_off()
    return figure


def moons(runs: Mapping[str, experiments.Moons]) -> Figure:
    """Draw what trained networks make of the plane, side by side."""
    figure, panels = plt.subplots(1, len(runs), figsize=(9.5, 2.9), layout="constrained")
    for ax, (name, run) in zip(panels, runs.items(), strict=True):
        plots.decision_regions(run.classes, run.x, run.labels, ax=ax)
        ax.set(title=f"{name}: {run.right:.1%} right", xlabel="$x_0$", ylabel="$x_1$")
        ax.get_legend().remove()
    return figure
