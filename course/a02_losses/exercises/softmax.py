"""The exercise on softmax and its logarithm."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a02_losses.exercises.shared import (
    SAMPLES_AND_CLASSES,
    far_rows,
    probabilities,
    shifted,
)
from dlkit import losses
from dlkit.check.compare import Tolerance

SCORES = takes("N C", "C", "N T C", up_to=1e3)
TINY, TINY_SINGLE = float(np.finfo(np.float64).tiny), float(np.finfo(np.float32).tiny)
TIGHT = Tolerance(relative=1e-12, of_scale=0.0, absolute=1e-12)  # shows a constant of 1e-8


softmax = Exercise(
    id="losses.softmax",
    title="Softmax and its logarithm",
    difficulty=2,
    minutes=20,
    hints=(
        "Softmax turns the scores of one sample into shares of 1. A constant added to all scores "
        "of a sample changes nothing: use that against overflow.",
        "The scores have shape (N, C), and so has the result. Each entry is the exponential of its "
        "score, divided by the sum of the C exponentials of its row. The logarithm of that "
        "quotient is a difference.",
        "For each row subtract the maximum, with the axis kept; take exponentials; divide by their "
        "sum over the classes. For the logarithm take the shifted scores and subtract the "
        "logarithm of that sum.",
    ),
)


def ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for softmax and its logarithm alike."""
    ask.paper(np.array([[0.0, 1.0, 2.0], [1.0, 1.0, 0.0]]))
    for shape in (*SAMPLES_AND_CLASSES, (5,), (2, 3, 4)):
        ask.values(f"scores of shape {shape}", rng.normal(size=shape))
    z = rng.normal(size=(6, 4))
    ask.standard(z)
    ask.edge("one sample of two classes", rng.normal(size=(1, 2)))
    ask.edge("a single class", rng.normal(size=(3, 1)), tolerance=TIGHT)
    ask.edge("no samples", np.empty((0, 3)))
    with ask.essential("scores of any size, large or small, do not overflow"):
        ask.edge("scores of 1000, 1001 and 1002", np.array([[1000.0, 1001.0], [1002.0, 1000.0]]))
        gap = np.array([[1000.0, 0.0, 1.0], [0.0, 0.5, -1000]])
        ask.edge("a gap of 1000 between two scores", gap)
    ask.edge("rows far from each other", far_rows(rng, 5))
    masked = rng.normal(size=(3, 4))
    masked[0, 1] = masked[2, 3] = -np.inf
    ask.edge("a masked class, with score -inf", masked)
    ask.property("shift_invariant", z, by=1000.0)
    ask.property("permutation_equivariant", z)


@softmax.asks(losses.softmax, {"z": SCORES})
def _ask_softmax(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.property("sums_to_one", rng.normal(size=(6, 4)))


@softmax.wrong(
    "softmax",
    "normalised over the samples",
    "each column sums to 1, but each row has to: the probabilities of one sample share out over "
    "its classes. Check the axis of the sum.",
)
def softmax_over_samples(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


@softmax.wrong(
    "softmax",
    "exponentials overflow",
    "large scores give inf divided by inf, which is nan. A constant subtracted from a whole row "
    "does not change its softmax; choose one that makes the exponentials small.",
)
def softmax_plain(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(
    "softmax",
    "a small constant in the denominator",
    "your rows sum to slightly less than 1, because a small number is added to the sum they are "
    "divided by. With the maximum subtracted the sum is at least 1 and needs no help.",
    eps=(1e-6, 1e-7, 1e-8, 1e-9, 1e-10),
)
def softmax_with_constant(z, *, eps):
    e = np.exp(shifted(z))
    return e / (e.sum(axis=-1, keepdims=True) + np.float32(eps))


@softmax.wrong(
    "softmax",
    "shifted by something else than the maximum",
    "what you subtract from a row need not be its largest score, so exponentials can still "
    "overflow. Only with the maximum subtracted every exponential is at most 1.",
    shift=(np.mean, np.min, np.median),
)
def softmax_shifted_otherwise(z, *, shift):
    e = np.exp(z - shift(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(
    "softmax",
    "axis 1 instead of the last one",
    "your function works along axis 1, which is the last one of a matrix only. A single row of "
    "scores and scores with three axes need their last axis: axis=-1.",
)
def softmax_along_axis_one(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@softmax.wrong(
    "softmax",
    "normalised over the whole array",
    "all your probabilities together sum to 1, but every row has to sum to 1 by itself: each "
    "sample has its own probabilities.",
)
def softmax_over_everything(z):
    e = np.exp(shifted(z))
    return e / e.sum()


@softmax.wrong(
    "softmax",
    "subtracts the maximum in place",
    "your function changes the scores it was given, so whoever uses them afterwards works with "
    "other numbers. Subtract into a new array.",
)
def softmax_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(
    "softmax",
    "one maximum for all rows",
    "one maximum of the whole array is subtracted. In a row that lies far below it all "
    "exponentials round to 0, and 0 divided by 0 is nan: every row needs its own maximum.",
)
def softmax_by_one_maximum(z):
    e = np.exp(z - np.max(z, initial=-np.inf))
    return e / e.sum(axis=-1, keepdims=True)


@softmax.wrong(
    "softmax",
    "scores cut off",
    "scores beyond a bound are cut off, so that two large scores become equal. Subtract the "
    "maximum of the row instead: that keeps all differences.",
    bound=(20, 30, 50, 100, 500, 700, 709),
)
def softmax_of_clipped_scores(z, *, bound):
    return probabilities(np.clip(z, -bound, bound))


@softmax.right("softmax")
def softmax_by_log_sum(z):
    z = shifted(z)
    return np.exp(z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True)))


@softmax.right("softmax")
def softmax_row_by_row(z):
    p = np.exp(shifted(z))
    for row in p.reshape(-1, p.shape[-1]):
        row /= sum(row)
    return p
