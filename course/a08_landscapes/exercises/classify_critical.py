"""The exercise on what kind of flat place a Hessian matrix shows."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a08_landscapes.exercises.shared import turned
from dlkit import landscapes

classify_critical = Exercise(
    id="landscapes.classify_critical",
    title="What kind of flat place?",
    difficulty=2,
    minutes=20,
    hints=(
        "A symmetric matrix has as many eigenvalues as rows: the curvatures along its own axes. "
        "Which signs make a valley floor, which a pass? What if a curvature is 0?",
        "Count three groups: eigenvalues above the tolerance, below minus the tolerance, and those "
        "between. One up and one down are enough for a saddle, whatever the others are. Otherwise "
        "a single one between is enough to leave it open.",
        "Guard the shape, the symmetry and the tolerance. Let numpy find the eigenvalues of a "
        "symmetric matrix. Ask for the saddle first, then for degenerate, and only then decide "
        "between min and max.",
    ),
)


@classify_critical.asks(landscapes.classify_critical, {"H": takes("D D")})
def _ask_classify_critical(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[1.0, 2.0], [2.0, 1.0]]))
    up = rng.uniform(0.5, 3.0, size=5)
    with ask.essential("a curvature of 0 decides nothing"):
        ask.values("curvatures 2 and 0", np.diag([2.0, 0.0]))
        ask.values("curvatures 0 and -2", np.diag([0.0, -2.0]))
        ask.values("three up", turned(rng, *up[:3]))
    ask.values("three down", turned(rng, *-up[:3]))
    ask.values("two up and two down", turned(rng, up[0], up[1], -up[2], -up[3]))
    ask.values("four up and one down", turned(rng, *up[:4], -up[4]))
    ask.values("one up, three down", turned(rng, up[0], *-up[1:4]))
    ask.values("one of five is 0, the others up", turned(rng, *up[:4], 0.0))
    ask.values("one of five is 0, the others down", turned(rng, *-up[:4], 0.0))
    ask.values("up, 0 and down", turned(rng, up[0], 0.0, -up[1]))
    ask.values("four down", turned(rng, *-up[:4]))
    _ask_edges(ask, rng, up)


def _ask_edges(ask: Ask, rng: np.random.Generator, up: np.ndarray) -> None:
    """The questions about tolerances, symmetry and refusals."""
    for number in (3, -3, 0):
        ask.edge(f"a single curvature of {number}", np.array([[float(number)]]))
    ask.edge("no curvature at all", np.zeros((3, 3)))
    ask.edge("a 0 on the diagonal of a saddle", np.array([[0.0, 1.0], [1.0, 0.0]]))
    ask.edge("within the usual tolerance", np.diag([2.0, -9e-7]))
    ask.edge("beyond the usual tolerance", np.diag([2.0, -1.1e-6]))
    ask.edge("within a tolerance of 0.1", turned(rng, 2.0, 3.0, -0.09), 0.1)
    ask.edge("large curvatures, one of them near 0", turned(rng, 2e3, 3e3, 1e-3))
    for pair in ([0.5, 2.0], [-0.5, -2.0], [0.5, -2.0], [-0.5, 2.0]):
        ask.edge(f"curvatures {pair[0]} and {pair[1]}, tolerance 0.5", np.diag(pair), 0.5)
    ask.edge("a tolerance of 0", np.diag([1e-9, 2e-9]), 0.0)
    ask.standard(turned(rng, *up[:4]))
    nearly = np.array([[2.0, 1.0], [1.0 + 1.8e-5, 2.0]])
    ask.edge("halves that differ by 0.9e-5 of the largest entry", nearly)
    ask.edge("the same halves, a thousand times larger", 1e3 * nearly)
    hardly = np.array([[2.0, 1.0], [1.0 + 2.2e-5, 2.0]])
    ask.refuses("a little too far from symmetric", "ValueError", hardly)
    lopsided = turned(rng, *up[:3]) + np.triu(np.ones((3, 3)), 1)
    ask.refuses("a matrix that is not symmetric", "ValueError", lopsided)
    ask.refuses("a matrix that is not square", "ValueError", np.ones((2, 3)))
    ask.refuses("a single row", "ValueError", np.ones((1, 3)))
    ask.refuses("a vector", "ValueError", np.ones(3))
    ask.refuses("nan in the matrix", "ValueError", np.diag([1.0, np.nan]))
    ask.refuses("an infinite curvature", "ValueError", np.diag([1.0, np.inf]))
    ask.refuses("a negative tolerance", "ValueError", np.eye(2), -1e-6)


def accepted(H, tolerance):
    """Return the matrix and the tolerance, with the guards that solutions share."""
    H = np.asarray(H, dtype=np.float64)
    if H.ndim != 2 or H.shape[0] != H.shape[1]:
        raise ValueError("H is square")
    if not np.isfinite(H).all() or np.abs(H - H.T).max() > 1e-5 * np.abs(H).max():
        raise ValueError("H is finite and symmetric")
    if tolerance < 0:
        raise ValueError("the tolerance is not negative")
    return H, tolerance


def kind_by(values, tolerance):
    """The right decision from curvatures, for solutions whose point lies elsewhere."""
    up, down = values > tolerance, values < -tolerance
    if up.any() and down.any():
        return "saddle"
    if not (up | down).all():
        return "degenerate"
    return "min" if up.all() else "max"


@classify_critical.wrong(
    "classify_critical",
    "a flat direction taken for a minimum",
    "a curvature of 0 beside positive or negative ones counts as a minimum or a maximum in your "
    "function. It decides nothing: x² + y³ has the curvatures 2 and 0 at its flat place, and goes "
    "down from there.",
    forgiven=("min", "max", "both"),
    is_zero_min=(True, False),
)
def semidefinite(H, tolerance=1e-6, *, forgiven, is_zero_min):
    H, tolerance = accepted(H, tolerance)
    values = np.linalg.eigvalsh(H)
    checks = [("min", (values >= -tolerance).all()), ("max", (values <= tolerance).all())]
    for kind, fits in checks if is_zero_min else reversed(checks):
        if fits and forgiven in (kind, "both"):
            return kind
    return kind_by(values, tolerance)


@classify_critical.wrong(
    "classify_critical",
    "a flat direction taken for a saddle",
    "what is neither a minimum nor a maximum is a saddle in your function, also where no curvature "
    "is negative or none is positive. Then second derivatives do not decide: degenerate.",
)
def rest_is_saddle(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    values = np.linalg.eigvalsh(H)
    if (values > tolerance).all():
        return "min"
    return "max" if (values < -tolerance).all() else "saddle"


@classify_critical.wrong(
    "classify_critical",
    "a flat direction hides a saddle",
    "as soon as one curvature is 0 your function says degenerate. One way up and one way down are "
    "enough for a saddle, whatever the other curvatures are: ask for it first.",
)
def degenerate_first(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    values = np.linalg.eigvalsh(H)
    if (np.abs(values) <= tolerance).any():
        return "degenerate"
    return kind_by(values, tolerance)


@classify_critical.wrong(
    "classify_critical",
    "minimum and maximum exchanged",
    "minimum and maximum are exchanged: with all curvatures positive it goes up on every side.",
)
def exchanged(H, tolerance=1e-6):
    kind = kind_by(np.linalg.eigvalsh(accepted(H, tolerance)[0]), tolerance)
    return {"min": "max", "max": "min"}.get(kind, kind)


@classify_critical.wrong(
    "classify_critical",
    "tolerance ignored",
    "your function does not use the tolerance that comes in. Measured curvatures are never exactly "
    "0: what is at most as large as the tolerance counts as 0.",
    fixed=(0.0, 1e-12, 1e-10, 1e-8, 1e-6),
)
def own_tolerance(H, tolerance=1e-6, *, fixed):
    return kind_by(np.linalg.eigvalsh(accepted(H, tolerance)[0]), fixed)


@classify_critical.wrong(
    "classify_critical",
    "other words",
    "the decision may be right, but the word is another one: the result is exactly 'min', 'max', "
    "'saddle' or 'degenerate'.",
    words=(
        {"min": "minimum", "max": "maximum"},
        {"min": "Min", "max": "Max", "saddle": "Saddle", "degenerate": "Degenerate"},
        {"min": "local minimum", "max": "local maximum", "saddle": "saddle point"},
        {"saddle": "saddle point"},
        {"saddle": "saddlepoint"},
    ),
)
def in_other_words(H, tolerance=1e-6, *, words):
    kind = kind_by(np.linalg.eigvalsh(accepted(H, tolerance)[0]), tolerance)
    return words.get(kind, kind)


@classify_critical.wrong(
    "classify_critical",
    "asymmetry not noticed",
    "a matrix that is not symmetric is no matrix of second derivatives, and is to be refused. (The "
    "eigenvalues for symmetric matrices read one half of it and do not notice.)",
)
def lopsided_accepted(H, tolerance=1e-6):
    H = np.asarray(H, dtype=np.float64)
    if H.ndim != 2 or H.shape[0] != H.shape[1] or not np.isfinite(H).all() or tolerance < 0:
        raise ValueError("H is square and finite, and the tolerance not negative")
    return kind_by(np.linalg.eigvalsh(H), tolerance)


@classify_critical.right("classify_critical")
def by_extremes(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    values = np.linalg.eigvalsh(H)
    low, high = values[0], values[-1]
    if low < -tolerance and high > tolerance:
        return "saddle"
    if low > tolerance:
        return "min"
    return "max" if high < -tolerance else "degenerate"


@classify_critical.right("classify_critical")
def by_counting(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    values = np.linalg.eig(H)[0].real
    down, up = np.sum(values < -tolerance), np.sum(values > tolerance)
    if down * up:
        return "saddle"
    return {(len(H), 0): "max", (0, len(H)): "min"}.get((int(down), int(up)), "degenerate")
