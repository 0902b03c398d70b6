"""The product of a vector with a diagonal Jacobian matrix that is never built."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.promises import takes
from course.a04_backprop.exercises.jacobian import jacobian
from dlkit import activations, backprop
from dlkit.check import examples

PAIR = {"dy": takes("", "N", "N M"), "x": takes("", "N", "N M")}
MANY = 50  # equal numbers: a call that moves one of them alone is noticed


@jacobian.asks(backprop.diagonal_vjp, PAIR, part="gradients")
def _ask_diagonal_vjp(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([1.0, 10.0]), np.square, np.array([3.0, -1.0]))
    ask.values("sine of 5 numbers", rng.normal(size=5), np.sin, rng.normal(size=5))
    shape = (3, 4)
    ask.values("tanh of a matrix", rng.normal(size=shape), np.tanh, rng.normal(size=shape))
    ask.values("sigmoid", rng.normal(size=4), activations.sigmoid, rng.normal(size=4))
    near, x = rng.uniform(-0.8, 0.8, size=3), np.array([-1, 1, -1]) * rng.uniform(2, 3, size=3)
    ask.values("entries within 1, a step of 0.1", rng.normal(size=3), np.sin, near, h=0.1)
    ask.values("entries beyond 1, a step of 0.1", rng.normal(size=3), np.sin, x, h=0.1)
    alike = np.full(MANY, rng.uniform(0.3, 0.9))
    with ask.essential("all entries move at once, so that no matrix is needed"):
        together = examples.squares_all_alike
        ask.values(f"{MANY} equal entries, moved together", np.ones(MANY), together, alike)
    ask.standard(rng.normal(size=(2, 3)), np.sin, rng.normal(size=(2, 3)))
    ask.edge("cubes at 0, which show the step", np.array([2.0, 3.0]), examples.cubes, np.zeros(2))
    ask.edge("one number", np.array(rng.normal()), np.sin, np.array(rng.normal()))
    ask.edge("no numbers", np.empty((0, 2)), np.sin, np.empty((0, 2)))
    ask.refuses("shape (3,) against (1, 3)", "ValueError", x, np.sin, x[None, :])
    ask.refuses("shape (3, 1) against (3,)", "ValueError", x[:, None], np.sin, x)
    ask.refuses("a step of 0", "ValueError", x, np.sin, x, h=0.0)
    ask.property("linear", rng.normal(size=4), np.sin, rng.normal(size=4))


def accepted(dy, f, x, h):
    """Return dy and x as float64, with the guards that right and wrong solutions share."""
    if not h > 0:
        raise ValueError("the step has to be positive")
    if np.shape(dy) != np.shape(x):
        raise ValueError("dy needs the shape of x")
    return np.array(dy, dtype=np.float64), np.array(x, dtype=np.float64)


def slopes_of(f, x, step, sides=(1, -1)):
    up, down = (np.array(x + side * step) for side in sides)
    return np.asarray(np.subtract(f(up), f(down)) / ((sides[0] - sides[1]) * step))


@jacobian.wrong(
    "diagonal_vjp",
    "the matrix is built all the same",
    "you move one entry after the other, as for the whole matrix: for 4000 numbers that is 8000 "
    "calls. Every entry depends on itself alone, so move all of them together, in two calls.",
    by=("matrix", "entry"),
)
def vjp_by_matrix(dy, f, x, *, h=1e-5, by):
    dy, x = accepted(dy, f, x, h)
    slopes = np.zeros(x.size)
    for j, index in enumerate(np.ndindex(x.shape)):
        step = h * max(1.0, abs(x[index]))
        move = np.zeros_like(x)
        move[index] = step
        change = np.ravel(f(np.array(x + move)) - f(np.array(x - move)))
        slopes[j] = (change.sum() if by == "matrix" else change[j]) / (2 * step)
    return dy * slopes.reshape(x.shape)


@jacobian.wrong(
    "diagonal_vjp",
    "vector left out",
    "your result is the diagonal itself. The product multiplies each of its entries by the one of "
    "dy.",
)
def vjp_without_vector(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    return slopes_of(f, x, h * np.maximum(1, np.abs(x)))


@jacobian.wrong(
    "diagonal_vjp",
    "products summed",
    "you add up the products. A vector times a diagonal matrix is a vector: nothing is summed.",
)
def vjp_summed(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    return np.asarray(np.sum(dy * slopes_of(f, x, h * np.maximum(1, np.abs(x)))))


@jacobian.wrong(
    "diagonal_vjp",
    "one-sided difference",
    "your differences are taken to one side only, so their error is as large as the step. Take "
    "one step up and one down.",
    sides=((1, 0), (0, -1)),
)
def vjp_one_sided(dy, f, x, *, h=1e-5, sides):
    dy, x = accepted(dy, f, x, h)
    return dy * slopes_of(f, x, h * np.maximum(1, np.abs(x)), sides)


@jacobian.wrong(
    "diagonal_vjp",
    "step of the same size for every entry",
    "your step is h for every entry. It is h times the larger of 1 and the size of the entry, as "
    "for the matrix.",
)
def vjp_with_absolute_step(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    return dy * slopes_of(f, x, h * np.ones_like(x))


@jacobian.wrong(
    "diagonal_vjp",
    "step of the largest entry for all",
    "all your entries move by the step of the largest of them. Each has a step of its own: h times "
    "the larger of 1 and the size of this entry.",
)
def vjp_with_one_step(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    return dy * slopes_of(f, x, h * np.max(np.abs(x), initial=1.0))


@jacobian.wrong(
    "diagonal_vjp",
    "divided by the step, not by twice the step",
    "your result is twice the right one: from the lower place to the upper one it is two steps.",
)
def vjp_doubled(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    return 2 * dy * slopes_of(f, x, h * np.maximum(1, np.abs(x)))


@jacobian.wrong(
    "diagonal_vjp",
    "divided by the slope",
    "you divide by the slope where the chain rule multiplies: what comes from above is handed "
    "down times the slope.",
)
def vjp_divided(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    return dy / slopes_of(f, x, h * np.maximum(1, np.abs(x)))


@jacobian.wrong(
    "diagonal_vjp",
    "shapes broadcast silently",
    "a dy of another shape is stretched until it fits. Compare its shape with that of x first, and "
    "refuse different ones.",
)
def vjp_broadcast(dy, f, x, *, h=1e-5):
    accepted(x, f, x, h)
    x = np.array(x, dtype=np.float64)
    return np.asarray(dy, dtype=np.float64) * slopes_of(f, x, h * np.maximum(1, np.abs(x)))


@jacobian.right("diagonal_vjp")
def vjp_of_both_sides(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    step = h * np.clip(np.abs(x), 1, None)
    rise = np.asarray(f(np.array(x + step))) - np.asarray(f(np.array(x - step)))
    return np.asarray(np.multiply(dy, rise) / step / 2)


@jacobian.right("diagonal_vjp")
def vjp_number_by_number(dy, f, x, *, h=1e-5):
    dy, x = accepted(dy, f, x, h)
    result = np.empty_like(x)
    for index in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[index]))
        rise = f(np.array(x[index] + step)) - f(np.array(x[index] - step))
        result[index] = dy[index] * rise / (2 * step)
    return result
