"""Figures of the lecture on optimizers. Each draws numbers that `dlkit` has computed.

They are as high as a slide has room for, beside the formulas that stand with them.
"""

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.a06_optimizers import experiments
from dlkit import optimizers, plots
from dlkit.arguments import Array
from dlkit.optimizers import minimize
from dlkit.plots.style import COLORS, GREY, MARKERS, axes, line

WIDE, NARROW = (8.6, 2.9), (6.2, 2.7)  # inches
STEEP = np.array([1.0, 40.0])


def loss(w: Array) -> Array:
    """Return the loss in a narrow valley, (N, 2) -> (N,)."""
    losses: Array = 0.5 * w**2 @ STEEP
    return losses


def down_the_valley(momentum: float, lr: float = 0.045, steps: int = 30) -> Array:
    """Walk down the valley from (-4, 0.8)."""
    return minimize(
        lambda w: STEEP * w,
        [-4.0, 0.8],
        optimizers.momentum_step,
        steps=steps,
        lr=lr,
        momentum=momentum,
    )


def valley() -> Figure:
    """Draw gradient descent in a narrow valley with a rate below and one above the limit."""
    fig, both = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    for ax, lr in zip(both, (0.045, 0.0505), strict=True):
        plots.contours(
            loss, (-4.4, 1.2, -1.6, 1.6), paths={f"η = {lr}": down_the_valley(0.0, lr)}, ax=ax
        )
    return fig


def momentum() -> Figure:
    """Draw plain gradient descent and momentum side by side in the same valley."""
    fig, (left, right) = plt.subplots(1, 2, figsize=WIDE, layout="constrained")
    paths = {"gradient descent": down_the_valley(0.0), "momentum, µ = 0.7": down_the_valley(0.7)}
    plots.contours(loss, (-4.4, 1.2, -1.2, 1.2), paths=paths, ax=left)
    for index, (name, path) in enumerate(paths.items()):
        right.semilogy(loss(path), label=name, **line(index))
    labelled(right, "step", "loss, logarithmic")
    return fig


def noisy_path() -> Figure:
    """Draw the fit of a line with all points in each step, and with four of them."""
    fig, ax = plt.subplots(figsize=(5.4, 3.0), layout="constrained")
    names = {"all 64 points": 64, "batches of 4": 4}
    for index, (name, batch) in enumerate(names.items()):
        path = experiments.line_path(batch, 60)
        style = line(index) | {"marker": MARKERS[index], "markersize": 3}
        axes(ax).plot(path[:, 0], path[:, 1], linewidth=1.2, label=name, **style)
    labelled(ax, "slope of the line", "offset of the line")
    return fig


def turned() -> Figure:
    """Draw Adagrad and momentum in a valley along an axis, and in the same one at 45 degrees."""
    fig, both = plt.subplots(1, 2, figsize=(9.6, 2.15), layout="constrained")
    for ax, degrees, name in zip(both, (0, 45), ("along an axis", "at 45 degrees"), strict=True):
        draw_valley(ax, degrees)
        key: dict[str, Any] = {"title": name, "alignment": "left", "labelspacing": 1.2}
        ax.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), frameon=False, **key)
    return fig


def draw_valley(ax: Axes, degrees: float) -> None:
    """Draw thirty steps of both down one valley, and name the step with which each arrives."""
    A, start = experiments.valley(degrees)

    def losses(w: Array) -> Array:
        values: Array = 0.5 * np.einsum("ni,ij,nj->n", w, A, w)
        return values

    rules: dict[str, tuple[Callable[..., Any], float]] = {
        "momentum, µ = 0.9,": (optimizers.momentum_step, 0.01),
        "Adagrad,": (optimizers.adagrad_step, 0.5),
    }
    paths = {
        f"{name}\nη = {lr}: {experiments.steps_down(rule, lr, degrees)} steps": minimize(
            lambda w: np.asarray(A @ w), start, rule, steps=30, lr=lr
        )
        for name, (rule, lr) in rules.items()
    }
    plots.contours(losses, (-0.4, 1.2, -0.6, 1.2), paths=paths, ax=ax)
    ax.set(aspect="equal", xticks=[0, 1], yticks=[0, 1])
    mark_every_step(ax)
    ax.plot(0, 0, "+", color="black", markersize=11, markeredgewidth=1.5, zorder=5)


def key_beside(fig: Figure) -> None:
    """Write one key to the right of all axes, where it hides no path."""
    fig.legend(*fig.axes[0].get_legend_handles_labels(), loc="outside right center", frameon=False)
    for ax in fig.axes:
        if key := ax.get_legend():
            key.remove()


def mark_every_step(ax: Axes) -> None:
    """Put a mark at each point of the paths, so that the marks can be counted."""
    for path in ax.lines:
        path.set(markevery=1, markersize=2)


def round_bowl() -> Figure:
    """Draw how gradient descent and Adam run down a round bowl, and their losses."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(10.4, 1.9), layout="constrained")
    rules: dict[str, Callable[..., Any]] = {
        "gradient descent": optimizers.sgd_step,
        "Adam": optimizers.adam_step,
    }
    paths = {
        f"{name}, η = 0.5": minimize(lambda w: w, [4.0, 1.0], rule, steps=120, lr=0.5)
        for name, rule in rules.items()
    }
    plots.contours(lambda w: (w**2).sum(axis=1) / 2, (-2.5, 4.5, -1.2, 1.6), paths=paths, ax=left)
    left.set_aspect("equal")
    mark_every_step(left)
    for index, path in enumerate(paths.values()):
        axes(right).semilogy(np.maximum((path**2).sum(axis=1) / 2, 1e-9), **line(index))
    right.axhline(experiments.LOW, color=GREY, linewidth=0.8)
    right.set(xlabel="step", ylabel="loss", ylim=(1e-7, 20))
    key_beside(fig)
    return fig


def lengths() -> Figure:
    """Draw the length of the steps of Adagrad and RMSprop under a constant gradient."""
    fig, ax = plt.subplots(figsize=NARROW, layout="constrained")
    for index, (name, rule, options) in enumerate(
        (
            ("Adagrad", optimizers.adagrad_step, {}),
            ("RMSprop, ρ = 0.9", optimizers.rmsprop_step, {"rho": 0.9}),
        )
    ):
        path = minimize(np.ones_like, [0.0], rule, steps=40, lr=1.0, **options)[:, 0]
        axes(ax).plot(range(1, 41), -np.diff(path), linewidth=2, label=name, **line(index))
    ax.axhline(1, color=GREY, linewidth=0.8)
    labelled(ax, "step t", "length of a step / η")
    ax.set_ylim(0, 3.4)
    return fig


def uncorrected() -> Figure:
    """Draw the length of Adam's steps under a constant gradient, without its corrections."""
    t = np.arange(1, 61)
    fig, ax = plt.subplots(figsize=NARROW, layout="constrained")
    axes(ax).plot(t, (1 - 0.9**t) / np.sqrt(1 - 0.999**t), label="no correction", **line(0))
    ax.plot(t, np.ones(60), label="both corrected", **line(1))
    labelled(ax, "step t", "length of a step / η")
    ax.set_ylim(0, 7)
    return fig


def rates() -> Figure:
    """Draw the share of digits read over the learning rate, and the default of PyTorch."""
    fig, all_axes = plt.subplots(1, 5, figsize=(9.4, 2.7), sharey=True, layout="constrained")
    for ax, (name, (_, default)) in zip(all_axes, experiments.CONTENDERS.items(), strict=True):
        read = [experiments.digits_read(name, lr) for lr in experiments.RATES]
        axes(ax).semilogx(experiments.RATES, read, "-o", color=COLORS[0], markersize=4)
        style = {"fillstyle": "none", "markeredgewidth": 2, "markersize": 9}
        ax.plot(default, experiments.digits_read(name, default), "D", color=COLORS[1], **style)
        ax.set_title(name, fontsize=11)
        ax.set(ylim=(0, 1.02), xticks=[0.001, 0.1, 10])
    fig.supxlabel("learning rate", fontsize=11)
    fig.supylabel("share of digits read", fontsize=11)
    return fig


def clipping() -> Figure:
    """Draw a gradient, shortened as a whole and layer by layer."""
    fig, ax = plt.subplots(figsize=(6.4, 2.7), layout="constrained")
    g, bound = [np.array([4.0]), np.array([0.6])], 1.5
    whole, _ = optimizers.clip_by_global_norm(g, bound)
    by_layer = [optimizers.clip_by_global_norm([each], bound)[0][0] for each in g]
    arrows = {"gradient": (g, GREY, "-"), "as a whole": (whole, COLORS[0], "-")}
    arrows["layer by layer"] = (by_layer, COLORS[1], "--")
    for name, (arrow, color, dash) in arrows.items():
        style = {"arrowstyle": "-|>", "color": color, "linestyle": dash, "linewidth": 2}
        ax.annotate("", (float(arrow[0][0]), float(arrow[1][0])), (0, 0), arrowprops=style)
        ax.plot([], [], dash, color=color, label=name)
    labelled(axes(ax), "gradient in layer 1", "gradient in layer 2")
    ax.set(xlim=(-0.1, 4.3), ylim=(-0.1, 1.6), aspect="equal")
    return fig


def schedules() -> Figure:
    """Draw step decay, and a warm-up followed by half a wave of the cosine."""
    fig, ax = plt.subplots(figsize=(9.4, 1.65), layout="constrained")
    updates = range(experiments.UPDATES)
    names = {"step decay": "steps-post", "warm-up, then cosine": "default"}
    for index, (name, style) in enumerate(names.items()):
        rates = [experiments.SCHEDULES[name](k) for k in updates]
        axes(ax).plot(updates, rates, drawstyle=style, label=name, **line(index))
    labelled(ax, "updates made before", "learning rate")
    ax.set_ylim(0, 1.1 * experiments.HIGHEST)
    return fig


def labelled(ax: Axes, xlabel: str, ylabel: str) -> None:
    """Name the axes, and write the key."""
    axes(ax).set(xlabel=xlabel, ylabel=ylabel)
    ax.legend(frameon=False, fontsize=10)
