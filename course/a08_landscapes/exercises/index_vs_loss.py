"""The exercise on the loss of critical points, and how many ways lead down from them."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from dlkit import landscapes
from dlkit.backprop import numerical_gradient
from dlkit.check import examples

index_vs_loss = Exercise(
    id="landscapes.index_vs_loss",
    title="The higher, the more ways down?",
    difficulty=4,
    minutes=30,
    is_core=False,
    hints=(
        "Two questions about each point: is it critical at all? And if so, how many of its "
        "curvatures are negative?",
        "A point counts if the norm of its measured gradient is at most gradient_tolerance. Its "
        "row holds the value of f, and the number of eigenvalues below minus the tolerance, over "
        "the number of all eigenvalues.",
        "Guard both tolerances. Loop over the points; measure the gradient; skip the point if its "
        "norm is too large. Otherwise take the eigenvalues of your Hessian and append a pair. "
        "At the end make an array with two columns of all pairs, also of none.",
    ),
)

CORNERS = [np.array([a, b]) for a in (-1.0, 0.0, 1.0) for b in (0.0, 1.0)]


@index_vs_loss.asks(landscapes.index_vs_loss)
def _ask_index_vs_loss(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper([np.array([0.0, 0.0])], examples.sum_of_products)
    order = rng.permutation(len(CORNERS))
    with ask.essential("points that are not critical are left out"):
        # On the top in one dimension the share of the ways down is also their number.
        tops = [np.array([0.3]), np.array([0.0]), rng.uniform(0.2, 0.5, size=1)]
        ask.values("one critical point of three", tops, examples.wells)
    away = [np.array([0.3, -0.2]), np.array([0.0, 1.0]), rng.uniform(0.2, 0.5, size=2)]
    ask.values("one pass of three points", away, examples.wells)
    ask.values("four critical points", [CORNERS[i] for i in order[:4]], examples.wells)
    ask.values("an array of points", np.array(CORNERS)[order[:3]], examples.wells)
    three = [rng.choice([-1.0, 0.0, 1.0], size=3), np.array([0.0, 1.0, 0.0])]
    ask.values("three entries", three, examples.wells)
    ask.values("a saddle of four entries", [np.zeros(4)], examples.sum_of_products)
    near = [np.array([1.02, 1.02])]  # each slope is 0.17, the gradient 0.23 long
    wide = {"gradient_tolerance": 0.3}
    ask.values("near enough, with a wide tolerance", near, examples.wells, **wide)
    tight = {"gradient_tolerance": 0.2}
    ask.values("too far, although each slope is small", near, examples.wells, **tight)
    for size, is_small in ((4.5, "that count as 0"), (3.5, "that count")):
        title = f"curvatures of -4 {is_small}"
        ask.values(title, CORNERS[2:4], examples.wells, tolerance=size)
    _ask_edges(ask, away)


def _ask_edges(ask: Ask, away: list[np.ndarray]) -> None:
    """The questions about both tolerances, empty results and refusals."""
    ask.edge("just near enough", [_with_slope(0.9e-4)], examples.wells)
    ask.edge("just too far", [_with_slope(1.1e-4), np.ones(1)], examples.wells)
    bent = [_with_curvature(-0.9e-4), _with_curvature(-1.1e-4)]
    ask.edge("curvatures about the usual tolerance", bent, examples.wells, gradient_tolerance=9.0)
    ask.edge("no points", [], examples.wells)
    ask.edge("no critical point among two", away[:1] + away[2:], examples.wells)
    ask.edge("whole numbers", np.array([[1, 0], [1, 1]]), examples.wells)
    ask.layouts(CORNERS[:2], examples.wells)
    ask.float32(CORNERS[:2], examples.wells)
    ask.pure([np.array([1.0]), np.array([-1.0])], examples.wells)
    ask.refuses("a tolerance of 0", "ValueError", CORNERS, examples.wells, tolerance=0.0)
    title, zero = "a gradient tolerance of 0", {"gradient_tolerance": 0.0}
    ask.refuses(title, "ValueError", CORNERS, examples.wells, **zero)


def _with_slope(slope: float) -> np.ndarray:
    """Return a point near the floor of a well, where the curvature is 8."""
    return np.array([1 + slope / 8])


def _with_curvature(curvature: float) -> np.ndarray:
    """Return a point on the side of a well, where 12 x² - 4 is this."""
    return np.array([np.sqrt((4 + curvature) / 12)])


def accepted(points, gradient_tolerance, tolerance):
    """Return the points as arrays of floats, with the guards that solutions share."""
    if not (gradient_tolerance > 0 and tolerance > 0):
        raise ValueError("the tolerances are positive")
    return [np.array(point, dtype=np.float64) for point in points]


def curvatures(f, x):
    return np.linalg.eigvalsh(landscapes.hessian_fd(f, x))


def is_critical(f, x, longest):
    return np.linalg.norm(numerical_gradient(f, x)) <= longest


def table(rows):
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def rows_of(points, f, longest, tolerance, row, keeps=is_critical):
    """Collect a row for each point that is kept, made of its loss and its curvatures."""
    points = accepted(points, longest, tolerance)
    kept = [x for x in points if keeps(f, x, longest)]
    return table([row(f(x), curvatures(f, x), tolerance) for x in kept])


def right_row(loss, values, tolerance):
    return loss, np.mean(values < -tolerance)


@index_vs_loss.wrong(
    "index_vs_loss",
    "points that are not critical",
    "every point gets a row in your result. Where the gradient is not small there is a slope, and "
    "the curvatures do not tell what kind of place it is: leave such points out.",
)
def all_points(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    return rows_of(points, f, gradient_tolerance, tolerance, right_row, lambda *_: True)


@index_vs_loss.wrong(
    "index_vs_loss",
    "number in place of a share",
    "your second column counts the negative curvatures. Divide by how many there are, so that "
    "points of different landscapes can be compared.",
)
def numbers(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    def row(loss, values, tolerance):
        return loss, np.sum(values < -tolerance)

    return rows_of(points, f, gradient_tolerance, tolerance, row)


@index_vs_loss.wrong(
    "index_vs_loss",
    "eigenvalues of the wrong block",
    "your curvatures are the diagonal of the Hessian matrix, those along the axes. The ways down "
    "of a saddle may lie between the axes: take the eigenvalues of the whole matrix.",
)
def of_diagonal(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    points = accepted(points, gradient_tolerance, tolerance)
    kept = [x for x in points if is_critical(f, x, gradient_tolerance)]
    diagonals = [np.diag(landscapes.hessian_fd(f, x)) for x in kept]
    rows = [right_row(f(x), d, tolerance) for x, d in zip(kept, diagonals, strict=True)]
    return table(rows)


@index_vs_loss.wrong(
    "index_vs_loss",
    "tolerance of 0",
    "every curvature below 0 counts as a way down in your function, whatever the tolerance is. "
    "Measured curvatures are never exactly 0: compare with minus the tolerance.",
    fixed=(0.0, 1e-8, 1e-6, 1e-4),
)
def without_tolerance(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4, fixed):
    def row(loss, values, _):
        return loss, np.mean(values < -fixed)

    return rows_of(points, f, gradient_tolerance, tolerance, row)


@index_vs_loss.wrong(
    "index_vs_loss",
    "ways up counted",
    "you count the curvatures above the tolerance, so a minimum gets 1 and a maximum 0. A way down "
    "is a curvature below minus the tolerance.",
)
def ways_up(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    def row(loss, values, tolerance):
        return loss, np.mean(values > tolerance)

    return rows_of(points, f, gradient_tolerance, tolerance, row)


@index_vs_loss.wrong(
    "index_vs_loss",
    "largest slope in place of the norm",
    "you compare every slope by itself with the tolerance. The norm of the gradient is asked for: "
    "many small slopes together may be too long.",
)
def by_largest_slope(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    def keeps(f, x, longest):
        return np.abs(numerical_gradient(f, x)).max() <= longest

    return rows_of(points, f, gradient_tolerance, tolerance, right_row, keeps)


@index_vs_loss.wrong(
    "index_vs_loss",
    "gradient_tolerance ignored",
    "whether a point counts does not depend on gradient_tolerance in your function. Compare the "
    "norm of the gradient with the number that comes in.",
    fixed=(1e-8, 1e-6, 1e-5, 1e-4, 1e-3),
)
def own_gradient_tolerance(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4, fixed):
    def keeps(f, x, _):
        return is_critical(f, x, fixed)

    return rows_of(points, f, gradient_tolerance, tolerance, right_row, keeps)


@index_vs_loss.right("index_vs_loss")
def by_columns(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    points = accepted(points, gradient_tolerance, tolerance)
    kept = [x for x in points if is_critical(f, x, gradient_tolerance)]
    shares = [np.searchsorted(curvatures(f, x), -tolerance) / x.size for x in kept]
    return np.column_stack([[float(f(x)) for x in kept], shares])


@index_vs_loss.right("index_vs_loss")
def by_filling(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    result = np.empty((0, 2))
    for x in accepted(points, gradient_tolerance, tolerance):
        if not is_critical(f, x, gradient_tolerance):
            continue
        values = np.linalg.eigvals(landscapes.hessian_fd(f, x)).real
        row = [float(f(x)), np.searchsorted(np.sort(values), -tolerance) / len(values)]
        result = np.vstack([result, row])
    return result
