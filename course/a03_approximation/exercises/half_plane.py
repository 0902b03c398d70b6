"""The exercise on one line: a unit that knows on which side a point lies."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a03_approximation.exercises.shared import CORNERS_DTYPES, left_of, real
from dlkit import approximation

PLANE = {each: takes("2", dtypes=CORNERS_DTYPES) for each in ("p", "q")}

half_plane = Exercise(
    id="approximation.half_plane",
    title="One side of a line",
    difficulty=2,
    minutes=20,
    hints=(
        "Turn the direction of walking a quarter turn to the left: now it points to the side that "
        "has to be positive.",
        "The quarter turn of the step from p to q takes minus its second entry first and then its "
        "first entry. Divided by the length of the step it has length 1. Both have shape (2,).",
        "Check that the points differ; subtract; turn; divide by the length; choose the bias such "
        "that the unit is 0 at p: minus the product of the weights with p.",
    ),
)


@half_plane.asks(approximation.half_plane, PLANE)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0, 2.0]), np.array([4.0, 6.0]))
    with ask.essential("the unit is positive to the left of the line, and 0 on it"):
        for number in ("one", "another", "a third"):
            ask.values(f"{number} line in any direction", *rng.normal(scale=3, size=(2, 2)))
    p, q = rng.normal(size=(2, 2)) + (3, -2)
    ask.layouts(p, q)
    ask.edge("whole numbers as input", rng.integers(-5, 0, 2), rng.integers(1, 6, 2))
    ask.pure(p, q)
    ask.edge("a vertical line upwards", p, p + (0, 2))
    ask.edge("a vertical line downwards", p, p - (0, 2))
    ask.edge("a horizontal line to the right", p, p + (2, 0))
    ask.edge("a horizontal line to the left", p, p - (2, 0))
    ask.edge("two points close together", p, p + rng.uniform(0.1, 0.3, 2))
    ask.edge("a line through the origin", 0 * p, q)
    ask.refuses("the same point twice", "ValueError", p, p)
    ask.refuses("a point with three coordinates", "ValueError", p, np.append(q, 1.0))
    ask.refuses("a point at infinity", "ValueError", p, np.array([np.inf, 0.0]))
    ask.refuses("points in space", "ValueError", np.append(p, 0.0), np.append(q, 1.0))
    ask.refuses("words as a point", "TypeError", ["a", "b"], ["c", "d"])


def turned(p, q):
    """The step from p to q and its quarter turn to the left, with the guards of solutions."""
    left_of(p, q)
    p, q = real(p), real(q)
    along = q - p
    return p, along, np.array([-along[1], along[0]])


def unguarded(p, q, *, finite=False, different=False):
    """The right unit, with only those of the guards that are named."""
    p, q = real(p), real(q)
    if p.shape != (2,) or q.shape != (2,):
        raise ValueError("points of the plane")
    if (finite and not np.all(np.isfinite([p, q]))) or (different and np.all(p == q)):
        raise ValueError("two different finite points")
    with np.errstate(all="ignore"):
        w = np.array([-(q - p)[1], (q - p)[0]]) / np.linalg.norm(q - p)
    return w, -float(w @ p)


@half_plane.wrong(
    "half_plane",
    "positive on the right",
    "your unit is positive on the right side of the line, seen when walking from p to q. Turn the "
    "direction the other way round.",
)
def right_of(p, q):
    w, b = left_of(p, q)
    return -w, -b


@half_plane.wrong(
    "half_plane",
    "bias omitted",
    "your line goes through the origin, whatever p and q are. The bias moves it: at p itself the "
    "unit has to be 0.",
)
def without_bias(p, q):
    return left_of(p, q)[0], 0.0


@half_plane.wrong(
    "half_plane",
    "slope of the line",
    "you divide by the step in the first coordinate, which is 0 for a vertical line and changes "
    "the side when it is negative. Turn the direction instead; no slope is needed.",
)
def by_slope(p, q):
    p, along, _ = turned(p, q)
    if along[0] == 0:
        raise ZeroDivisionError("vertical")
    slope = along[1] / along[0]
    w = np.array([-slope, 1.0]) / np.hypot(slope, 1.0)
    return w, -float(w @ p)


@half_plane.wrong(
    "half_plane",
    "not divided by the length",
    "the direction of your weights is right but their length is not 1: they grow with the distance "
    "of the two points. Divide by it, then the unit gives a distance.",
)
def unscaled(p, q):
    p, _, w = turned(p, q)
    return w, -float(w @ p)


@half_plane.wrong(
    "half_plane",
    "equal points accepted",
    "through one point go many lines, so two equal points must be refused. Your function divides "
    "by a length of 0 there.",
)
def of_equal_points(p, q):
    return unguarded(p, q, finite=True)


@half_plane.wrong(
    "half_plane",
    "a point at infinity accepted",
    "from a point at infinity a line has no direction and no distance, so it must be refused.",
)
def from_infinity(p, q):
    return unguarded(p, q, different=True)


@half_plane.wrong(
    "half_plane",
    "equal points and infinity accepted",
    "two inputs must be refused that your function accepts: equal points, since many lines go "
    "through one point, and a point at infinity, from which a line has no direction.",
)
def of_any_points(p, q):
    return unguarded(p, q)


@half_plane.wrong(
    "half_plane",
    "bias with the wrong sign",
    "your bias has the wrong sign, so that the line is moved away from p instead of onto it. The "
    "product of the weights with p, plus the bias, must be 0.",
)
def bias_of_the_wrong_sign(p, q):
    w, b = left_of(p, q)
    return w, -b


@half_plane.wrong(
    "half_plane",
    "weights along the line",
    "your weights point along the line, so the unit grows while one walks on it. They have to "
    "stand at a right angle to the line.",
)
def along_the_line(p, q):
    p, along, _ = turned(p, q)
    w = along / np.linalg.norm(along)
    return w, -float(w @ p)


@half_plane.wrong(
    "half_plane",
    "coordinates exchanged without a sign",
    "you exchanged the two coordinates of the direction, but one of them needs a minus: only then "
    "do the weights stand at a right angle to the line.",
)
def without_minus(p, q):
    p, along, _ = turned(p, q)
    w = along[::-1] / np.linalg.norm(along)
    return w, -float(w @ p)


@half_plane.wrong(
    "half_plane",
    "divided by the squared length",
    "your weights are divided by the square of the length. Divide by the length itself, then they "
    "have length 1.",
)
def by_squared_length(p, q):
    p, along, w = turned(p, q)
    w = w / (along @ along)
    return w, -float(w @ p)


@half_plane.wrong(
    "half_plane",
    "bias not divided by the length",
    "your weights have length 1, but the bias is still that of the longer ones, so the line is not "
    "where p and q are. Both have to be divided by the length.",
)
def bias_unscaled(p, q):
    p, along, w = turned(p, q)
    return w / np.linalg.norm(along), -float(w @ p)


@half_plane.right("half_plane")
def by_angle(p, q):
    p, along, _ = turned(p, q)
    angle = np.angle(complex(*along))
    w = np.array([-np.sin(angle), np.cos(angle)])
    return w, -w @ p


@half_plane.right("half_plane")
def by_rotation(p, q):
    p, along, _ = turned(p, q)
    w = along @ np.array([[0.0, 1.0], [-1.0, 0.0]])
    w = w / np.sqrt(w @ w)
    return w, float(-w @ p)
