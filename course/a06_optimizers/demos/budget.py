"""Learning rate and size of the batch on one map: the noisy bowl, computed in closed form."""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider
from dlkit.arguments import Array
from dlkit.optimizers import linear_scaling_lr, update_count
from dlkit.plots.style import COLORS, axes

SAMPLES, START, NOISE = 4096, 1.0, 4.0  # of the data; distance at the start; of one sample
CURVATURES = 10.0 ** np.linspace(-2, 0, 20)
RATES = 10.0 ** np.linspace(-3, 0.5, 57)
SIZES = 2 ** np.arange(13)  # 1 to 4096
SMALLEST = SIZES[0]
LOWEST = 4e-4  # with a colour of its own
COLOURS: dict[str, Any] = {"cmap": "cividis", "vmin": np.log10(LOWEST), "vmax": 0.0}


@dataclass(frozen=True)
class Budget:
    """The loss at the end of training over rates and sizes, and at one place of the map."""

    epochs: int
    rate: float
    size: int
    losses: Array  # (sizes, rates)
    loss: float
    updates: int

    @property
    def best_rate(self) -> float:
        """The best rate for this size of batch."""
        return float(RATES[self.losses[int(np.log2(self.size))].argmin()])


def compute(rate: float, size_power: int, epochs: int) -> Budget:
    """Return the map for so many epochs, and the place that was chosen."""
    size = 2**size_power
    updates = update_count(SAMPLES, size, epochs)
    loss = float(expected_loss(np.array([rate]), size, updates)[0])
    return Budget(epochs, rate, size, landscape(epochs), loss, updates)


@functools.cache
def landscape(epochs: int) -> Array:
    """Return the loss at the end for every size and rate, which moving about does not change."""
    counts = [update_count(SAMPLES, int(size), epochs) for size in SIZES]
    rows = [expected_loss(RATES, int(n), k) for n, k in zip(SIZES, counts, strict=True)]
    return np.array(rows)


def expected_loss(rates: Array, size: int, updates: int) -> Array:
    """Return the expected height of the bowl after so many updates.

    Along a direction of curvature h a step multiplies the distance by 1 - rate h, and adds noise
    of variance rate² NOISE h / size: a geometric sum.
    """
    h = CURVATURES[:, None]
    factor = (1 - rates * h) ** 2
    with np.errstate(over="ignore", invalid="ignore"):
        shrunk = factor ** float(updates)
        added = (
            rates**2
            * h
            * NOISE
            / size
            * np.where(factor == 1, updates, (1 - shrunk) / (1 - factor))
        )
        losses: Array = 0.5 * np.mean(h * (shrunk * START**2 + added), axis=0)
    return np.where(np.isfinite(losses), losses, np.inf)


def draw(figure: Figure, budget: Budget) -> None:
    """Draw the map, the linear rule through the best rate for single samples, and the place."""
    ax = axes(figure.subplots())
    shown = np.log10(np.clip(budget.losses, LOWEST, 1.0))
    ax.pcolormesh(RATES, SIZES, shown, shading="nearest", **COLOURS)
    scale(ax)
    best = RATES[budget.losses.argmin(axis=1)]
    ax.plot(best, SIZES, "o", color="white", markersize=4)
    rule = [linear_scaling_lr(float(best[0]), int(SMALLEST), int(size)) for size in SIZES]
    ax.plot(rule, SIZES, "--", color="white", linewidth=1.5)
    style: dict[str, Any] = {"markersize": 11, "markeredgewidth": 2.5, "fillstyle": "none"}
    ax.plot(budget.rate, budget.size, "D", color=COLORS[1], **style)
    ax.set(xscale="log", yscale="log", xlim=(RATES[0], RATES[-1]), ylim=(0.7, 6000))
    ax.set(xlabel="learning rate", ylabel="size of the batch")
    ax.set_title(f"◇ {budget.updates} updates, loss {spoken(budget.loss)}")


def scale(ax: Axes) -> None:
    """Draw a bar of the colours in a corner, with losses below it."""
    powers, left, width = np.linspace(np.log10(LOWEST), 0, 33), 0.1, 0.4
    edges = left + width * np.linspace(0, 1, len(powers) + 1)
    ax.pcolormesh(edges, [0.87, 0.93], powers[None], transform=ax.transAxes, **COLOURS)
    for share in (0, 0.5, 1):
        text = f"{LOWEST ** (1 - share):.1g}"
        ax.text(left + width * share, 0.845, text, transform=ax.transAxes, ha="center", va="top")
    ax.text(left + width + 0.02, 0.9, "loss", transform=ax.transAxes, va="center")


def spoken(loss: float) -> str:
    """Write a loss, or that there is none."""
    return f"{loss:.4f}" if loss < 1e3 else "exploded"


def describe(budget: Budget) -> str:
    """Say the place, its loss, and the best rate for this size."""
    row = budget.losses[int(np.log2(budget.size))]
    return (
        f"A map of the loss after {budget.epochs} epochs over learning rates from 0.001 to 3 and "
        f"batches from 1 to 4096. Batches of {budget.size} make {budget.updates} updates; with "
        f"the rate {budget.rate:.3g} the loss is {spoken(budget.loss)}. The best rate for this "
        f"size is {budget.best_rate:.2g}, with a loss of {row.min():.4f}."
    )


def largest_useful(budget: Budget) -> str | None:
    """Return what the largest batches lose against small ones, once one of them is shown."""
    if budget.size < SIZES[-1] or budget.epochs != 4:
        return None
    worst, usual = budget.losses[-1].min(), budget.losses[4].min()
    return ABOUT_EQUAL if worst < 1.5 * usual else MUCH_WORSE


ABOUT_EQUAL, MUCH_WORSE = "about as low as batches of 16", "much higher than batches of 16"

budget = Demo(
    title="How large a batch, how long a step?",
    task="A bowl with 20 curvatures from 0.01 to 1, and noisy gradients. Dots: the best rate for "
    "each size; dashed: the linear rule (k times the batch, k times the rate). Move the "
    "diamond to the best rate for batches of 16, then double both a few times. Up to where does "
    "the rule hold? What changes with more epochs?",
    controls=(
        Slider("rate", "learning rate", 1e-3, 3, default=1e-2, step=0.0625, log=True),
        Slider("size_power", "batch: 2 to the power of", 0, 12, default=4),
        Slider("epochs", "epochs", 1, 16, default=4),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Four epochs, all samples in one batch, and the best rate for it: the loss is …?",
        choices=(ABOUT_EQUAL, MUCH_WORSE),
        answer=largest_useful,
        because="There are only four updates then. A step cannot be made long enough to replace a "
        "thousand: beyond a rate of 2 over the largest curvature it explodes.",
    ),
    size=(6.6, 4.0),
)
