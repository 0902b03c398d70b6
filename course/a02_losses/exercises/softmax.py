"""The exercise on softmax and its logarithm."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise, Function, right, wrong
from course.a02_losses.exercises.shared import (
    SAMPLES_AND_CLASSES,
    far_rows,
    probabilities,
    real,
    shifted,
)
from dlkit import losses
from dlkit.check.compare import Tolerance

TIGHT = Tolerance(relative=1e-12, of_scale=0.0, absolute=1e-12)  # shows a constant of 1e-8


def _ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for softmax and its logarithm alike."""
    for shape in SAMPLES_AND_CLASSES:
        ask.values(f"scores of shape {shape}", rng.normal(size=shape))
    z = rng.normal(size=(6, 4))
    ask.layouts(z)
    ask.float32(z)
    ask.integers(z)
    ask.edge("one sample of two classes", rng.normal(size=(1, 2)))
    ask.edge("a vector of scores", rng.normal(size=5))
    ask.edge("a single class", rng.normal(size=(3, 1)), tolerance=TIGHT)
    ask.edge("no samples", np.empty((0, 3)))
    ask.edge("a gap of 1000 between two scores", np.array([[1000.0, 0.0, 1.0], [0.0, 0.5, -1000]]))
    ask.edge("rows far from each other", far_rows(rng, 5))
    masked = rng.normal(size=(3, 4))
    masked[0, 1] = masked[2, 3] = -np.inf
    ask.edge("a masked class, with score -inf", masked)
    ask.pure(z)
    ask.property("shift_invariant", z, by=1000.0)
    ask.property("permutation_equivariant", z)


def _ask_softmax(ask: Ask, rng: np.random.Generator) -> None:
    _ask_both(ask, rng)
    ask.property("sums_to_one", rng.normal(size=(6, 4)))


@wrong(
    "softmax",
    "normalised over the samples",
    "each column sums to 1, but each row has to: the probabilities of one sample share out over "
    "its classes. Check the axis of the sum.",
)
def softmax_over_samples(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


@wrong(
    "softmax",
    "exponentials overflow",
    "large scores give inf divided by inf, which is nan. A constant subtracted from a whole row "
    "does not change its softmax; choose one that makes the exponentials small.",
)
def softmax_plain(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "softmax",
    "a small constant in the denominator",
    "your rows sum to slightly less than 1, because a small number is added to the sum they are "
    "divided by. With the maximum subtracted the sum is at least 1 and needs no help.",
)
def softmax_with_constant(z):
    e = np.exp(shifted(z))
    return e / (e.sum(axis=-1, keepdims=True) + np.float32(1e-8))


@wrong(
    "softmax",
    "normalised over the whole array",
    "all your probabilities together sum to 1, but every row has to sum to 1 by itself: each "
    "sample has its own probabilities.",
)
def softmax_over_everything(z):
    e = np.exp(shifted(z))
    return e / e.sum()


@wrong(
    "softmax",
    "subtracts the maximum in place",
    "your function changes the scores it was given, so whoever uses them afterwards works with "
    "other numbers. Subtract into a new array.",
)
def softmax_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@wrong(
    "log_softmax",
    "logarithm of the rounded softmax",
    "a probability that rounds to 0 has the logarithm -inf, though its true logarithm is a modest "
    "number. Work out the logarithm on paper first; no probability is needed on the way.",
)
def log_softmax_of_probabilities(z):
    return np.log(probabilities(z))


@right("softmax")
def softmax_by_log_sum(z):
    z = shifted(z)
    return np.exp(z - np.log(np.sum(np.exp(z), axis=-1, keepdims=True)))


@right("softmax")
def softmax_row_by_row(z):
    p = np.exp(shifted(z))
    for row in np.atleast_2d(p):
        row /= sum(row)
    return p


@right("log_softmax")
def log_softmax_by_logaddexp(z):
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


@right("log_softmax")
def log_softmax_transposed(z):
    columns = real(z.T - z.T.max(axis=0))
    return (columns - np.log(np.exp(columns).sum(axis=0))).T


SOFTMAX = Exercise(
    id="losses.softmax",
    title="Softmax and its logarithm",
    functions=(
        Function("softmax", losses.softmax, _ask_softmax),
        Function("log_softmax", losses.log_softmax, _ask_both),
    ),
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
    wrong=(
        softmax_over_samples,
        softmax_plain,
        log_softmax_of_probabilities,
        softmax_with_constant,
        softmax_over_everything,
        softmax_in_place,
    ),
    right=(
        softmax_by_log_sum,
        softmax_row_by_row,
        log_softmax_by_logaddexp,
        log_softmax_transposed,
    ),
)
