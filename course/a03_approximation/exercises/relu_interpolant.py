"""The exercise on a ReLU network through given points."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a03_approximation.exercises.shared import CORNERS_DTYPES, real
from dlkit import approximation

KNOTS = {each: takes("m", dtypes=CORNERS_DTYPES) for each in ("knots", "values")}

relu_interpolant = Exercise(
    id="approximation.relu_interpolant",
    title="A network through given points",
    difficulty=3,
    minutes=25,
    hints=(
        "Walk along the curve from the left. At each knot you turn: by how much does the slope "
        "change there?",
        "The slope of a piece is the step of the values over the step of the knots, so m knots "
        "have m less 1 slopes. A unit with weight 1 and bias minus its knot is 0 before the knot "
        "and rises with slope 1 after it.",
        "Check the knots; compute all slopes; the units stand at all knots but the last. The first "
        "output weight is the first slope, each other one is a slope less the slope before it. The "
        "output bias is the value where the walk begins.",
    ),
)


def points(rng: np.random.Generator, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw knots that increase by uneven steps, and values."""
    return rng.normal() + np.cumsum(rng.uniform(0.3, 1.5, m)), rng.normal(size=m)


@relu_interpolant.asks(approximation.relu_interpolant, KNOTS)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0, 2.0, 4.0, 5.0]), np.array([3.0, 5.0, 5.0, 2.0]))
    with ask.essential("each unit adds the change of slope at its knot"):
        for m in (3, 5, 8):
            ask.values(f"{m} knots", *points(rng, m))
    t, y = points(rng, 6)
    ask.layouts(t, y)
    whole = np.cumsum(rng.integers(2, 5, size=5)), rng.integers(-9, 9, size=5)
    ask.edge("whole numbers as input", *whole)
    ask.pure(t, y)
    ask.edge("two knots", *points(rng, 2))
    ask.edge("a straight line", t, 2 * t - 1)
    ask.edge("a constant", t, np.full(6, y[0]))
    ask.refuses("knots that turn back", "ValueError", t[[0, 2, 1, 3]], y[:4])
    ask.refuses("the same knot twice", "ValueError", t[[0, 1, 1, 2]], y[:4])
    ask.refuses("knots from right to left", "ValueError", t[::-1], y)
    ask.refuses("a single knot", "ValueError", t[:1], y[:1])
    ask.refuses("a value too few", "ValueError", t, y[1:])
    ask.refuses("two values for four knots", "ValueError", t[:4], y[:2])
    ask.refuses("points in a table", "ValueError", t[:, None], y[:, None])
    ask.refuses("words as values", "TypeError", t[:2], ["a", "b"])


def accepted(knots, values):
    """Return the points as floats, with the guards that right and wrong solutions share."""
    t, y = real(knots), real(values)
    if t.ndim != 1 or t.shape != y.shape or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("at least two increasing knots, and a value for each, are needed")
    return t, y


def slopes_of(t, y):
    """The slope of each piece."""
    return np.diff(y) / np.diff(t)


def bends_of(t, y):
    """The change of slope at each knot but the last, the first of them from 0."""
    return np.diff(slopes_of(t, y), prepend=0)


@relu_interpolant.wrong(
    "relu_interpolant",
    "slopes instead of changes of slope",
    "your output weights are the slopes of the pieces. The units to the left go on rising, so each "
    "unit has to add only the change of slope at its knot.",
    keeps_whole_numbers=(False, True),
)
def slopes_as_weights(knots, values, *, keeps_whole_numbers):
    t, y = accepted(knots, values)
    slopes = slopes_of(t, y)
    b = -np.asarray(knots if keeps_whole_numbers else t)[:-1]
    return np.ones_like(slopes), b, slopes, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "output bias forgotten",
    "your network starts at 0 on the left, whatever the first value is. The output bias c lifts "
    "the whole curve to it.",
)
def starting_at_zero(knots, values):
    t, y = accepted(knots, values)
    bends = bends_of(t, y)
    return np.ones_like(bends), -t[:-1], bends, 0.0


@relu_interpolant.wrong(
    "relu_interpolant",
    "first piece dropped",
    "your units stand at the inner knots only, so the curve is flat up to the second knot. The "
    "first piece has a slope too, and needs a unit at the first knot.",
)
def without_first_piece(knots, values):
    t, y = accepted(knots, values)
    bends = np.diff(slopes_of(t, y))
    return np.ones_like(bends), -t[1:-1], bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "bias with the sign of the knot",
    "your units bend at minus the knots. A unit of weight 1 bends where the point plus the bias is "
    "0, so the bias is minus the knot.",
)
def biases_of_the_wrong_sign(knots, values):
    t, y = accepted(knots, values)
    bends = bends_of(t, y)
    return np.ones_like(bends), t[:-1].copy(), bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "whole numbers cut off",
    "for whole numbers your slopes are cut off to whole numbers as well. Turn the input into "
    "floats before you divide.",
)
def cut_off(knots, values):
    accepted(knots, values)
    t, y = np.asarray(knots), np.asarray(values)
    slopes = np.zeros_like(y[1:])
    slopes[:] = np.diff(y) / np.diff(t)
    bends = np.diff(slopes, prepend=0).astype(float)
    return np.ones_like(bends), -t[:-1].astype(float), bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "run over rise",
    "your slopes are upside down: a slope is the step of the values divided by the step of the "
    "knots.",
)
def upside_down(knots, values):
    t, y = accepted(knots, values)
    with np.errstate(all="ignore"):
        bends = np.diff(np.diff(t) / np.diff(y), prepend=0)
    return np.ones_like(bends), -t[:-1], bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "steps of the values, not slopes",
    "your weights are made from the steps of the values alone. Knots may lie at uneven distances: "
    "a slope is a step of the values divided by the step of the knots.",
)
def steps_as_slopes(knots, values):
    t, y = accepted(knots, values)
    bends = np.diff(np.diff(y), prepend=0)
    return np.ones_like(bends), -t[:-1], bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "a unit at the last knot too",
    "you have a unit at the last knot as well. Nothing has to bend there: m knots make one piece "
    "less, and each piece needs one unit, at its left end.",
)
def unit_at_the_end(knots, values):
    t, y = accepted(knots, values)
    bends = np.diff(np.append(slopes_of(t, y), 0.0), prepend=0)
    return np.ones_like(bends), -t, bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "units a knot too late",
    "your units begin at the right ends of their pieces. A piece needs a unit that begins at its "
    "left end, so the first unit begins at the first knot.",
)
def a_knot_late(knots, values):
    t, y = accepted(knots, values)
    bends = bends_of(t, y)
    return np.ones_like(bends), -t[1:], bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "changes of slope with the wrong sign",
    "your units turn the curve the wrong way: the change at a knot is the slope after it minus the "
    "slope before it.",
)
def turning_away(knots, values):
    t, y = accepted(knots, values)
    slopes = slopes_of(t, y)
    bends = np.append(slopes[:1], -np.diff(slopes))
    return np.ones_like(bends), -t[:-1], bends, float(y[0])


@relu_interpolant.wrong(
    "relu_interpolant",
    "knots sorted silently",
    "knots that do not increase are sorted by your function, and their values are not. Refuse "
    "them: the caller has mixed something up.",
)
def sorting(knots, values):
    t, y = np.sort(real(knots)), real(values)
    if t.ndim != 1 or t.shape != y.shape or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("at least two different knots, and a value for each, are needed")
    bends = bends_of(t, y)
    return np.ones_like(bends), -t[:-1], bends, float(y[0])


@relu_interpolant.right("relu_interpolant")
def by_walking(knots, values):
    t, y = accepted(knots, values)
    weights, before = [], 0.0
    for j in range(len(t) - 1):
        slope = (y[j + 1] - y[j]) / (t[j + 1] - t[j])
        weights.append(slope - before)
        before = slope
    return np.ones(len(weights)), -t[:-1], np.array(weights), y[0]


@relu_interpolant.right("relu_interpolant")
def by_solving(knots, values):
    t, y = accepted(knots, values)
    table = np.maximum(t[1:, None] - t[:-1], 0)  # what each unit adds at each later knot
    return [np.ones(len(t) - 1), 0 - t[:-1], np.linalg.solve(table, y[1:] - y[0]), float(y[0])]
