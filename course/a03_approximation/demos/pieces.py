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

DEPTH = 6  # of the question
TEXT: dict[str, Any] = {"linestyle": "none", "color": "black"}  # in a key, words without a line


@dataclass(frozen=True)
class Race:
    """The deep network's sawtooth and what the wide one makes of it."""

    depth: int
    units: int  # of the one hidden layer
    x: Array  # every bend of both
    deep: Array
    wide: Array
    deep_pieces: int
    wide_pieces: int
    error: float


def compute(depth: int, units: int) -> Race:
    """Fold `depth` times, and follow the result with that many ReLUs in one layer.

    Both are straight between their bends, so it is at a bend that they are farthest apart.
    """
    bends, knots = np.linspace(0, 1, 2**depth + 1), np.linspace(0, 1, units + 1)
    heights = approximation.sawtooth(knots, depth)
    net = approximation.relu_interpolant(knots, heights)
    x = np.union1d(bends, knots)
    deep, wide = approximation.sawtooth(x, depth), approximation.eval_hidden(x, *net, relu)
    deep_pieces = approximation.count_pieces(approximation.sawtooth(bends, depth))
    wide_pieces = approximation.count_pieces(heights)
    error = float(np.abs(deep - wide).max())
    return Race(depth, units, x, deep, wide, deep_pieces, wide_pieces, error)


def draw(figure: Figure, race: Race) -> None:
    """Draw what folding gives, and what one hidden layer gives over it."""
    left, right = figure.subplots(1, 2)
    axes(left).plot(race.x, race.deep, linewidth=1.2, **line(0))
    folded = {_cost(race): line(0)}
    key(left, folded | {f"{race.deep_pieces} pieces": TEXT})
    left.set(title="deep", xlabel="x", ylabel="y", xlim=(0, 1), ylim=(-0.1, 1.5))
    pale: dict[str, Any] = {"color": GREY, "linewidth": 0.8, "alpha": 0.7}
    axes(right).plot(race.x, race.deep, **pale)
    right.plot(race.x, race.wide, linewidth=1.5, **line(1))
    wide = {f"{race.units} units in 1 hidden layer": line(1), "the folds": pale}
    key(right, wide | {f"{race.wide_pieces} pieces, sup error {race.error:.3f}": TEXT})
    right.set(title="wide", xlabel="x", ylabel="y", xlim=(0, 1), ylim=(-0.1, 1.5))


def describe(race: Race) -> str:
    """Say how many pieces each has, and how far they are apart."""
    has_fewer = race.wide_pieces < race.units
    best = " (the constant 0.5 would be off by 0.5 only)" if race.error > 0.5 + 1e-9 else ""
    why = ", since some neighbouring pieces have the same slope" if has_fewer else ""
    return (
        f"Deep: {_cost(race)} make {race.deep_pieces} pieces. "
        f"Wide: {race.units} units in one hidden layer make {race.wide_pieces}{why}. "
        f"The sup error between them is {race.error:.3f}{best}."
    )


def _cost(race: Race) -> str:
    layers = "hidden layer" if race.depth == 1 else "hidden layers"
    return f"{3 * race.depth} units in {race.depth} {layers}"


def enough(race: Race) -> str | None:
    """Return how many units the task takes, once the wide network has followed it."""
    if race.depth != DEPTH or race.error > 1e-9:
        return None
    return str(race.deep_pieces)


pieces = Demo(
    title="Width against depth",
    task="The weights of the wide layer are read off from points of the folds at equal distances. "
    "For depths 1, 2, 3 and 4, find the smallest number of units with which it follows the folds "
    "exactly. Then: what is left of the folds with half as many?",
    controls=(
        Slider("depth", "hidden layers", 1, 8, default=DEPTH),
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
