"""Width against depth: a sawtooth from folds, and one hidden layer that has to follow it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from course.widgets import Demo, Prediction, Slider, key
from dlkit import approximation
from dlkit.activations import relu
from dlkit.arguments import Array
from dlkit.plots.style import GREY, axes, line

FINE = 1024  # steps of the grid
X = np.linspace(0, 1, FINE + 1)
DEPTH = 6  # of the question
TEXT: dict[str, Any] = {"linestyle": "none", "color": "black"}  # in a key, words without a line


@dataclass(frozen=True)
class Race:
    """The deep network's sawtooth and what the wide one makes of it."""

    depth: int
    units: int  # of the one hidden layer
    deep: Array
    wide: Array
    deep_pieces: int
    wide_pieces: int
    error: float


def compute(depth: int, units: int) -> Race:
    """Fold `depth` times, and follow the result with that many ReLUs in one layer."""

    def deep(x: Array) -> Array:
        return approximation.sawtooth(x, depth)

    knots = np.round(np.linspace(0, 1, units + 1) * FINE) / FINE  # every bend on the grid
    net = approximation.relu_interpolant(knots, deep(knots))

    def wide(x: Array) -> Array:
        return approximation.eval_hidden(x, *net, relu)

    error = approximation.sup_error(deep, wide, 0.0, 1.0, FINE + 1)
    folded, followed = deep(X), wide(X)
    counts = [approximation.count_pieces(curve) for curve in (folded, followed)]
    return Race(depth, units, folded, followed, counts[0], counts[1], error)


def draw(figure: Figure, race: Race) -> None:
    """Draw what folding gives, and what one hidden layer gives over it."""
    left, right = figure.subplots(1, 2)
    axes(left).plot(X, race.deep, linewidth=1.2, **line(0))
    folded = {f"{3 * race.depth} units in {race.depth} layers": line(0)}
    key(left, folded | {f"{race.deep_pieces} pieces": TEXT})
    left.set(title="deep", xlabel="x", ylabel="y", xlim=(0, 1), ylim=(-0.1, 1.5))
    pale: dict[str, Any] = {"color": GREY, "linewidth": 0.8, "alpha": 0.7}
    axes(right).plot(X, race.deep, **pale)
    right.plot(X, race.wide, linewidth=1.5, **line(1))
    wide = {f"{race.units} units in 1 layer": line(1), "the folds": pale}
    key(right, wide | {f"{race.wide_pieces} pieces, sup error {race.error:.3f}": TEXT})
    right.set(title="wide", xlabel="x", ylabel="y", xlim=(0, 1), ylim=(-0.1, 1.5))


def describe(race: Race) -> str:
    """Say how many pieces each has, and how far they are apart."""
    has_fewer = race.wide_pieces < race.units
    why = ", since some neighbouring pieces have the same slope" if has_fewer else ""
    return (
        f"Deep: {3 * race.depth} units in {race.depth} layers make {race.deep_pieces} pieces. "
        f"Wide: {race.units} units in one layer make {race.wide_pieces}{why}. "
        f"The sup error between them is {race.error:.3f}."
    )


def enough(race: Race) -> str | None:
    """Return how many units the task takes, once the wide network has followed it."""
    if race.depth != DEPTH or race.error > 1e-9:
        return None
    return str(race.deep_pieces)


pieces = Demo(
    title="Width against depth",
    task="For depths 1, 2, 3 and 4, find the smallest number of units with which the one hidden "
    "layer follows the folds exactly. Then: what is left of the folds with half as many?",
    controls=(
        Slider("depth", "layers", 1, 8, default=DEPTH),
        Slider("units", "units, one layer", 2, 256, default=18),
    ),
    compute=compute,
    draw=draw,
    describe=describe,
    prediction=Prediction(
        f"{DEPTH} folds cost {3 * DEPTH} units. With how many units in one hidden layer does the "
        "sup error become 0 for the first time?",
        choices=("18", "36", "64", "256"),
        answer=enough,
        because="Six folds make two to the power of six pieces. Their 63 bends take a unit each, "
        "and the slope at the beginning takes one more.",
    ),
)
