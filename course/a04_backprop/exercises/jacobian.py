"""The exercise on the Jacobian matrix, and on a product with it that never builds it."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from dlkit import backprop, losses
from dlkit.check import examples

X = {"x": takes("", "N", "N M")}

jacobian = Exercise(
    id="backprop.jacobian",
    title="The Jacobian, and how to do without it",
    difficulty=3,
    minutes=30,
    is_core=False,
    hints=(
        "Nudge one entry of the input and look at all outputs: this fills one column of the "
        "matrix. And when each output depends on one input only, why not nudge all of them at "
        "once?",
        "Column j is the difference of two calls over twice the step of entry j; a function from n "
        "to m numbers has m rows. For the second function the result has the shape of x: dy times "
        "the difference of two calls over twice the steps.",
        "For the matrix do as in the first exercise, but flatten what the function returns and "
        "put it into a column. For the product add all steps to x in one array, subtract them in "
        "another, call the function with each, subtract, divide by twice the steps, times dy.",
    ),
)


@jacobian.asks(backprop.jacobian, X, part="gradients")
def _ask_jacobian(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(examples.products_of_neighbours, np.array([2.0, 3.0, 5.0]))
    with ask.essential("rows are outputs, columns are inputs"):
        ask.values("5 inputs, 4 outputs", examples.products_of_neighbours, rng.normal(size=5))
        ask.values("3 inputs, 4 outputs", examples.power_sums, rng.uniform(-1, 1, size=3))
    ask.values("softmax of 4 scores", losses.softmax, rng.normal(size=4))
    ask.values("a wide step of 0.1", examples.power_sums, rng.uniform(-0.9, 0.9, size=2), h=0.1)
    far = np.array([-1, 1]) * rng.uniform(2.0, 4.0, size=2)
    ask.values("entries beyond 1 and a step of 0.1", examples.power_sums, far, h=0.1)
    ask.standard(examples.transposed_squares, rng.normal(size=(2, 3)))
    ask.edge("a function with one number as its value", examples.ripples, rng.normal(size=4))
    ask.edge("powers at 0, which show the step", examples.power_sums, np.zeros(2))
    ask.edge("one number as input", examples.power_sums, np.array(rng.uniform(0.2, 0.9)))
    ask.edge("an input without entries", examples.power_sums, np.empty(0))
    ask.edge("a function that overwrites", examples.overwriting_products, rng.normal(size=4))
    ask.refuses("a step of 0", "ValueError", examples.power_sums, far, h=0.0)


def accepted(f, x, h):
    """Return x as float64, with the guards that right and wrong solutions share."""
    if not h > 0:
        raise ValueError("the step has to be positive")
    return np.array(x, dtype=np.float64)


def columns_of(f, x, h, *, sides=(1, -1), scale=None):
    """Return one column a row, from two places beside x; a place is a multiple of the step."""
    x = accepted(f, x, h)
    columns = []
    for index in np.ndindex(x.shape):
        step = h * (max(1.0, abs(x[index])) if scale is None else scale)
        values = []
        for side in sides:
            moved = x.copy()
            moved[index] += side * step
            values.append(np.ravel(np.asarray(f(moved), dtype=np.float64)))
        columns.append((values[0] - values[1]) / ((sides[0] - sides[1]) * step))
    rows = np.size(f(x.copy()))
    return np.array(columns).reshape(x.size, rows)


@jacobian.wrong(
    "jacobian",
    "rows and columns exchanged",
    "your matrix is the transpose: it has a row for each input. Row i holds the derivatives of "
    "output i, column j those with respect to input j.",
)
def jacobian_transposed(f, x, *, h=1e-5):
    return columns_of(f, x, h)


@jacobian.wrong(
    "jacobian",
    "one-sided difference",
    "your differences are taken to one side only, so their error is as large as the step. Take "
    "one step up and one down.",
    sides=((1, 0), (0, -1)),
)
def jacobian_one_sided(f, x, *, h=1e-5, sides):
    return columns_of(f, x, h, sides=sides).T


@jacobian.wrong(
    "jacobian",
    "step of the same size for every entry",
    "your step is h for every entry. As in the first exercise it is h times the larger of 1 and "
    "the size of the entry.",
)
def jacobian_with_absolute_step(f, x, *, h=1e-5):
    return columns_of(f, x, h, scale=1.0).T


@jacobian.wrong(
    "jacobian",
    "h ignored",
    "your function takes the same step whatever h is. The step is h times the larger of 1 and the "
    "size of the entry.",
)
def jacobian_with_fixed_step(f, x, *, h=1e-5):
    accepted(f, x, h)
    return columns_of(f, x, 1e-5).T


@jacobian.wrong(
    "jacobian",
    "divided by the step, not by twice the step",
    "every entry of your matrix is twice the derivative: from the lower place to the upper one it "
    "is two steps.",
)
def jacobian_doubled(f, x, *, h=1e-5):
    return 2 * columns_of(f, x, h).T


@jacobian.wrong(
    "jacobian",
    "outputs summed",
    "you add up the outputs before you take differences, which gives one row: the gradient of "
    "their sum. Keep each output in a row of its own.",
)
def jacobian_of_sum(f, x, *, h=1e-5):
    return columns_of(f, x, h).T.sum(axis=0, keepdims=True)


@jacobian.wrong(
    "jacobian",
    "diagonal only",
    "your matrix has entries on its diagonal alone. Here an output may depend on every input.",
)
def jacobian_on_diagonal(f, x, *, h=1e-5):
    matrix = columns_of(f, x, h).T
    return matrix * np.eye(*matrix.shape)


@jacobian.wrong(
    "jacobian",
    "axes of the output kept",
    "your result keeps the axes of what the function returns, and has one axis more than that. The "
    "Jacobian always has two: flatten the output in reading order, a single number as well.",
)
def jacobian_with_axes(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    return columns_of(f, x, h).T.reshape(*np.shape(f(x.copy())), x.size)


@jacobian.wrong(
    "jacobian",
    "the function gets the only copy",
    "a function may write into the array that it gets. After the first call your own array is "
    "spoiled: hand a fresh copy to every call.",
)
def jacobian_without_copies(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    columns = []
    for index in np.ndindex(x.shape):
        entry = x[index]
        step = h * max(1.0, abs(entry))
        x[index] = entry + step
        above = np.ravel(np.array(f(x), dtype=np.float64))
        x[index] = entry - step
        columns.append((above - np.ravel(f(x))) / (2 * step))
        x[index] = entry
    return np.array(columns).reshape(x.size, np.size(f(x))).T


@jacobian.right("jacobian")
def jacobian_into_columns(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    matrix = np.empty((np.size(f(x.copy())), x.size))
    for j, index in enumerate(np.ndindex(x.shape)):
        step = h * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index], down[index] = x[index] + step, x[index] - step
        matrix[:, j] = np.ravel(f(up)) - np.ravel(f(down))
        matrix[:, j] /= 2 * step
    return matrix


@jacobian.right("jacobian")
def jacobian_by_unit_vectors(f, x, *, h=1e-5):
    x = accepted(f, x, h)
    steps = h * np.maximum(1, np.abs(x)).ravel()
    rows = []
    for j in range(x.size):
        move = (steps[j] * np.eye(x.size)[j]).reshape(x.shape)
        difference = np.subtract(f(np.array(x + move)), f(np.array(x - move)))
        rows.append(difference.ravel() / (2 * steps[j]))
    return np.reshape(rows, (x.size, np.size(f(x.copy())))).T
