"""Figures of the lecture on initialization. Each draws numbers that `dlkit` has computed."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from course.a07_initialization import experiments
from dlkit import initialization
from dlkit.plots.style import COLORS, GREY, MARKERS, axes, line

WIDE, NARROW, LOW = (8.0, 2.7), (5.8, 2.7), (8.0, 1.7)  # inches


def six_starts(name: str) -> Figure:
    """Draw signal and gradient of thirty layers for the starts that are not zero."""
    figure, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    starts = {start: init for start, init in experiments.SIX.items() if start != "zeros"}
    for index, (start, init) in enumerate(starts.items()):
        style = line(index) | {"marker": MARKERS[index], "markersize": 3, "label": start}
        for ax, values in zip(both, experiments.sizes(init, name), strict=True):
            axes(ax).semilogy(range(1, experiments.LAYERS + 1), values, **style)
    for ax, title in zip(both, ("activations", "gradients by pre-activations"), strict=True):
        ax.axhline(1, color=GREY, linewidth=1)
        ax.yaxis.set_major_locator(LogLocator(base=1e10))
        ax.minorticks_off()
        ax.set(title=f"{title}, {name}", xlabel="layer", xticks=[1, 10, 20, 30])
        ax.set_ylabel("std over samples and units")
    handles, labels = both[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right", frameon=False)  # type: ignore[call-overload]
    return figure


def one_layer() -> Figure:
    """Draw histograms of a signal before and behind a layer with PyTorch's default weights."""
    x, z = experiments.one_layer()
    figure, ax = plt.subplots(figsize=LOW, layout="constrained")
    bins = np.linspace(-4, 4, 61).tolist()
    axes(ax).hist(x.ravel(), bins, density=True, color=GREY, alpha=0.5, label="inputs: variance 1")
    style: dict[str, Any] = {"histtype": "step", "linewidth": 2, "color": COLORS[0]}
    ax.hist(z.ravel(), bins, density=True, label=f"outputs: variance {z.var():.2f}", **style)
    ax.set(xlabel="value", ylabel="density")
    ax.legend(frameon=False)
    return figure


def two_conditions() -> Figure:
    """Draw what three variances do to a signal and to its gradient, over the number of outputs."""
    outputs = np.arange(25, 401)
    figure, panels = plt.subplots(1, 3, figsize=(8.0, 2.4), layout="constrained", sharey=True)
    variances = {
        "V[w] = 1 / fan-in": np.full(len(outputs), 1 / 100),
        "V[w] = 1 / fan-out": 1 / outputs,
        "V[w] of Xavier": 2 / (100 + outputs),
    }
    for ax, (name, variance) in zip(panels, variances.items(), strict=True):
        axes(ax).plot(outputs, 100 * variance, label="signal", **line(0))
        ax.plot(outputs, outputs * variance, label="gradient", **line(1))
        ax.set(title=name, xlabel="outputs (100 inputs)", xticks=[100, 200, 300, 400])
    panels[0].set_ylabel("variance multiplied by")
    panels[0].legend(frameon=False)
    return figure


def cut_bell() -> Figure:
    """Draw normal numbers that were clipped at two deviations, and others that were drawn again."""
    z = np.random.default_rng(0).standard_normal(20_000)
    again = initialization.truncated_normal(z.shape, std=1.0, rng=np.random.default_rng(0))
    figure, both = plt.subplots(1, 2, figsize=(8.0, 1.75), layout="constrained", sharey=True)
    numbers = {
        "clipped": np.clip(z, -2, 2),
        "drawn again": again * initialization.normals.STD_AFTER_CUT,
    }
    for index, (ax, (title, values)) in enumerate(zip(both, numbers.items(), strict=True)):
        bins = np.linspace(-2, 2, 41).tolist()  # the last one holds the bound, too
        axes(ax).hist(values, bins, density=True, color=COLORS[1 - index])
        ax.set(title=f"{title}: std {values.std():.2f}", xlabel="value", xlim=(-3, 3))
    both[0].set_ylabel("density")
    return figure


def thirty_layers(curves: dict[str, list[list[float]]]) -> Figure:
    """Draw the share of digits read right over the epochs, a curve for each seed of each start."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    for index, (name, shares) in enumerate(curves.items()):
        for seed, share in enumerate(shares):
            style = line(index) | {"marker": MARKERS[index], "markersize": 3}
            label = f"{name}, two seeds" if seed == 0 else None
            axes(ax).plot(range(1, len(share) + 1), share, label=label, **style)
    ax.axhline(0.1, color=GREY, linewidth=1, label="guessing")
    ax.set(xlabel="epoch", ylabel="unseen digits right", ylim=(0, 1), xticks=range(1, 6))
    ax.legend(frameon=False)
    return figure
