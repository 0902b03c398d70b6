"""The exercise on how far two functions are apart: at the worst point, and on the whole."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from dlkit import approximation

PAIRS = ((np.sin, np.cos), (np.sin, np.tanh), (np.cos, np.negative))


def ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for both distances alike."""
    ask.paper(np.square, np.negative, 1.0, 3.0, 3)
    for (f, g), n in zip(PAIRS, (7, 12, 30), strict=True):
        low, width = rng.uniform(1, 1.5), rng.uniform(4, 5)  # the worst point lies between
        title = f"np.{f.__name__} and np.{g.__name__}, {n} points"
        ask.values(title, f, g, float(low), float(low + width), n)
    a, b = float(rng.uniform(2, 3)), float(rng.uniform(4, 6))
    ask.values("the first function below the second", np.sin, np.square, a, b, 9)
    ask.values("the second function below the first", np.square, np.sin, a, b, 9)
    ask.edge("two points", np.square, np.cos, -a, b, 2)
    ask.refuses("one point", "ValueError", np.sin, np.cos, a, b, 1)
    ask.refuses("low above high", "ValueError", np.sin, np.cos, b, a, 5)
    ask.refuses("an interval without length", "ValueError", np.sin, np.cos, a, a, 5)
    ask.refuses("two numbers as low", "TypeError", np.sin, np.cos, np.array([a, b]), b, 5)
    ask.refuses("half a point", "TypeError", np.sin, np.cos, a, b, 4.5)


sup_error = Exercise(
    id="approximation.sup_error",
    title="How far apart are two functions?",
    difficulty=2,
    minutes=20,
    hints=(
        "Both distances look at how far the curves are apart at each point, never at which of them "
        "is above. One asks for the worst point, the other for all together.",
        "Take n points with equal gaps, both ends among them, so n less 1 gaps. For the area each "
        "gap is a trapezium: its width times the mean of the distances at its two ends.",
        "Check the interval and n; make the grid; call each function once with the whole grid; "
        "subtract and take absolute values. Then the largest of them, or the sum of the areas of "
        "all trapezia.",
    ),
)


@sup_error.asks(approximation.sup_error)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.edge("the same function twice", np.tanh, np.tanh, -1.0, float(rng.uniform(1, 2)), 5)
    ask.pure(np.sin, np.cos, 0.0, 3.0, 6)


def grid(low, high, n):
    """The points, with the guards that right and wrong solutions share."""
    if not isinstance(n, int | np.integer) or np.ndim(low) or np.ndim(high):
        raise TypeError("n is a whole number, low and high are one number each")
    if n < 2 or not low < high:
        raise ValueError("low is below high, and there are at least two points")
    return np.linspace(low, high, n)


def distances(f, g, low, high, n):
    """How far the functions are apart at each point."""
    x = grid(low, high, n)
    return np.abs(f(x) - g(x))


@sup_error.wrong(
    "sup_error",
    "mean instead of maximum",
    "your result is the mean of the distances. The sup error asks for the worst point: one point "
    "far off is enough to make it large.",
)
def mean_distance(f, g, low, high, n):
    return float(np.mean(distances(f, g, low, high, n)))


@sup_error.wrong(
    "sup_error",
    "random points",
    "your points are drawn at random. The grid is even, with both ends among its points, so that "
    "everybody gets the same result.",
)
def random_grid(f, g, low, high, n):
    grid(low, high, n)
    np.random.random()  # a draw from the global state; the points are the same in every release
    x = low + (high - low) * np.random.RandomState(0).random(n)
    return float(np.max(np.abs(f(x) - g(x))))


@sup_error.wrong(
    "sup_error",
    "signed difference",
    "your difference keeps its sign, so where the first function lies below the second it does not "
    "count. Take absolute values before the maximum.",
    order=(1, -1),
)
def signed(f, g, low, high, n, *, order):
    x = grid(low, high, n)
    return float(np.max(order * (f(x) - g(x))))


@sup_error.wrong(
    "sup_error",
    "right end missing",
    "your grid stops before the right end of the interval. Both ends belong to it, and n points "
    "have n less 1 gaps between them.",
)
def without_right_end(f, g, low, high, n):
    x = grid(low, high, n)
    x = low + (high - low) * np.arange(n) / n
    return float(np.max(np.abs(f(x) - g(x))))


@sup_error.wrong(
    "sup_error",
    "one point too many",
    "your grid has one point more than n: n counts the points themselves, not the gaps between "
    "them.",
)
def one_too_many(f, g, low, high, n):
    grid(low, high, n)
    return float(np.max(distances(f, g, low, high, n + 1)))


@sup_error.wrong(
    "sup_error",
    "distance of the maxima",
    "you take a maximum of each function by itself and compare the two. Compare the functions "
    "point by point, and take the maximum afterwards.",
    of_sizes=(False, True),
    signed=(False, True),
)
def of_maxima(f, g, low, high, n, *, of_sizes, signed):
    x = grid(low, high, n)
    largest = [np.max(np.abs(h(x)) if of_sizes else h(x)) for h in (f, g)]
    return float(largest[0] - largest[1] if signed else abs(largest[0] - largest[1]))


@sup_error.wrong(
    "sup_error",
    "where instead of how far",
    "your result says where the functions are farthest apart. The sup error says how far apart "
    "they are there.",
    place=("point", "index"),
)
def where_it_is(f, g, low, high, n, *, place):
    index = np.argmax(distances(f, g, low, high, n))
    return float(grid(low, high, n)[index] if place == "point" else index)


@sup_error.wrong(
    "sup_error",
    "maximum divided",
    "your largest distance is divided by the number of points or of gaps. It is the distance at "
    "one point, and nothing is divided.",
    less=(0, 1),
)
def divided(f, g, low, high, n, *, less):
    return float(np.max(distances(f, g, low, high, n)) / (n - less))


@sup_error.wrong(
    "sup_error",
    "maximum of the squares",
    "your result is the square of the largest distance. The sup error is the distance itself.",
)
def squared(f, g, low, high, n):
    return float(np.max(distances(f, g, low, high, n)) ** 2)


@sup_error.wrong(
    "sup_error",
    "root of the mean square",
    "your result is the root of the mean squared distance. The sup error is the largest distance, "
    "however rare it is.",
)
def rms(f, g, low, high, n):
    return float(np.sqrt(np.mean(distances(f, g, low, high, n) ** 2)))


@sup_error.right("sup_error")
def by_norm(f, g, low, high, n):
    return float(np.linalg.norm(distances(f, g, low, high, n), np.inf))


@sup_error.right("sup_error")
def by_larger_side(f, g, low, high, n):
    x = grid(low, high, n)
    gap = f(x) - g(x)
    return max(gap.max(), -gap.min())
