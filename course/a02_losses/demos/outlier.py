"""One weight, one outlier: how far does each loss let a single point pull the model?"""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.widgets import Choice, Demo, Prediction, Slider, key
from dlkit import losses
from dlkit.arguments import Array
from dlkit.plots.style import COLORS, GREY, axes, line

LOSSES = {"MSE": losses.mse, "MAE": losses.mae, "Huber": losses.huber}
X = np.linspace(0.4, 2.0, 9)
CLEAN = X + np.array([0.15, -0.12, 0.1, -0.08, -0.15, 0.12, -0.1, 0.05, 0.02])  # true weight: 1
WEIGHTS = np.linspace(-0.5, 3.5, 201)
YOURS = 3  # the number of its line
FAR = 10  # from here on the pull is plain to see


@dataclass(frozen=True)
class Pull:
    """The points, the loss at every weight, and each loss's best weight."""

    y: Array  # (9,), the last one is the outlier
    loss: str
    weight: float
    landscape: Array  # (201,)
    here: float
    best: dict[str, float]


def compute(loss: str, outlier: float, weight: float) -> Pull:
    """Lift the last point by `outlier` and ask every loss for its best weight."""
    y, values = data(outlier), landscapes(outlier)
    best = {name: float(WEIGHTS[np.argmin(v)]) for name, v in values.items()}
    return Pull(y, loss, weight, values[loss], LOSSES[loss](weight * X, y), best)


def data(outlier: float) -> Array:
    """Return the points' heights with the last one lifted."""
    heights: Array = CLEAN + outlier * (np.arange(len(X)) == len(X) - 1)
    return heights


@functools.cache
def landscapes(outlier: float) -> dict[str, Array]:
    """Return each loss at every weight: a move of one's own weight does not change them."""
    y = data(outlier)
    return {name: np.array([f(w * X, y) for w in WEIGHTS]) for name, f in LOSSES.items()}


def draw(figure: Figure, pull: Pull) -> None:
    """Draw the points with the best lines, and beside them the loss over the weight."""
    points, landscape = (axes(ax) for ax in figure.subplots(1, 2))
    draw_points(points, pull)
    draw_landscape(landscape, pull)


def draw_points(ax: Axes, pull: Pull) -> None:
    """Draw the points, the best line of every loss, and one's own."""
    ax.scatter(X[:-1], pull.y[:-1], s=24, color=GREY)
    ax.scatter(X[-1:], pull.y[-1:], s=60, color="black", marker="x")
    styles = [line(index) for index in (*range(len(pull.best)), YOURS)]
    lines = pull.best | {"yours": pull.weight}
    for weight, style in zip(lines.values(), styles, strict=True):
        ax.plot([0, 2.1], [0, 2.1 * weight], **style)
    texts = [f"{name}: w = {weight:.2f}" for name, weight in lines.items()]
    key(ax, dict(zip(texts, styles, strict=True)))
    ax.set(title="data, best lines and yours", xlabel="x", ylabel="y", xlim=(0, 2.1), ylim=(-1, 15))


def draw_landscape(ax: Axes, pull: Pull) -> None:
    """Draw the chosen loss over the weight, with the best weight and one's own."""
    style = line(list(LOSSES).index(pull.loss))
    ax.plot(WEIGHTS, pull.landscape, **style)
    best = style | {"marker": "o"}
    own: dict[str, Any] = {"color": COLORS[YOURS], "marker": "D"}
    low, top = pull.landscape.min(), pull.landscape.max()
    ax.plot(pull.best[pull.loss], low, **best)
    ax.plot(pull.weight, pull.here, **own)
    key(ax, {f"best: {low:.2f}": best, f"yours: {pull.here:.2f}": own}, left=0.35)
    ax.set(title=f"{pull.loss} of each weight", xlabel="weight w", ylabel=pull.loss)
    ax.set(ylim=(-0.05 * top, 1.3 * top))  # the key stands above the curve


def describe(pull: Pull) -> str:
    """Say where the best weights are."""
    best = ", ".join(f"{weight:.2f} by {name}" for name, weight in pull.best.items())
    return (
        f"Nine points, true weight 1, the last point at y = {pull.y[-1]:.1f}. Best weight: {best}. "
        f"At your weight {pull.weight:.2f} the {pull.loss} is {pull.here:.2f}."
    )


def pulled_most(pull: Pull) -> str | None:
    """Return the loss whose best weight is farthest from the true one, once that is plain."""
    return max(pull.best, key=lambda n: abs(pull.best[n] - 1)) if pull.y[-1] >= FAR else None


outlier = Demo(
    title="One weight and one outlier",
    task="Lift the last point and watch the best line of each loss. Then choose a loss and find "
    "its best weight by hand, as nearly as the slider allows.",
    controls=(
        Slider("outlier", "outlier lifted by", 0, 12, default=0),
        Slider("weight", "your weight w", -0.5, 3.5, default=1.0, step=0.05),
        Choice("loss", "loss", tuple(LOSSES)),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        "Lift the outlier to 12. Which loss lets it pull the line farthest?",
        choices=tuple(LOSSES),
        answer=pulled_most,
        because="A squared error grows with the square of the distance, and so its pull grows "
        "with the distance; the pull of the other two stops growing.",
    ),
)
