"""The exercise on depth: a tent, folded again and again."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a03_approximation.exercises.shared import POINTS, real, relu
from dlkit import approximation

sawtooth = Exercise(
    id="approximation.sawtooth",
    title="Folding by depth",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "What comes out of one tent goes into the next. And where a function bends, its "
        "slope changes: how can you see that from values on an even grid?",
        "A tent takes numbers from 0 to 1 to numbers from 0 to 1, so it can be applied again. On an"
        " even grid the steps between neighbours are equal along a straight piece; where two steps "
        "in a row differ, a new piece begins.",
        "Apply the tent as often as the depth says, each time to the last result. For the pieces "
        "take the steps, then the differences of the steps; count those that are larger than a "
        "millionth of the largest step, and one more for the first piece.",
    ),
)


@sawtooth.asks(approximation.sawtooth, {"x": POINTS})
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([0.0, 0.125, 0.25, 0.5, 0.75, 1.0]), 2)
    with ask.essential("each layer folds what the layer before it has folded"):
        for shape, depth in (((9,), 1), ((4, 3), 3), ((7,), 5)):
            ask.values(f"points of shape {shape}, depth {depth}", rng.uniform(0, 1, shape), depth)
    x = rng.uniform(0, 1, 6)
    ask.standard(x, 2)
    outside = np.array([-2.0, -0.3, 1.0, 1.2, 7.5]) + rng.uniform(0, 0.1, 5) * (1, 1, 0, 1, 1)
    ask.edge("points outside the unit interval", outside, 1)
    ask.edge("points outside, depth 3", outside, 3)
    ask.refuses("a depth of 0", "ValueError", x, 0)
    ask.refuses("half a layer", "TypeError", x, 1.5)


def accepted(x, depth):
    """Return the points as floats, with the guards that right and wrong solutions share."""
    if not isinstance(depth, int | np.integer):
        raise TypeError("depth is a whole number")
    if depth < 1:
        raise ValueError("depth is at least 1")
    return real(x)


def tent(x):
    """Up from 0 to 1 and back to 0 on the unit interval, 0 elsewhere."""
    return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)


def folded(x, depth, fold=tent):
    """Apply a fold as often as the depth says."""
    for _ in range(depth):
        x = fold(x)
    return x


@sawtooth.wrong(
    "sawtooth",
    "sum of tents",
    "your tents are added up, so there is still one peak. A layer takes what came out of the layer "
    "before: apply the tent to the last result.",
)
def summed(x, depth):
    return depth * tent(accepted(x, depth))


@sawtooth.wrong(
    "sawtooth",
    "tent of half the height",
    "your tent reaches a half at its peak, so the next fold never sees numbers above a half. It "
    "has to map the unit interval onto itself, up to 1.",
)
def half_as_high(x, depth):
    return folded(accepted(x, depth), depth, lambda y: tent(y) / 2)


@sawtooth.wrong(
    "sawtooth",
    "depth off by one",
    "the number of your folds is not the depth: depth 1 is one tent, and each further layer folds "
    "once more.",
    more=(-1, 1),
)
def off_by_one(x, depth, *, more):
    return folded(accepted(x, depth).copy(), depth + more)


@sawtooth.wrong(
    "sawtooth",
    "depth ignored",
    "your result is one tent, whatever the depth is. Apply the tent again to what came out, once "
    "for each layer.",
)
def one_tent(x, depth):
    return tent(accepted(x, depth))


@sawtooth.wrong(
    "sawtooth",
    "third ReLU missing",
    "to the right of 1 your tent goes on falling below 0. The third ReLU, which begins at 1, stops "
    "it there.",
)
def falling_on(x, depth):
    return folded(accepted(x, depth), depth, lambda y: 2 * relu(y) - 4 * relu(y - 0.5))


@sawtooth.wrong(
    "sawtooth",
    "two straight lines instead of a tent",
    "your tent is right from 0 to 1, but it goes on falling below 0 on both sides. There it has to "
    "be 0, as the sum of the three ReLUs is.",
)
def roof(x, depth):
    return folded(accepted(x, depth), depth, lambda y: 1 - np.abs(2 * y - 1))


@sawtooth.wrong(
    "sawtooth",
    "teeth outside the unit interval",
    "your teeth go on outside the unit interval, where the tent is 0. Build it from ReLUs, then it "
    "ends by itself.",
)
def periodic(x, depth):
    x = accepted(x, depth)
    return (1 - np.abs(2 * ((2 ** (depth - 1) * x) % 1) - 1)).astype(x.dtype)


@sawtooth.wrong(
    "sawtooth",
    "power of the tent",
    "your tent is raised to a power. Depth means composition: the tent of the tent of the point.",
)
def power(x, depth):
    return tent(accepted(x, depth)) ** depth


@sawtooth.wrong(
    "sawtooth",
    "points stretched by the depth",
    "you stretch the points before one tent is applied. A stretched tent still has one peak; only "
    "folding the result again makes more of them.",
    factor=("depth", "power of two"),
)
def stretched(x, depth, *, factor):
    x = accepted(x, depth)
    return tent((depth if factor == "depth" else 2 ** (depth - 1)) * x)


@sawtooth.right("sawtooth")
def by_distance(x, depth):
    x = accepted(x, depth)
    return folded(x, depth, lambda y: np.maximum(1 - 2 * np.abs(y - 0.5), 0))


@sawtooth.right("sawtooth")
def by_drawing(x, depth):
    x = accepted(x, depth)
    corners = np.arange(2**depth + 1)
    return np.interp(x, corners / corners.max(), corners % 2).astype(x.dtype)
