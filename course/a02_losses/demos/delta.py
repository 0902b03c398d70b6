"""Huber's delta: the same data, between the line of the mean and the line of the median."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, key
from dlkit import datasets, losses
from dlkit.arguments import Array
from dlkit.plots.style import GREY, axes, line

R = np.linspace(-7, 7, 401)  # residuals
Line = tuple[float, float]  # slope, intercept
MANY = 18  # outliers, of 60 points
STEPS = 400


@dataclass(frozen=True)
class Fits:
    """The data and the line that each loss prefers."""

    x: Array
    y: Array
    is_outlier: npt.NDArray[np.bool_]
    delta: float
    lines: dict[str, Line]


def compute(delta: float, outliers: int) -> Fits:
    """Fit a line to 60 points by MSE, MAE and Huber's loss."""
    x, y, is_outlier = points(outliers)
    lines = lines_without_delta(outliers)
    huber = descend(x, y, lambda p, t: losses.huber_grad(p, t, delta=delta), 1.0, lines["MAE"])
    return Fits(x, y, is_outlier, delta, {**lines, "Huber": huber})


def points(outliers: int) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Return the data: the same points every time, some of them fallen."""
    rng = np.random.default_rng(1)
    return datasets.line_with_outliers(60, outliers=outliers, noise=0.3, rng=rng)


@functools.cache
def lines_without_delta(outliers: int) -> dict[str, Line]:
    """Return the lines of the losses that a move of delta does not change."""
    x, y, _ = points(outliers)
    return {
        "MSE": descend(x, y, losses.mse_grad, 0.5),
        "MAE": least_absolute_line(x, y),
    }


def least_absolute_line(x: Array, y: Array) -> Line:
    """Return the line with the smallest mean absolute error: it goes through two of the points."""
    first, second = np.triu_indices(len(x), 1)
    w = (y[second] - y[first]) / (x[second] - x[first])
    b = y[first] - w * x[first]
    errors = np.abs(np.outer(w, x) + b[:, None] - y).mean(axis=1)
    best = int(np.argmin(errors))
    return float(w[best]), float(b[best])


def descend(
    x: Array,
    y: Array,
    loss_grad: Callable[[Array, Array], Array],
    rate: float,
    start: Line = (0.0, 0.0),
) -> Line:
    """Walk down the loss of the line w x + b; with a small delta the way from 0 would be long."""
    w, b = start
    for _ in range(STEPS):
        dy = loss_grad(w * x + b, y)
        w, b = w - rate * float(x @ dy), b - rate * float(dy.sum())
    return w, b


def draw(figure: Figure, fits: Fits) -> None:
    """Draw the lines through the points, and beside them the pull: minus the slope of the loss."""
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    left.scatter(fits.x[~fits.is_outlier], fits.y[~fits.is_outlier], s=20, color=GREY)
    left.scatter(fits.x[fits.is_outlier], fits.y[fits.is_outlier], color="black", marker="x")
    ends = np.array([-1.0, 1.0])
    for index, (w, b) in enumerate(fits.lines.values()):
        axes(left).plot(ends, w * ends + b, linewidth=2, **line(index))
    left.set(title="data, outliers (×) and best lines", xlabel="x", ylabel="y", ylim=(-6.5, 4.5))
    slopes = [f"{name}: slope {w:.2f}" for name, (w, _) in fits.lines.items()]
    key(left, {text: line(index) for index, text in enumerate(slopes)})
    gradients = [losses.mse_grad(R, 0 * R) / 2, losses.mae_grad(R, 0 * R)]
    gradients.append(losses.huber_grad(R, 0 * R, delta=fits.delta))
    for index, gradient in enumerate(gradients):
        axes(right).plot(R, -len(R) * gradient, linewidth=2, **line(index))
    right.axvspan(-fits.delta, fits.delta, color=GREY, alpha=0.15, linewidth=0)
    right.set(title=f"pull, δ = {fits.delta:.2g}", xlabel="residual")
    right.set(xlim=(-7, 7), ylim=(-7, 7), ylabel="−slope of the loss (of ½ MSE)")


def describe(fits: Fits) -> str:
    """Say which slopes were found."""
    slopes = ", ".join(f"{w:.2f} by {name}" for name, (w, _) in fits.lines.items())
    return (
        f"60 points along a line of slope 2, {fits.is_outlier.sum()} of them fallen by 6. "
        f"With delta {fits.delta:.2g} the slopes are {slopes}. "
        "A pull goes against the residual. Huber's grows with it up to a strength of "
        f"{fits.delta:.2g} and stays there; that of MSE grows on, that of MAE has strength 1."
    )


def rising(fits: Fits) -> str | None:
    """Return which lines still rise, once there are many outliers."""
    if fits.is_outlier.sum() < MANY:
        return None
    return " and ".join(name for name, (w, _) in fits.lines.items() if w > 0) or "none"


delta = Demo(
    title="Huber's delta",
    task="Find the largest delta with which Huber's slope is above 1.5. Then add outliers: when "
    "does even the absolute error give in?",
    controls=(
        Slider("delta", "delta δ", 0.1, 10, default=1.0, step=0.05, log=True),
        Slider("outliers", "outliers", 0, 36, default=6),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        f"Raise the outliers to {MANY} of the 60 points. Which lines still rise?",
        choices=("MSE and MAE and Huber", "MAE and Huber", "MAE", "none"),
        answer=rising,
        because="The outliers all lie at the right end. Seen from there they are the majority, "
        "and the median follows the majority.",
    ),
)
