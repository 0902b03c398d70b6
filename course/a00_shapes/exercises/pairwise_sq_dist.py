"""The exercise on all distances between two sets at once."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import fitting_columns, real
from dlkit import shapes

SETS = {"a": takes("N D", up_to=1e4), "b": takes("M D", up_to=1e4)}

pairwise_sq_dist = Exercise(
    id="shapes.pairwise_sq_dist",
    title="All distances at once",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "Write the square of a difference of two numbers as a sum of three terms. What becomes of "
        "each term when the numbers are rows?",
        "The squared lengths of the rows of a are N numbers, those of b are M, and all scalar "
        "products are one matrix product of shape (N, M). With an axis of length 1 in the right "
        "place the three fit together.",
        "Squared lengths of a as a column, plus squared lengths of b as a row, minus twice the "
        "product of a with b transposed. Rounding may leave a number a little below 0 where two "
        "rows are nearly equal: replace it by 0.",
    ),
)


@pairwise_sq_dist.asks(shapes.pairwise_sq_dist, SETS)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    b = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    ask.paper(np.array([[0.0, 0.0], [3.0, 4.0]]), b)
    for n, m, d in ((5, 4, 3), (4, 6, 2), (2, 3, 5)):
        title = f"{n} and {m} rows of {d} columns"
        ask.values(title, rng.normal(size=(n, d)), rng.normal(size=(m, d)))
    a, b = rng.normal(size=(4, 3)), rng.normal(size=(5, 3))
    ask.values("as many rows in both", a, b[:4])
    ask.standard(a, b)
    ask.edge("one row in each", a[:1], b[:1])
    ask.edge("a single column", a[:, :1], b[:, :1])
    ask.edge("no rows in the first set", a[:0], b)
    ask.edge("numbers of 10 000", 1e4 * np.sign(a), 1e4 * np.sign(-b))
    with ask.essential("no distance is below 0, however near two rows are"):
        rows = 3 + rng.normal(size=(20, 4))
        ask.property("not_negative", rows, rows + 1e-9 * rng.normal(size=rows.shape))
    ask.refuses("3 columns against 1", "ValueError", a, b[:, :1])
    ask.refuses("a row without its axis as the first set", "ValueError", a[0], b)
    ask.refuses("a row without its axis as the second set", "ValueError", a, b[0])


def squares(a, b):
    """All squared distances, right, for the solutions whose point lies elsewhere."""
    return ((a[:, None] - b) ** 2).sum(axis=2)


def expanded(a, b):
    """The three terms, without what rounding needs."""
    return (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1) - 2 * (a @ b.T)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "a little below 0",
    "where two rows are nearly equal, rounding leaves numbers a little below 0 in your result, "
    "and their root would be nan. Replace what is below 0 by 0.",
)
def below_zero(a, b):
    a, b = fitting_columns(a, b)
    return expanded(a, b)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "the first set twice",
    "your distances are those of the first set to itself. The columns of the result belong to the "
    "rows of the second set.",
)
def first_twice(a, b):
    a, _ = fitting_columns(a, b)
    return squares(a, a)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "root taken",
    "your distances have their root taken. The squared ones are asked for: the nearest is the "
    "same, and the root would be work for nothing.",
)
def rooted(a, b):
    a, b = fitting_columns(a, b)
    return np.sqrt(squares(a, b))


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "not squared",
    "your differences are not squared: either their absolute values are added up, or the "
    "differences themselves, which cancel. Square each difference first.",
    size=(np.abs, np.positive),
)
def not_squared(a, b, *, size):
    a, b = fitting_columns(a, b)
    return size(a[:, None] - b).sum(axis=2)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "mean over the columns",
    "your result takes the mean over the columns. A squared distance is the sum of the squared "
    "differences.",
)
def mean_over_columns(a, b):
    a, b = fitting_columns(a, b)
    return ((a[:, None] - b) ** 2).mean(axis=2)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "rows and columns exchanged",
    "your result is transposed: the rows belong to the first set, the columns to the second.",
)
def transposed(a, b):
    a, b = fitting_columns(a, b)
    return squares(a, b).T


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "only pairs of the same number",
    "your function compares row n of one set with row n of the other. Every row of the first set "
    "meets every row of the second.",
)
def same_number_only(a, b):
    a, b = fitting_columns(a, b)
    return ((a - b) ** 2).sum(axis=1)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "mixed term wrong",
    "the term with the scalar product is wrong in your expansion: in (p - q)² it is minus twice "
    "the product. Look at its sign and its factor.",
    factor=(2, 1, -1),
)
def mixed_term(a, b, *, factor):
    a, b = fitting_columns(a, b)
    lengths = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)
    return np.maximum(lengths + factor * (a @ b.T), 0)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "squared lengths exchanged",
    "the squared lengths stand on the wrong axis: those of a belong to the rows of the result, "
    "those of b to its columns. Where both sets have as many rows, NumPy says nothing.",
)
def lengths_exchanged(a, b):
    a, b = fitting_columns(a, b)
    lengths = (a * a).sum(axis=1) + (b * b).sum(axis=1)[:, None]
    return np.maximum(lengths - 2 * (a @ b.T), 0)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "scalar products alone",
    "your result holds scalar products and nothing else. The squared "
    "lengths of both rows belong to a distance, too.",
    part=("product", "absolute product"),
)
def products_only(a, b, *, part):
    a, b = fitting_columns(a, b)
    return a @ b.T if part == "product" else np.abs(a @ b.T)


@pairwise_sq_dist.wrong(
    "pairwise_sq_dist",
    "shapes not compared",
    "a single row without its axis was accepted: NumPy stretches it until it fits. Demand two "
    "axes in both arrays, and equal numbers of columns.",
)
def stretched(a, b):
    a, b = real(a), real(b)
    if a.shape[-1] != b.shape[-1]:
        raise ValueError("columns differ")
    return squares(a, np.atleast_2d(b))


@pairwise_sq_dist.right("pairwise_sq_dist")
def by_broadcasting(a, b):
    a, b = fitting_columns(a, b)
    return ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)


@pairwise_sq_dist.right("pairwise_sq_dist")
def by_products(a, b):
    a, b = fitting_columns(a, b)
    return np.maximum(expanded(a, b), 0)


@pairwise_sq_dist.right("pairwise_sq_dist")
def row_by_row(a, b):
    a, b = fitting_columns(a, b)
    distances = np.empty((len(a), len(b)), dtype=np.result_type(a, b))
    for n, row in enumerate(a):
        distances[n] = np.square(b - row).sum(axis=1)
    return distances
