"""A noisy validation curve, and where training stops for a patience."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, key
from dlkit.arguments import Array
from dlkit.landscapes import early_stop
from dlkit.plots.style import COLORS, GREY, axes

EPOCHS = np.arange(120)
TRUE = 0.6 + 1.7 * np.exp(-EPOCHS / 9) + 0.00006 * np.maximum(EPOCHS - 30, 0) ** 2
BOTTOM = int(TRUE.argmin())


@dataclass(frozen=True)
class Stopped:
    """A validation curve, the best epoch that was seen, and the one at which training stopped."""

    patience: int
    noise: float
    losses: Array  # (T,)
    best: int
    stop: int

    @property
    def lost(self) -> float:
        """How far above the lowest place of the curve without noise the kept weights are."""
        return float(TRUE[self.best] - TRUE[BOTTOM])


def compute(patience: int, noise: float, min_delta: float, seed: int) -> Stopped:
    """Add noise to the curve, and walk along it."""
    rng = np.random.default_rng(seed)
    losses = TRUE + noise * rng.standard_normal(len(TRUE))
    best, stop = early_stop(losses, patience, min_delta)
    return Stopped(patience, noise, losses, best, stop)


def draw(figure: Figure, run: Stopped) -> None:
    """Draw what was seen, what was not, the best epoch and the stop."""
    ax = axes(figure.subplots())
    ax.plot(EPOCHS[run.stop :], run.losses[run.stop :], ":", color=GREY)
    ax.plot(EPOCHS[: run.stop + 1], run.losses[: run.stop + 1], color=COLORS[0], linewidth=2)
    ax.plot(EPOCHS, TRUE, "--", color="black", linewidth=1)
    ax.axvline(run.stop, color=COLORS[1], linestyle="-.")
    ax.plot(run.best, run.losses[run.best], "s", color=COLORS[1], markersize=9)
    entries: dict[str, dict[str, Any]] = {
        "seen": {"color": COLORS[0], "linewidth": 2},
        "never seen": {"color": GREY, "linestyle": ":"},
        "without noise": {"color": "black", "linestyle": "--", "linewidth": 1},
        f"best epoch {run.best}": {"color": COLORS[1], "marker": "s"},
        f"stop at {run.stop}": {"color": COLORS[1], "linestyle": "-."},
    }
    key(ax, entries, left=0.6)
    ax.set(xlim=(0, EPOCHS[-1]), ylim=(0.3, 2.5), xlabel="epoch", ylabel="validation loss")
    ax.set_title(f"patience {run.patience}: loses {run.lost:.3f}")


def describe(run: Stopped) -> str:
    """Say where it stops, and what that costs."""
    end = "the end" if run.stop == EPOCHS[-1] else f"epoch {run.stop}"
    return (
        f"A validation loss over {len(EPOCHS)} epochs, with noise {run.noise:g}. Without noise it "
        f"is lowest at epoch {BOTTOM}. With patience {run.patience} training goes on to {end} and "
        f"keeps epoch {run.best}, which is {run.lost:.3f} above the lowest place without noise."
    )


CHOICES = ("before epoch 20", "between 20 and 60", "after epoch 60")


def impatient(run: Stopped) -> str | None:
    """Return when training stops with hardly any patience on a curve with some noise."""
    if run.patience > 1 or not 0.04 <= run.noise <= 0.06:
        return None
    return CHOICES[int(np.searchsorted([20, 60], run.stop, side="right"))]


patience = Demo(
    title="How long to wait",
    task="Noise 0.05: raise the patience from 1. From which patience on is little lost? What does "
    "more patience cost? Look at other curves. Then try a min_delta of 0.1: what becomes of slow "
    "gains?",
    controls=(
        Slider("patience", "patience", 0, 40, default=8),
        Slider("noise", "noise", 0, 0.2, default=0.05, step=0.01),
        Slider("min_delta", "min_delta", 0, 0.3, default=0.0, step=0.02),
        Slider("seed", "curve", 0, 9, default=0),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Noise 0.05 and a patience of at most 1: when does training stop?",
        choices=CHOICES,
        answer=impatient,
        because="The first epoch that noise lifts above the one before ends the training. With "
        "noise, patience is needed even where the true curve falls.",
    ),
)
