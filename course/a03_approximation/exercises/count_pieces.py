"""The second function of the exercise on depth: how many straight pieces a function has."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes
from course.a03_approximation.exercises.sawtooth import folded, sawtooth
from course.a03_approximation.exercises.shared import real
from dlkit import approximation

ROUNDING = 1e-6


def polyline(rng: np.random.Generator, pieces: int, n: int = 61) -> np.ndarray:
    """Draw a function on an even grid that bends at grid points, up as well as down."""
    places = np.sort(rng.choice(np.arange(2, n - 2), pieces - 1, replace=False))
    slopes = np.cumsum(rng.uniform(0.3, 1.0, pieces) * rng.choice([-1, 1], pieces))
    of_step = slopes[np.searchsorted(places, np.arange(n - 1), side="right")]
    return np.append(0.0, np.cumsum(of_step))


@sawtooth.asks(approximation.count_pieces, {"y": takes("n", dtypes=("float64", "int64"))})
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([0.0, 1.0, 2.0, 2.0, 2.0, 4.0]))
    for pieces in (2, 5, 9):
        ask.values(f"a line that bends {pieces - 1} times", polyline(rng, pieces))
    ask.values("a sawtooth", folded(np.linspace(0, 1, 129), int(rng.integers(3, 6))))
    rising = np.interp(
        np.arange(30), [0, 7, 12, 29], np.cumsum(rng.uniform(1, 5, 4) * (1, 1, 9, 1))
    )
    ask.values("a line that rises all the way", rising)
    flat = np.interp(np.arange(20), [0, 5, 9, 19], [0.0, 1.0, 1.0, 3.0]) * rng.uniform(1, 2)
    ask.values("a line with a flat piece", flat)
    ask.values("the same slope twice, with another between", np.repeat([1.0, 3, 1], 6).cumsum())
    ask.values("a line that falls all the way", -rising)
    ends = np.array([0.0, 1.0, 3.0, 5.0, 7.0, 6.0]) * rng.uniform(1, 2)
    ask.values("bends at the first and at the last inner point", ends)
    ask.layouts(polyline(rng, 4))
    ask.edge("whole numbers as input", np.repeat(rng.permutation([-2, 0, 5]), 4).cumsum())
    ask.pure(polyline(rng, 3))
    ask.edge("steps that differ by rounding", 0.1 * np.arange(40) + rng.uniform(0, 0.1))
    ask.edge("a very small function", 1e-9 * polyline(rng, 5))
    ask.edge("a very large function", 1e9 * polyline(rng, 5))
    ask.edge("a constant", np.full(7, rng.normal()))
    ask.edge("two values", rng.normal(size=2))
    ask.refuses("one value", "ValueError", rng.normal(size=1))
    ask.refuses("an infinite value", "ValueError", np.append(rng.normal(size=4), np.inf))
    ask.refuses("a table of values", "ValueError", rng.normal(size=(4, 3)))


def steps_of(y):
    """The steps between neighbours, with the guards that right and wrong solutions share."""
    y = real(y)
    if y.ndim != 1 or len(y) < 2 or not np.all(np.isfinite(y)):
        raise ValueError("at least two finite values in a row are needed")
    return np.diff(y)


def bends_of(steps):
    """Where a step differs from the one before it by more than rounding."""
    return np.abs(np.diff(steps)) > ROUNDING * np.abs(steps).max()


@sawtooth.wrong(
    "count_pieces",
    "bends instead of pieces",
    "you count the bends. A line without a bend is one piece already, so there is one piece more "
    "than bends.",
)
def only_bends(y):
    return int(np.count_nonzero(bends_of(steps_of(y))))


@sawtooth.wrong(
    "count_pieces",
    "flat pieces counted twice",
    "a flat piece counts twice in your result. A slope of 0 is a slope like any other: only the "
    "change to it and the change away from it are bends.",
)
def flat_twice(y):
    steps = steps_of(y)
    flat = np.abs(steps) <= 1e-6 * np.abs(steps).max(initial=0)
    begins = flat & ~np.append(False, flat[:-1])
    return 1 + int(np.count_nonzero(bends_of(steps)) + np.count_nonzero(begins))


@sawtooth.wrong(
    "count_pieces",
    "only changes of direction",
    "you count where the function turns from rising to falling or back. A line that rises slowly "
    "and then fast bends as well: compare the slopes, not their signs.",
)
def turns(y):
    signs = np.sign(steps_of(y))
    return 1 + int(np.count_nonzero(np.diff(signs)))


@sawtooth.wrong(
    "count_pieces",
    "different slopes counted",
    "you count how many different slopes there are. Two pieces may have the same slope and lie far "
    "apart: count where the slope changes.",
    rounded=(True, False),
)
def distinct(y, *, rounded):
    steps = steps_of(y)
    size = np.abs(steps).max() or 1.0
    return len(np.unique(np.round(steps / size, 6) if rounded else steps))


@sawtooth.wrong(
    "count_pieces",
    "rounding counted as a bend",
    "steps along a straight line differ in their last digits, and you count that as bends. Leave "
    "room for rounding, in proportion to the largest step.",
)
def exact(y):
    return 1 + int(np.count_nonzero(np.diff(steps_of(y))))


@sawtooth.wrong(
    "count_pieces",
    "bends, and rounding among them",
    "you count the bends, and steps that differ by rounding alone are among them. A line without "
    "a bend is one piece already; and a change in the last digits is no bend.",
)
def exact_bends(y):
    return int(np.count_nonzero(np.diff(steps_of(y))))


@sawtooth.wrong(
    "count_pieces",
    "bends in one direction only",
    "your changes of the steps keep their sign, so bends in one of the two directions are missed. "
    "What counts is how large a change is.",
    direction=(1, -1),
)
def one_way(y, *, direction):
    steps = steps_of(y)
    room = ROUNDING * np.abs(steps).max()
    return 1 + int(np.count_nonzero(direction * np.diff(steps) > room))


@sawtooth.wrong(
    "count_pieces",
    "tolerance of a fixed size",
    "your tolerance is a fixed number, so in a function of very small values no bend is seen. It "
    "has to be in proportion to the largest step.",
    size=(1e-3, 1e-5, 1e-6, 1e-8, 1e-9),
)
def fixed(y, *, size):
    return 1 + int(np.count_nonzero(np.abs(np.diff(steps_of(y))) > size))


@sawtooth.wrong(
    "count_pieces",
    "steps counted",
    "you count the gaps between the points. Along a straight piece many gaps have the same slope, "
    "and together they are one piece.",
)
def gaps(y):
    return len(steps_of(y))


@sawtooth.right("count_pieces")
def one_by_one(y):
    steps = steps_of(y)
    pieces, room = 1, ROUNDING * max(abs(steps))
    for j in range(1, len(steps)):
        pieces += abs(steps[j] - steps[j - 1]) > room
    return int(pieces)


@sawtooth.right("count_pieces")
def by_second_differences(y):
    steps = steps_of(y)
    return np.sum(np.abs(steps[1:] - steps[:-1]) > ROUNDING * np.abs(steps).max()) + 1
