"""The second function of the exercise on distances: the area between two functions."""

import numpy as np

from autograder.specification.ask import Ask
from course.a03_approximation.exercises.sup_error import ask_both, distances, grid, sup_error
from dlkit import approximation


@sup_error.asks(approximation.l1_error)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)


@sup_error.wrong(
    "l1_error",
    "length of the interval forgotten",
    "your result is a mean distance. An area grows with the interval: on one that is twice as long "
    "it is twice as large.",
    trapezia=(False, True),
)
def mean_only(f, g, low, high, n, *, trapezia):
    d = distances(f, g, low, high, n)
    return float(np.mean((d[:-1] + d[1:]) / 2 if trapezia else d))


@sup_error.wrong(
    "l1_error",
    "signed difference",
    "areas above and below cancel in your result: take the absolute value of the difference at "
    "each point, before anything is summed.",
    absolute_at_the_end=(False, True),
)
def signed_area(f, g, low, high, n, *, absolute_at_the_end):
    x = grid(low, high, n)
    area = float(np.trapezoid(f(x) - g(x), x))
    return abs(area) if absolute_at_the_end else area


@sup_error.wrong(
    "l1_error",
    "both ends counted whole",
    "your sum counts the two end points whole. Each of them belongs to one gap only, so in the "
    "trapezoidal rule they count half.",
)
def rectangles(f, g, low, high, n):
    d = distances(f, g, low, high, n)
    return float(np.sum(d) * (high - low) / (n - 1))


@sup_error.wrong(
    "l1_error",
    "one end left out",
    "your rectangles use the distance at one end of each gap. The trapezoidal rule takes the mean "
    "of the distances at its two ends.",
    end=("left", "right"),
)
def one_sided(f, g, low, high, n, *, end):
    d = distances(f, g, low, high, n)
    return float(np.sum(d[:-1] if end == "left" else d[1:]) * (high - low) / (n - 1))


@sup_error.wrong(
    "l1_error",
    "mean times the length",
    "your result is the mean over all points times the length. Its two end points count whole "
    "there; in the trapezoidal rule they count half, and there are n less 1 gaps.",
)
def mean_times_length(f, g, low, high, n):
    return float(np.mean(distances(f, g, low, high, n)) * (high - low))


@sup_error.wrong(
    "l1_error",
    "sum without the width of a gap",
    "your distances are summed without the width of the gaps, so the result grows with the number "
    "of points. Each term is a height times a width.",
)
def only_summed(f, g, low, high, n):
    return float(np.sum(distances(f, g, low, high, n)))


@sup_error.wrong(
    "l1_error",
    "maximum instead of area",
    "your result is the largest distance, which is the sup error. The area sums the distances over "
    "the whole interval.",
)
def maximum(f, g, low, high, n):
    return float(np.max(distances(f, g, low, high, n)))


@sup_error.wrong(
    "l1_error",
    "squared distances",
    "your distances are squared before they are summed. The L1 error sums the distances "
    "themselves.",
)
def squared_area(f, g, low, high, n):
    x = grid(low, high, n)
    return float(np.trapezoid((f(x) - g(x)) ** 2, x))


@sup_error.wrong(
    "l1_error",
    "gaps too narrow",
    "your gaps are too narrow. Between n points lie n less 1 gaps, and together they are as wide "
    "as the interval.",
    more=(1, 2),
)
def narrow_gaps(f, g, low, high, n, *, more):
    d = distances(f, g, low, high, n)
    return float(np.sum(d[:-1] + d[1:]) / 2 * (high - low) / (n - 1 + more))


@sup_error.wrong(
    "l1_error",
    "divided by the number of points",
    "your sum of trapezia is divided by the number of points. An area is no mean: each trapezium "
    "is the width of its gap times a mean distance, and all are summed.",
    with_width=(False, True),
)
def divided_area(f, g, low, high, n, *, with_width):
    d = distances(f, g, low, high, n)
    width = (high - low) / (n - 1) if with_width else 1.0
    return float(np.sum(d[:-1] + d[1:]) / 2 * width / n)


@sup_error.right("l1_error")
def by_trapezia(f, g, low, high, n):
    d = distances(f, g, low, high, n)
    return sum((d[i] + d[i + 1]) / 2 * (high - low) / (n - 1) for i in range(n - 1))


@sup_error.right("l1_error")
def by_weights(f, g, low, high, n):
    d = distances(f, g, low, high, n)
    weights = np.full(n, (high - low) / (n - 1))
    weights[[0, -1]] /= 2
    return float(d @ weights)
