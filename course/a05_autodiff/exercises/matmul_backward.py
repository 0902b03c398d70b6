"""The exercise on the way back through a product of matrices, or of stacks of matrices."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a05_autodiff.exercises.arrays import real
from course.a05_autodiff.exercises.unbroadcast import summed
from dlkit import autodiff

SHAPES = {
    "dy": takes("N M", "B N M", "A B N M"),
    "a": takes("N K", "B N K", "A B N K"),
    "b": takes("K M", "B K M", "A B K M"),
}
CASES = (
    ("a (4, 3), b (3, 2)", (4, 3), (3, 2)),
    ("a (5, 4, 3), b (5, 3, 2)", (5, 4, 3), (5, 3, 2)),
    ("a (5, 4, 3), one b (3, 2) for all five", (5, 4, 3), (3, 2)),
    ("one a (4, 3) for all b (5, 3, 2)", (4, 3), (5, 3, 2)),
)

matmul_backward = Exercise(
    id="autodiff.matmul_backward",
    title="Products of matrices, many at once",
    difficulty=3,
    minutes=25,
    hints=(
        "For two matrices you know the way back: each factor gets the upstream gradient times the "
        "other factor, transposed. In a stack the same happens to each matrix by itself.",
        "Exchange the last two axes alone: NumPy's `swapaxes` takes two axes. What comes out may "
        "have more axes in front than the factor: it was used for several products.",
        "The gradient of the first factor is the upstream gradient times the second factor with "
        "its last two axes exchanged; that of the second is the first, exchanged like this, times "
        "the upstream gradient. Bring each back to the shape of its factor with the function of "
        "the last exercise.",
    ),
)


@matmul_backward.asks(autodiff.matmul_backward, SHAPES, part="gradients")
def _ask_matmul_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[1.0], [10.0]]), np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([[5.0], [7]]))
    with ask.essential(
        "each matrix of a stack is transposed by itself, and shared ones are summed"
    ):
        for title, a, b in CASES:
            ask.values(title, *drawn(rng, a, b))
    ask.values("square matrices", *drawn(rng, (3, 3), (3, 3)))
    ask.standard(*drawn(rng, (4, 2), (2, 3)))
    ask.edge("a (2, 1, 4, 3), b (5, 3, 2)", *drawn(rng, (2, 1, 4, 3), (5, 3, 2)))
    ask.edge("a (5, 4, 3), b (2, 1, 3, 2)", *drawn(rng, (5, 4, 3), (2, 1, 3, 2)))
    ask.edge("a (1, 4, 3), b (5, 3, 2)", *drawn(rng, (1, 4, 3), (5, 3, 2)))
    ask.edge("a (2, 5, 4, 3), one b (3, 2) for all ten", *drawn(rng, (2, 5, 4, 3), (3, 2)))
    ask.edge("one row and one column", *drawn(rng, (1, 3), (3, 1)))
    ask.edge("no rows", *drawn(rng, (0, 3), (3, 2)))
    dy, a, b = drawn(rng, (4, 3), (3, 2))
    ask.refuses("a vector as b", "ValueError", dy[:, 0], a, b[:, 0])
    ask.refuses("a vector as a", "ValueError", dy[0], a[0], b)
    ask.refuses("dy with a row too few", "ValueError", dy[1:], a, b)
    ask.refuses("dy of a stack that is not there", "ValueError", np.ones((5, 4, 2)), a, b)
    ask.refuses("b with a row too many", "ValueError", dy, a, np.ones((4, 2)))


def drawn(rng, a, b):
    """Draw an upstream gradient and two factors of these shapes."""
    front = np.broadcast_shapes(a[:-2], b[:-2])
    shapes = (*front, a[-2], b[-1]), a, b
    return tuple(rng.normal(size=shape) for shape in shapes)


def accepted(dy, a, b):
    """Return the arrays as floats, with the guards that right and wrong solutions share."""
    dy, a, b = real(dy), real(a), real(b)
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-2]:
        raise ValueError("the factors do not fit, or one is a vector")
    if dy.shape != np.matmul(a, b).shape:
        raise ValueError("dy has not the shape of the product")
    return dy, a, b


def flipped(x):
    return np.swapaxes(x, -1, -2)


def right_pair(dy, a, b):
    """The right way back, for the solutions whose mistake lies in what they make of it."""
    dy, a, b = accepted(dy, a, b)
    return summed(dy @ flipped(b), a.shape), summed(flipped(a) @ dy, b.shape)


@matmul_backward.wrong(
    "matmul_backward",
    "dtype of the product",
    "your gradients have the dtype of the product `a @ b`. Each has the dtype of its own factor: "
    "they differ where one factor is float32 and the other one float64.",
)
def matmul_in_common_dtype(dy, a, b):
    return right_pair(dy, a, b)


TURNED: dict[str, Callable[..., Any]] = {
    "all axes": np.transpose,
    "the first two": lambda x: np.swapaxes(x, 0, 1),
}


@matmul_backward.wrong(
    "matmul_backward",
    "axis of the stack moved",
    "your function moves the axis that counts the matrices, as `.T` does, which turns *all* axes "
    "of a stack round. Exchange rows and columns alone, the last two axes.",
    turned=tuple(TURNED),
)
def matmul_with_moved_stack(dy, a, b, *, turned):
    dy, a, b = accepted(dy, a, b)
    turn = TURNED[turned]
    return summed(dy @ turn(b), a.shape), summed(turn(a) @ dy, b.shape)


@matmul_backward.wrong(
    "matmul_backward",
    "axes of length 1 in a stack not summed",
    "an axis on which a factor has the length 1 is not summed in your function. Its matrix served "
    "the whole stack there: add its gradients up as well, and keep the axis.",
    new=("all", "the first"),
)
def matmul_with_new_axes_alone(dy, a, b, *, new):
    dy, a, b = accepted(dy, a, b)
    pairs = (dy @ flipped(b), a), (flipped(a) @ dy, b)
    counts = [dx.ndim - x.ndim if new == "all" else min(dx.ndim - x.ndim, 1) for dx, x in pairs]
    return tuple(dx.sum(axis=tuple(range(n))) for (dx, _), n in zip(pairs, counts, strict=True))


@matmul_backward.wrong(
    "matmul_backward",
    "shared factor not summed",
    "a matrix that is used for a whole stack gets one gradient for each use in your function. It "
    "is one matrix: add them up, as after broadcasting.",
)
def matmul_without_sum(dy, a, b):
    dy, a, b = accepted(dy, a, b)
    return dy @ flipped(b), flipped(a) @ dy


@matmul_backward.wrong(
    "matmul_backward",
    "shared factor averaged",
    "a matrix that is used for a whole stack gets the mean of its gradients in your function. "
    "Every use adds its own share: sum them.",
)
def matmul_with_mean(dy, a, b):
    dy, a, b = accepted(dy, a, b)
    da, db = right_pair(dy, a, b)
    return da / _uses(dy, a), db / _uses(dy, b)


def _uses(dy, x):
    """In how many products of the stack one matrix of x takes part."""
    return np.asarray(np.prod(dy.shape[:-2]) / np.prod(x.shape[:-2]), x.dtype)


@matmul_backward.wrong(
    "matmul_backward",
    "factors exchanged",
    "your function gives each gradient to the other factor. Return that of `a` first.",
)
def matmul_exchanged(dy, a, b):
    return right_pair(dy, a, b)[::-1]


@matmul_backward.wrong(
    "matmul_backward",
    "upstream gradient taken as ones",
    "your gradients do not depend on `dy`: they are right where every entry of it is 1.",
)
def matmul_of_ones(dy, a, b):
    dy, a, b = accepted(dy, a, b)
    return right_pair(np.ones_like(dy), a, b)


@matmul_backward.wrong(
    "matmul_backward",
    "gradients transposed",
    "both of your gradients are transposed: rows and columns of each are exchanged.",
)
def matmul_transposed(dy, a, b):
    return tuple(map(flipped, right_pair(dy, a, b)))


@matmul_backward.wrong(
    "matmul_backward",
    "factor not transposed",
    "you multiply by a factor as it is. On the way back it has to be transposed, its last two axes "
    "exchanged; without that the product fits for square matrices alone.",
    which=("a", "b", "both"),
)
def matmul_untransposed(dy, a, b, *, which):
    dy, a, b = accepted(dy, a, b)
    da = dy @ (flipped(b) if which == "a" else b)
    db = (flipped(a) if which == "b" else a) @ dy
    return summed(da, a.shape), summed(db, b.shape)


@matmul_backward.right("matmul_backward")
def matmul_by_einsum(dy, a, b):
    dy, a, b = accepted(dy, a, b)
    da = np.einsum("...nm,...km->...nk", dy, b)
    db = np.einsum("...nk,...nm->...km", a, dy)
    return summed(da, a.shape).astype(a.dtype), summed(db, b.shape).astype(b.dtype)


@matmul_backward.right("matmul_backward")
def matmul_of_outer_products(dy, a, b):
    dy, a, b = accepted(dy, a, b)
    da = (dy[..., :, None, :] * b[..., None, :, :]).sum(axis=-1)
    db = (a[..., :, :, None] * dy[..., :, None, :]).sum(axis=-3)
    return summed(da.astype(a.dtype), a.shape), summed(db.astype(b.dtype), b.shape)
