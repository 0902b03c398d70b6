"""Scores, temperature and softmax, and what happens without subtracting the maximum."""

import warnings
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, Switch, key
from dlkit import losses, plots
from dlkit.arguments import Array
from dlkit.plots.style import COLORS

CLASSES = ("cat", "dog", "fox")
FAR_BELOW = -900.0  # where exp gives 0


@dataclass(frozen=True)
class Probabilities:
    """The scores that went in, and what came out."""

    scores: Array  # (3,), shifted and divided by the temperature
    stable: Array
    naive: Array | None
    warning: str


def compute(
    cat: float, dog: float, fox: float, temperature: float, shift: float, naive: bool
) -> Probabilities:
    """Turn three scores into probabilities by dlkit and, if asked for, by the bare formula."""
    scores = (np.array([cat, dog, fox]) + shift) / temperature
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        bare = naive_softmax(scores) if naive else None
    warning = "; ".join(str(w.message) for w in caught)
    return Probabilities(scores, losses.softmax(scores), bare, warning)


def naive_softmax(z: Array) -> Array:
    """Return softmax as the formula is written, which is not how to compute it."""
    exponentials = np.exp(z)
    probabilities: Array = exponentials / exponentials.sum()
    return probabilities


def draw(figure: Figure, result: Probabilities) -> None:
    """Draw the probabilities as bars; where a bar has no height, write what it has."""
    bars = {"dlkit": result.stable}
    if result.naive is not None:
        bars["naive"] = np.nan_to_num(result.naive)  # nan has no bar
    names = [f"{name}\n{score:.5g}" for name, score in zip(CLASSES, result.scores, strict=True)]
    ax = plots.probabilities(bars, classes=names, ax=figure.subplots())
    styles = [{"color": color, "linewidth": 8} for color in COLORS]
    key(ax, dict(zip(bars, styles, strict=False)), left=0.74)
    ax.set_yticks([0, 0.5, 1])  # the space above is for warnings
    ax.set(xlabel="score after shift and temperature", ylim=(0, 1.35))
    for index, p in enumerate(result.stable):
        place = index if result.naive is None else index - 0.2
        ax.text(place, p + 0.02, f"{p:.3f}", ha="center", size=9, color=COLORS[0])
    for index, p in enumerate(() if result.naive is None else result.naive):
        height = np.nan_to_num(p) + 0.02
        ax.text(index + 0.2, height, f"{p:.3f}", ha="center", size=9, color=COLORS[1])
    warning = result.warning.replace("; ", "\n")
    ax.text(0, 0.98, warning, color=COLORS[1], size=9, transform=ax.transAxes, va="top")


def describe(result: Probabilities) -> str:
    """Say the probabilities and the warnings."""
    scores = ", ".join(f"{score:.5g}" for score in result.scores)
    text = f"Scores {scores} give {_listed(result.stable)}"
    if result.naive is not None:
        text += f" The naive formula gives {_listed(result.naive)}"
    return f"{text} NumPy warns: {result.warning}." if result.warning else text


def _listed(p: Array) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in zip(CLASSES, p, strict=True)) + "."


def far_below(result: Probabilities) -> str | None:
    """Return what the naive formula gives, once it is shown and all scores are far below 0."""
    if result.naive is None or result.scores.max() > FAR_BELOW:
        return None
    if np.isnan(result.naive).all():
        return "nan"
    return "the right probabilities" if result.naive.any() else "0 for every class"


softmax = Demo(
    title="From scores to probabilities",
    task="Warm and cool the distribution; the temperature divides after the shift. Shift all "
    "scores: what changes? Then switch the naive formula on and above which leading score "
    "does it give nan?",
    controls=(
        Slider("cat", "score of cat", -5, 5, default=2.0, step=0.1),
        Slider("dog", "score of dog", -5, 5, default=1.0, step=0.1),
        Slider("fox", "score of fox", -5, 5, default=-1.0, step=0.1),
        Slider("temperature", "temperature", 0.1, 10, default=1.0, step=0.05, log=True),
        Slider("shift", "added to all", -1000, 1000, default=800, step=10),
        Switch("naive", "naive: exp(z) / Σ exp(z)"),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Switch the naive formula on and add -1000 to all scores. What does it give?",
        choices=("the right probabilities", "0 for every class", "nan"),
        answer=far_below,
        because="In float64 every exponential is 0 there, and 0 / 0 is nan. To subtract the "
        "maximum mends this end as well.",
    ),
)
