"""Figures of the lecture on landscapes. Each draws numbers that `dlkit` has computed.

They are as high as a slide has room for, beside the formulas that stand with them.
"""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from course.a08_landscapes import experiments
from course.a08_landscapes.demos.turn import compute as seen_from
from course.a08_landscapes.demos.turn import draw_axes, paint
from dlkit.arguments import Array
from dlkit.landscapes import early_stop
from dlkit.plots.style import COLORS, GREY, axes, line

WIDE, NARROW = (8.0, 2.8), (5.8, 2.8)  # inches
DISTANCES = 10.0 ** -np.arange(1, 11)


def surfaces() -> Figure:
    """Draw four flat places, with the curvatures in their dots."""
    figure, row = plt.subplots(1, 4, figsize=(8.0, 2.1), layout="constrained")
    for ax, name in zip(row, ("x² + y²", "x² − y²", "x² + y⁴", "x² + y³"), strict=True):
        view = seen_from(name, 60, 30)
        paint(ax, view)
        draw_axes(ax, view)
        bends = " and ".join(f"{value:g}" for value in view.curvatures[::-1])
        ax.set(title=f"{name}\n{bends}", aspect="equal", xlim=(-1.9, 1.9), ylim=(-1.3, 1.5))
    return figure


def eigenvalue_pairs() -> Figure:
    """Draw pairs of independent numbers beside the eigenvalues of random symmetric matrices."""
    figure, both = plt.subplots(1, 2, figsize=(6.4, 3.1), layout="constrained", sharey=True)
    for ax, (name, values) in zip(both, experiments.pairs().items(), strict=True):
        minima = values[:, 0] > 0
        ax.plot(*values[~minima].T, ".", color=GREY, markersize=3)
        ax.plot(*values[minima].T, "x", color=COLORS[1], markersize=4)
        ax.plot([-4, 4], [-4, 4], color="black", linewidth=0.8)
        ax.set(title=name, xlim=(-4, 4), ylim=(-4, 4), xlabel="smaller one", aspect="equal")
    both[0].set_ylabel("larger one")
    return figure


def minima_over_shift() -> Figure:
    """Draw how many of 200 random matrices are those of a minimum, over the shift."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    shifts, shares = experiments.shares_of_minima()
    axes(ax).plot(shifts, shares, marker="o", markersize=4, **line(0))
    ax.axvline(np.sqrt(2 * 50), color=GREY, linestyle=":")
    ax.text(10.15, 0.3, "√(2 · 50) = 10")
    ax.set(xlabel="shift s of all curvatures", ylabel="share of minima", ylim=(-0.03, 1.05))
    return figure


def critical_points() -> Figure:
    """Draw the share of negative eigenvalues over the loss, for flat places of a small network."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    loss, share = experiments.critical_points().T
    axes(ax).plot(loss, share, "o", color=COLORS[0], alpha=0.6)
    for height in np.unique(share):
        own = loss[share == height]
        ax.text(
            own.mean(), height + 0.015, f"{len(own)} points: {9 * height:.0f} of 9", ha="center"
        )
    ax.set(xlabel="loss + penalty", ylabel="negative eigenvalues, share")
    ax.set(xlim=(0.47, 0.73), ylim=(-0.02, 0.26))
    return figure


def ways_to_leave() -> Figure:
    """Draw how many steps it takes to leave a saddle, over the distance from its ridge."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    ways: dict[str, dict[str, Any]]
    ways = {"plain": {}, "momentum 0.9": {"momentum": 0.9}, "noise 0.1": {"sigma": 0.1}}
    for index, (name, how) in enumerate(ways.items()):
        steps = [experiments.steps_to_leave(float(y0), **how) for y0 in DISTANCES]
        axes(ax).semilogx(DISTANCES, steps, marker="os^"[index], label=name, **line(index))
    ax.invert_xaxis()
    ax.set(xlabel="distance from the ridge at the start", ylabel="steps until |y| > 1")
    ax.legend(frameon=False)
    return figure


def fifty_starts() -> Figure:
    """Draw where fifty trainings end, for four widths."""
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    spread = np.random.default_rng(0).uniform(-0.25, 0.25, size=50)
    for place, units in enumerate((2, 3, 4, 8)):
        losses = experiments.final_losses(units)
        bad = losses > experiments.BAD
        ax.plot(place + spread[~bad], losses[~bad], "o", color=COLORS[0], markersize=4)
        ax.plot(place + spread[bad], losses[bad], "x", color=COLORS[1])
    axes(ax).set_yscale("log")
    ax.set_xticks(range(4), ["2", "3", "4", "8"])
    ax.set(xlabel="hidden units", ylabel="final loss, logarithmic")
    return figure


def stopped_early() -> Figure:
    """Draw a training on labels that are partly random, and where it should stop."""
    learned, watched = experiments.noisy_digits()
    best, stop = early_stop(watched, patience=10)
    figure, ax = plt.subplots(figsize=NARROW, layout="constrained")
    curves: dict[str, Array] = {"300 validation digits": watched, "200 learned digits": learned}
    for index, (name, losses) in enumerate(curves.items()):
        axes(ax).plot(losses, label=name, linewidth=2, **line(index))
    ax.plot(best, watched[best], "s", color="black", label=f"best epoch, {best}")
    ax.axvline(stop, color=GREY, linestyle=":", label=f"stop, {stop}")
    ax.set(xlabel="epoch", ylabel="cross-entropy", ylim=(0, 2.5))
    ax.legend(frameon=False)
    return figure
