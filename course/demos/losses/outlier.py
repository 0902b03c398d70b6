"""One weight, one outlier: how far does each loss let a single point pull the model?"""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from course.demos.frame import Choice, Demo, Prediction, Slider, key
from dlkit import losses
from dlkit._requirements import Array
from dlkit.plots.style import COLORS, GREY, axes, line

LOSSES = {"MSE": losses.mse, "MAE": losses.mae, "Huber": losses.huber}
X = np.linspace(0.4, 2.0, 9)
CLEAN = X + np.array([0.15, -0.12, 0.1, -0.08, -0.15, 0.12, -0.1, 0.05, 0.02])  # true weight: 1
WEIGHTS = np.linspace(-0.5, 3.5, 201)
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
    y = CLEAN + outlier * (np.arange(len(X)) == len(X) - 1)
    landscapes = {name: np.array([f(w * X, y) for w in WEIGHTS]) for name, f in LOSSES.items()}
    best = {name: float(WEIGHTS[np.argmin(values)]) for name, values in landscapes.items()}
    return Pull(y, loss, weight, landscapes[loss], LOSSES[loss](weight * X, y), best)


def draw(figure: Figure, pull: Pull) -> None:
    """Draw the points with the best lines, and beside them the loss over the weight."""
    points, landscape = (axes(ax) for ax in figure.subplots(1, 2))
    points.scatter(X[:-1], pull.y[:-1], s=24, color=GREY)
    points.scatter(X[-1:], pull.y[-1:], s=60, color="black", marker="x")
    for index, best in enumerate(pull.best.values()):
        points.plot([0, 2.1], [0, 2.1 * best], **line(index))
    points.plot([0, 2.1], [0, 2.1 * pull.weight], color=COLORS[3], linewidth=1)
    points.set(title="data and best lines", xlabel="x", ylabel="y", xlim=(0, 2.1), ylim=(-1, 15))
    texts = [f"{name}: w = {best:.2f}" for name, best in pull.best.items()]
    key(points, {text: line(index) for index, text in enumerate(texts)})
    style = line(list(LOSSES).index(pull.loss))
    landscape.plot(WEIGHTS, pull.landscape, **style)
    best, top = pull.best[pull.loss], pull.landscape.max()
    landscape.plot(best, pull.landscape.min(), "o", color=style["color"])
    landscape.text(best, pull.landscape.min() - 0.04 * top, "best", ha="center", va="top")
    landscape.plot(pull.weight, pull.here, "D", color=COLORS[3])
    landscape.text(pull.weight, pull.here + 0.04 * top, f"yours: {pull.here:.2f}", ha="center")
    landscape.set(title=f"{pull.loss} of each weight", xlabel="weight w", ylabel=pull.loss)
    landscape.set(ylim=(-0.12 * top, 1.2 * top))


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
    "its best weight by hand.",
    controls=(
        Slider("outlier", "outlier lifted by", 0, 12, default=5),
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
