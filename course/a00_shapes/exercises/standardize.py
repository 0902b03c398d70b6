"""The exercise on one scale for all features, with nothing learnt from the test set."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a00_shapes.exercises.shared import real, statistics, tables_of
from dlkit import shapes

TABLES = {"train": takes("N D"), "test": takes("M D")}
SCALES, PLACES = np.array([1.0, 20.0, 0.05, 3.0]), np.array([0.0, 100.0, -1.0, 7.0])

standardize = Exercise(
    id="shapes.standardize",
    title="One scale for all features",
    difficulty=2,
    minutes=20,
    hints=(
        "How many means are there in a table of N rows and D columns? And which table may they "
        "come from?",
        "Mean and deviation run over the rows of the training table, so each has D entries. The "
        "test table is shifted and scaled by the same 2 D numbers.",
        "Take mean and deviation along axis 0. Replace each deviation of 0 by 1. Subtract and "
        "divide for both tables, and return both, the means and the deviations.",
    ),
)


def tables(rng: np.random.Generator, n: int, m: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw a training and a test table; the test table lies elsewhere and is wider."""
    train = PLACES[:d] + SCALES[:d] * rng.normal(size=(n, d))
    return train, PLACES[:d] + SCALES[:d] * (1 + 2 * rng.normal(size=(m, d)))


@standardize.asks(shapes.standardize, TABLES)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    train = np.array([[0.0, 10.0], [0.0, 50.0], [3.0, 10.0], [3.0, 50.0]])
    ask.paper(train, np.array([[6.0, 90.0]]))
    with ask.essential("nothing is learnt from the test table"):
        # with means of 0 and deviations of 1 other mistakes do not show, but a leak does
        scaled = rng.permuted(np.tile([[-1.0], [1.0]], (3, 2)), axis=0)
        ask.edge("a training table that is scaled already", scaled, tables(rng, 1, 4, 2)[1])
    for n, m, d in ((6, 4, 3), (5, 7, 4), (9, 3, 2)):
        ask.values(f"{n} rows to train, {m} to test, {d} columns", *tables(rng, n, m, d))
    train, test = tables(rng, 4, 3, 2)
    train[:, 1], test[:, 1] = 4.0, np.arange(3.0)
    ask.edge("a constant column", train, test)
    train, test = tables(rng, 6, 5, 4)
    ask.standard(train, test)
    ask.edge("one row to train with", np.rint(train[:1]), np.rint(test))
    ask.edge("no rows to test with", train, test[:0])
    ask.edge("a single column", train[:, :1], test[:, :1])
    ask.refuses("no rows to train with", "ValueError", train[:0], test)
    ask.refuses("a test table of a single column", "ValueError", train, test[:, :1])
    ask.refuses("a row in place of the training table", "ValueError", train[0], test)
    ask.refuses("a row in place of the test table", "ValueError", train, test[0])


@standardize.wrong(
    "standardize",
    "the test table scaled by its own statistics",
    "your test table has its own mean, its own deviation or both. The same value would mean two "
    "things in the two tables: use the statistics of the training table for both.",
    own=("both", "mean", "deviation", "both, 0 kept"),
)
def test_by_itself(train, test, *, own):
    train, test = tables_of(train, test)
    mean, std = statistics(train)
    own_mean, own_std = statistics(test) if len(test) else (mean, std)
    if own == "both, 0 kept" and len(test):
        own_std = test.std(axis=0)
    shift, scale = mean if own == "deviation" else own_mean, std if own == "mean" else own_std
    with np.errstate(divide="ignore", invalid="ignore"):
        return (train - mean) / std, (test - shift) / scale, mean, std


@standardize.wrong(
    "standardize",
    "statistics of both tables together",
    "mean and deviation are taken over both tables in your function. So the model learns something "
    "of the test set before the test: take the training table alone.",
)
def of_both_tables(train, test):
    train, test = tables_of(train, test)
    mean, std = statistics(np.vstack([train, test]).astype(train.dtype))
    return (train - mean) / std, (test - mean) / std, mean, std


@standardize.wrong(
    "standardize",
    "one mean for all columns",
    "your mean and deviation run over all numbers of the table, whatever their unit. Each column "
    "has its own: D means and D deviations.",
    is_spread=(True, False),
)
def of_all_numbers(train, test, *, is_spread):
    train, test = tables_of(train, test)
    mean, std = train.mean(), train.std() or train.dtype.type(1)
    scaled = (train - mean) / std, (test - mean) / std
    return *scaled, *((np.full_like(train[0], each) if is_spread else each) for each in (mean, std))


@standardize.wrong(
    "standardize",
    "division by the deviation of a constant column",
    "a column whose values are all equal has the deviation 0, and dividing by it gives nan or inf. "
    "Divide such a column by 1, and return that 1.",
)
def divides_by_zero(train, test):
    train, test = tables_of(train, test)
    mean, std = train.mean(axis=0), train.std(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (train - mean) / std, (test - mean) / std, mean, std


@standardize.wrong(
    "standardize",
    "deviation of 0 returned",
    "you divide a constant column by 1, but return its deviation as 0. What is returned is what "
    "was divided by: new data would be divided by 0.",
)
def returns_zero(train, test):
    train, test = tables_of(train, test)
    mean, std = statistics(train)
    return (train - mean) / std, (test - mean) / std, mean, train.std(axis=0)


@standardize.wrong(
    "standardize",
    "divided by N - 1",
    "your deviation divides the sum of squares by one row less than there are. The specification "
    "divides by N, as NumPy does without a setting.",
    of_one_row=(1.0, np.nan),
)
def over_n_minus_one(train, test, *, of_one_row):
    train, test = tables_of(train, test)
    mean = train.mean(axis=0)
    std = train.std(axis=0, ddof=1) if len(train) > 1 else np.full_like(mean, of_one_row)
    std = np.where(std == 0, 1, std).astype(train.dtype)
    return (train - mean) / std, (test - mean) / std, mean, std


@standardize.wrong(
    "standardize",
    "writes into the training table",
    "the tables of the caller are changed by your function. Compute new arrays: `a = a - mean` "
    "makes one, `a -= mean` writes into the old one.",
)
def in_place(train, test):
    tables_of(train, test)
    train, test = real(train), real(test)
    mean, std = statistics(train)
    train -= mean
    train /= std
    return train, (test - mean) / std, mean, std


@standardize.wrong(
    "standardize",
    "shifted or scaled, not both",
    "your columns are shifted or scaled, but not both. On the training table the mean of each "
    "column must become 0 and its deviation 1.",
    is_shifted=(True, False),
)
def half_done(train, test, *, is_shifted):
    train, test = tables_of(train, test)
    mean, std = statistics(train)
    if is_shifted:
        return train - mean, test - mean, mean, std
    return train / std, test / std, mean, std


@standardize.wrong(
    "standardize",
    "variance instead of deviation",
    "you divide by the variance, which has the square of the column's unit. Divide by its root, "
    "the standard deviation.",
)
def by_variance(train, test):
    train, test = tables_of(train, test)
    mean, std = statistics(train)
    variance = std**2
    return (train - mean) / variance, (test - mean) / variance, mean, variance


@standardize.wrong(
    "standardize",
    "test table as it was",
    "your test table comes back unscaled. A model that was trained on scaled columns needs them "
    "scaled in the same way when it is used.",
)
def test_unscaled(train, test):
    train, test = tables_of(train, test)
    mean, std = statistics(train)
    return (train - mean) / std, test.copy(), mean, std


@standardize.wrong(
    "standardize",
    "a small constant in the denominator",
    "a small constant is added to your deviations, so that a constant column is divided by it and "
    "the test values there become huge. Divide such a column by 1.",
    eps=(1e-8, 1e-7, 1e-12),
    is_returned=(True, False),
)
def with_epsilon(train, test, *, eps, is_returned):
    train, test = tables_of(train, test)
    mean, plain = train.mean(axis=0), train.std(axis=0)
    std = plain + train.dtype.type(eps)
    return (train - mean) / std, (test - mean) / std, mean, std if is_returned else plain


@standardize.wrong(
    "standardize",
    "statistics of the rows",
    "mean and deviation are taken over each row, so over the features of one sample. A scale "
    "belongs to a feature: average down the columns.",
)
def of_rows(train, test):
    train, test = tables_of(train, test)
    (mean, std), (other_mean, other_std) = (
        (each.mean(axis=1, keepdims=True), each.std(axis=1, keepdims=True))
        for each in (train, test)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return (train - mean) / std, (test - other_mean) / other_std, mean, std


@standardize.right("standardize")
def column_by_column(train, test):
    train, test = tables_of(train, test)
    new_train, new_test = train.copy(), test.astype(np.result_type(train, test))
    mean, std = np.empty_like(train[0]), np.empty_like(train[0])
    for d in range(train.shape[1]):
        mean[d], std[d] = train[:, d].mean(), train[:, d].std() or 1
        new_train[:, d] = (new_train[:, d] - mean[d]) / std[d]
        new_test[:, d] = (new_test[:, d] - mean[d]) / std[d]
    return new_train, new_test, mean, std


@standardize.right("standardize")
def by_sums(train, test):
    train, test = tables_of(train, test)
    mean = train.sum(axis=0) / len(train)
    centred = train - mean
    std = np.sqrt((centred**2).sum(axis=0) / len(train))
    std[std == 0] = 1
    return centred / std, (test - mean) / std, mean, std
