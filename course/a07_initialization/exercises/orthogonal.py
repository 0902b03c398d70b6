"""The exercise on orthogonal weights."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a07_initialization.exercises.shared import (
    accepted,
    ask_gains,
)
from dlkit import initialization

orthogonal = Exercise(
    id="initialization.orthogonal",
    title="Weights that keep every length",
    difficulty=4,
    minutes=30,
    is_core=False,
    hints=(
        "Which decomposition turns any matrix into one with orthonormal columns? And what can be "
        "done when there are more columns than rows?",
        "Reshape to (first size, all others), draw that many normal numbers, transpose if it is "
        "wide, take Q of the QR decomposition. The signs of R's diagonal say which columns of Q "
        "change their sign.",
        "Draw the matrix tall: the longer side first. Take its QR decomposition, multiply each "
        "column of Q by the sign of R's diagonal entry, transpose back if the shape was wide, "
        "reshape, multiply by the gain.",
    ),
)


@orthogonal.asks(initialization.orthogonal)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    with ask.essential("rows or columns, whichever are fewer, are orthonormal"):
        ask.drawn("random_rotation", "a tall matrix, shape (7, 4)", (7, 4), rng=rng)
        ask.drawn("random_rotation", "a wide matrix, shape (3, 8)", (3, 8), rng=rng)
    ask.drawn("random_rotation", "a square matrix, shape (5, 5)", (5, 5), rng=rng)
    ask.drawn("random_rotation", "a convolution, shape (5, 2, 3, 2)", (5, 2, 3, 2), rng=rng)
    ask.drawn("random_rotation", "a convolution, shape (9, 2, 2, 1)", (9, 2, 2, 1), rng=rng)
    ask.drawn("random_rotation", "gain 2.5, shape (4, 6)", (4, 6), gain=2.5, rng=rng)
    ask.drawn("random_rotation", "gain 0.5, shape (6, 4)", (6, 4), gain=0.5, rng=rng)
    needs = {"draws": 40}
    ask.drawn("random_rotation", "40 matrices of shape (2, 3)", (2, 3), rng=rng, needs=needs)
    ask.pure((3, 2), rng=rng)
    ask.refuses("the shape of a bias", "ValueError", (3,), rng=rng)
    ask.refuses("no inputs", "ValueError", (0, 3), rng=rng)
    ask.refuses("a seed in place of a generator", "TypeError", (3, 2), rng=0)
    ask_gains(ask, rng)


def tall(rng, shape):
    """Draw a normal matrix whose longer side comes first, and say whether it was turned."""
    rows, columns = shape[0], int(np.prod(shape[1:]))
    is_wide = rows < columns
    size = (columns, rows) if is_wide else (rows, columns)
    return rng.standard_normal(size), is_wide


def finished(q, is_wide, shape, gain):
    return gain * (q.T if is_wide else q).reshape(tuple(shape))


def right_q(matrix):
    q, r = np.linalg.qr(matrix)
    return q * np.sign(np.diag(r))


@orthogonal.wrong(
    "orthogonal",
    "signs as the algorithm likes them",
    "lengths and angles are right, but some directions come more often than others: the "
    "decomposition has habits about signs. Change the sign of each column of Q for which R has a "
    "negative number on its diagonal.",
)
def orthogonal_without_signs(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix, is_wide = tall(rng, shape)
    return finished(np.linalg.qr(matrix)[0], is_wide, shape, gain)


@orthogonal.wrong(
    "orthogonal",
    "numbers that are not normal",
    "lengths and angles are right, but all entries of a row or column have the same sign: the "
    "numbers that you decompose are not normal ones, which lie evenly around 0.",
    has_signs=(True, False),
)
def orthogonal_of_positive_numbers(shape, *, gain=1.0, rng, has_signs):
    *_, gain, rng = accepted(shape, rng, gain)
    normal, is_wide = tall(rng, shape)
    matrix = rng.random(normal.shape)
    q = right_q(matrix) if has_signs else np.linalg.qr(matrix)[0]
    return finished(q, is_wide, shape, gain)


@orthogonal.wrong(
    "orthogonal",
    "reshaped instead of transposed",
    "your Q is right, but for a wide matrix its columns do not become rows: a reshape leaves the "
    "numbers in their order and only begins new rows at other places.",
)
def orthogonal_reshaped(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix, _ = tall(rng, shape)
    return gain * right_q(matrix).reshape(tuple(shape))


@orthogonal.wrong(
    "orthogonal",
    "normal numbers over the root of n",
    "your weights are normal numbers with a fitting scale. They keep a length on average only; "
    "orthogonal ones keep every length. Use the QR decomposition.",
    over=(0, 1),
)
def orthogonal_by_scale(shape, *, gain=1.0, rng, over):
    *fans, gain, rng = accepted(shape, rng, gain)
    return gain * rng.standard_normal(tuple(shape)) / np.sqrt(fans[over])


@orthogonal.wrong(
    "orthogonal",
    "a wide matrix as if it were tall",
    "for a wide matrix there are more columns than can be at right angles to each other, and Q "
    "comes back in another shape. Make the matrix tall first, and transpose the result.",
)
def orthogonal_for_tall_only(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix = rng.standard_normal((shape[0], int(np.prod(shape[1:]))))
    q = right_q(matrix)
    return gain * (q.reshape(tuple(shape)) if q.shape == matrix.shape else q)


@orthogonal.wrong(
    "orthogonal",
    "transposed for wide shapes",
    "a wide matrix comes back tall: transpose it back before you return it.",
)
def orthogonal_not_turned_back(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix, is_wide = tall(rng, shape)
    q = right_q(matrix)
    return gain * (q if is_wide else q.reshape(tuple(shape)))


@orthogonal.wrong(
    "orthogonal",
    "gain in the wrong place",
    "with a gain of 1 your weights are right. The gain multiplies the weights once, as it is; in "
    "your function it is missing, or stands there as another power.",
    power=(0, 0.5, 2, -1),
)
def orthogonal_with_other_gain(shape, *, gain=1.0, rng, power):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix, is_wide = tall(rng, shape)
    return finished(right_q(matrix), is_wide, shape, gain**power)


@orthogonal.wrong(
    "orthogonal",
    "each filter for itself",
    "the filters of a convolution are orthonormal together: it counts as one matrix with a row for "
    "each filter. Yours takes the last two axes, or other ones, as a matrix.",
)
def orthogonal_by_kernel(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    if len(shape) == 2:
        matrix, is_wide = tall(rng, shape)
        return finished(right_q(matrix), is_wide, shape, gain)
    matrix, is_wide = tall(rng, (int(np.prod(shape[:-1])), shape[-1]))
    return finished(right_q(matrix), is_wide, shape, gain)


@orthogonal.wrong(
    "orthogonal",
    "columns of length 1, but not at right angles",
    "your columns have the right length, but they are not at right angles: dividing by the length "
    "is not enough.",
)
def orthogonal_by_normalizing(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix, is_wide = tall(rng, shape)
    return finished(matrix / np.linalg.norm(matrix, axis=0), is_wide, shape, gain)


@orthogonal.wrong(
    "orthogonal",
    "numpy's global random state",
    "the weights come from numpy's global random state, not from `rng`, so nobody could draw them "
    "again. Call a method of `rng`.",
)
def orthogonal_from_global_state(shape, *, gain=1.0, rng):
    *_, gain, _ = accepted(shape, rng, gain)
    matrix, is_wide = tall(np.random, shape)
    return finished(right_q(matrix), is_wide, shape, gain)


@orthogonal.wrong(
    "orthogonal",
    "the identity",
    "your weights are a piece of the identity matrix, or of one fixed rotation: nothing is drawn. "
    "Every direction has to be equally likely.",
)
def orthogonal_that_is_fixed(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    return gain * np.eye(shape[0], int(np.prod(shape[1:]))).reshape(tuple(shape))


@orthogonal.right("orthogonal")
def orthogonal_by_polar_factor(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix = rng.normal(size=(shape[0], int(np.prod(shape[1:]))))
    u, _, vt = np.linalg.svd(matrix, full_matrices=False)
    return gain * (u @ vt).reshape(tuple(shape))


@orthogonal.right("orthogonal")
def orthogonal_with_signs_by_lot(shape, *, gain=1.0, rng):
    *_, gain, rng = accepted(shape, rng, gain)
    matrix, is_wide = tall(rng, shape)
    q, _ = np.linalg.qr(matrix)
    return finished(q @ np.diag(rng.choice([-1.0, 1.0], size=len(q.T))), is_wide, shape, gain)
