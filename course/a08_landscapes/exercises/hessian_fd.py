"""The exercise on second derivatives by differences."""

from itertools import combinations_with_replacement

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from dlkit import landscapes
from dlkit.check import examples
from dlkit.check.compare import SINGLE

hessian_fd = Exercise(
    id="landscapes.hessian_fd",
    title="All curvatures, by nudging",
    difficulty=3,
    minutes=25,
    hints=(
        "A second derivative is the slope of a slope. Move two entries, and ask how much the "
        "effect of the one changes when the other is moved.",
        "For each pair of entries take four corners: both up, both down, and the two mixed ones. "
        "The first two count with plus, the mixed ones with minus; divide by four times the "
        "product of the two steps. On the diagonal the same entry is moved twice.",
        "Convert to float64. Make a matrix whose row i holds the step of entry i at place i and 0 "
        "elsewhere. For all i and j add or subtract two of its rows, call the function at the four "
        "new arrays, and fill H[i, j].",
    ),
)


@hessian_fd.asks(landscapes.hessian_fd, {"x": takes("D", up_to=1e3)})
def _ask_hessian_fd(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(examples.sum_of_products, np.array([1.0, 2.0]), h=1.0)
    small = rng.uniform(-0.9, 0.9, size=3)
    with ask.essential("the four corners lie on both sides, and fill the whole matrix"):
        ask.values("ripples in 3 entries, a wide step of 0.1", examples.ripples, small, h=0.1)
        ask.values("ripples in 2 entries", examples.ripples, small[1:] / 2, h=0.05)
    large = np.array([1, -1]) * rng.uniform(2.0, 5.0, size=2)
    ask.values("entries beyond 1, cubes", examples.sum_of_cubes, large, h=0.1)
    ask.values("entries beyond 1, ripples", examples.ripples, large, h=0.05)
    ask.values("wells", examples.wells, large / 2, h=0.01)
    ask.standard(examples.ripples, small[:2], h=0.1)
    ask.edge("one entry", examples.wells, small[1:2], h=0.1)
    usual = {"tolerance": SINGLE}
    ask.edge("the usual step", examples.ripples, 2 + small, **usual)
    single = (2 + small).astype(np.float32)
    # of a polynomial rounding is the same on every processor; of sines in float32 it is not
    ask.edge("the usual step beside float32", examples.wells, single, **usual)
    huge = np.array([1e3, -1e3]) * rng.uniform(1.0, 2.0, size=2)
    ask.edge("entries of a thousand", examples.sum_of_squares, huge, **usual)
    ask.edge("cubes near 0", examples.sum_of_cubes, 1e-3 * small, h=0.1)
    spoiling = examples.spoiling_ripples
    ask.edge("a function that overwrites", spoiling, small[:2], h=0.1)
    ask.refuses("a matrix in place of a vector", "ValueError", examples.ripples, np.ones((2, 2)))
    ask.refuses("a step of 0", "ValueError", examples.ripples, small, h=0.0)
    ask.refuses("a negative step", "ValueError", examples.ripples, small, h=-1e-4)


def accepted(x, h):
    """Return x as float64 and the steps of its entries, with the guards that solutions share."""
    if not h > 0:
        raise ValueError("the step has to be positive")
    x = np.array(x, dtype=np.float64)
    if x.ndim != 1:
        raise ValueError("x has one axis")
    return x, h * np.maximum(1, np.abs(x))


def filled(f, x_and_steps, quotient):
    """Fill a matrix with a quotient of the values at the corners and the steps of two entries."""
    x, steps = x_and_steps
    H = np.zeros((x.size, x.size))
    for i in range(x.size):
        for j in range(x.size):
            H[i, j] = quotient(corner_values(f, x, steps, i, j), steps[i], steps[j])
    return H


def corner_values(f, x, steps, i, j):
    """Return f at both up, first up, second up, both down, by the signs of the two moves."""
    units = np.eye(x.size)
    a, b = steps[i] * units[i], steps[j] * units[j]
    places = {"++": x + a + b, "+-": x + a - b, "-+": x - a + b, "--": x - a - b}
    return {signs: f(place) for signs, place in places.items()}


def central(v, s, t):
    return (v["++"] - v["+-"] - v["-+"] + v["--"]) / (4 * s * t)


@hessian_fd.wrong(
    "hessian_fd",
    "corners on one side only",
    "your corners lie to one side of x only. The error of such a difference is as large as the "
    "step; corners on both sides leave the step squared.",
    side=(1, -1),
    is_scaled=(True, False),
)
def hessian_one_sided(f, x, *, h=1e-4, side, is_scaled):
    x, steps = accepted(x, h)
    steps, units = side * (steps if is_scaled else np.full(x.size, h)), np.eye(x.size)
    H = np.zeros((x.size, x.size))
    for i, j in np.ndindex(H.shape):
        a, b = steps[i] * units[i], steps[j] * units[j]
        H[i, j] = (f(x + a + b) - f(x + a) - f(x + b) + f(x.copy())) / (steps[i] * steps[j])
    return H


@hessian_fd.wrong(
    "hessian_fd",
    "one half of the matrix empty",
    "your matrix is filled on one side of its diagonal only. Both orders of two derivatives give "
    "the same number: fill H[i, j] and H[j, i].",
    half=(np.tril, np.triu),
)
def hessian_triangle(f, x, *, h=1e-4, half):
    return half(filled(f, accepted(x, h), central))


@hessian_fd.wrong(
    "hessian_fd",
    "curvatures along the axes only",
    "beside the diagonal your matrix holds zeros. How the slope along one entry changes when "
    "another one is moved belongs there.",
)
def hessian_diagonal(f, x, *, h=1e-4):
    return np.diag(np.diag(filled(f, accepted(x, h), central)))


DIVISORS = {
    "1": lambda s, t: 1,
    "4": lambda s, t: 4,
    "s t": lambda s, t: s * t,
    "2 s t": lambda s, t: 2 * s * t,
    "2 s": lambda s, t: 2 * s,
    "s": lambda s, t: s,
    "4 s": lambda s, t: 4 * s,
}


@hessian_fd.wrong(
    "hessian_fd",
    "division by the steps forgotten",
    "your result is not divided by the product of both steps and 4: the corners of a pair lie "
    "twice the one step apart in one direction, and twice the other in the other.",
    divisor=tuple(DIVISORS),
)
def hessian_undivided(f, x, *, h=1e-4, divisor):
    def quotient(v, s, t):
        return central(v, s, t) * 4 * s * t / DIVISORS[divisor](s, t)

    return filled(f, accepted(x, h), quotient)


@hessian_fd.wrong(
    "hessian_fd",
    "divided by one step squared",
    "where two entries have steps of different sizes, you divide by the square of one of them. "
    "Divide by their product.",
    which=(0, 1),
)
def hessian_over_one_step(f, x, *, h=1e-4, which):
    def quotient(v, s, t):
        return central(v, s, t) * s * t / (s, t)[which] ** 2

    return filled(f, accepted(x, h), quotient)


@hessian_fd.wrong(
    "hessian_fd",
    "mixed corners added",
    "the two corners where one entry goes up and the other down count with a minus in the formula. "
    "In yours not both of them do.",
    signs=((1, 1, 1), (-1, 1, 1), (1, -1, 1), (-1, 1, -1), (1, -1, -1), (-1, -1, -1)),
)
def hessian_with_wrong_signs(f, x, *, h=1e-4, signs):
    def quotient(v, s, t):
        terms = zip(signs, ("+-", "-+", "--"), strict=True)
        return (v["++"] + sum(sign * v[place] for sign, place in terms)) / (4 * s * t)

    return filled(f, accepted(x, h), quotient)


@hessian_fd.wrong(
    "hessian_fd",
    "another step on the diagonal",
    "on the diagonal you take the usual three places, one step apart. By the formula here the same "
    "entry is moved twice: the outer places lie two steps from x.",
)
def hessian_with_near_diagonal(f, x, *, h=1e-4):
    x, steps = accepted(x, h)
    H = filled(f, (x, steps), central)
    for i, step in enumerate(steps):
        a = step * np.eye(x.size)[i]
        H[i, i] = (f(x + a) - 2 * f(x.copy()) + f(x - a)) / step**2
    return H


@hessian_fd.wrong(
    "hessian_fd",
    "changes x in place",
    "your moves are made in x itself, so the array of the caller changes, or whole numbers are cut "
    "off. Make a new float64 array for every corner.",
    is_put_back=(True, False),
)
def hessian_in_place(f, x, *, h=1e-4, is_put_back):
    _, steps = accepted(x, h)
    x = np.asarray(x)
    H = np.zeros((x.size, x.size))
    for i, j in np.ndindex(H.shape):
        for s, t in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            before = x.copy()
            x[i] += np.array(s * steps[i], dtype=x.dtype)
            x[j] += np.array(t * steps[j], dtype=x.dtype)
            H[i, j] += s * t * f(x) / (4 * steps[i] * steps[j])
            if is_put_back:
                x[...] = before
            else:
                x[i] -= np.array(s * steps[i], dtype=x.dtype)
                x[j] -= np.array(t * steps[j], dtype=x.dtype)
    return H


@hessian_fd.right("hessian_fd")
def hessian_by_slopes_of_slopes(f, x, *, h=1e-4):
    x, steps = accepted(x, h)
    moves = np.diag(steps)

    def slope(place, i):
        return (f(place + moves[i]) - f(place - moves[i])) / (2 * steps[i])

    both = range(x.size)
    return np.array(
        [[(slope(x + moves[j], i) - slope(x - moves[j], i)) / (2 * steps[j]) for i in both]
         for j in both]
    )  # fmt: skip


@hessian_fd.right("hessian_fd")
def hessian_by_two_diagonals(f, x, *, h=1e-4):
    x, steps = accepted(x, h)
    H, moves = np.zeros((x.size, x.size)), np.diag(steps)
    for i, j in combinations_with_replacement(range(x.size), 2):
        together, against = moves[i] + moves[j], moves[i] - moves[j]
        H[i, j] = f(x + together) + f(x - together) - f(x + against) - f(x - against)
    H /= 4 * np.outer(steps, steps)
    return H + np.triu(H, 1).T
