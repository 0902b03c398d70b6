"""The exercise on the logarithm of a sum of exponentials."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a02_losses.exercises.shared import FAR_ROWS, far_rows, real
from dlkit import losses

HIGH = np.array([[1000.0, 1001.0, 1002.0], [1000.0, 1000.0, 999.0]])
TINY, TINY_SINGLE = float(np.finfo(np.float64).tiny), float(np.finfo(np.float32).tiny)

logsumexp = Exercise(
    id="losses.logsumexp",
    title="Log-sum-exp without overflow",
    difficulty=3,
    minutes=20,
    hints=(
        "Adding a constant to all scores of a row adds it to the answer. Which constant makes "
        "every exponential harmless?",
        "For scores of shape (N, C) and the last axis there are N maxima. The answer for a row is "
        "its maximum, plus the logarithm of the sum over its C exponentials of score less maximum.",
        "Take the maximum along the axis and keep that axis with length 1; put 0 where it is -inf; "
        "subtract, take exponentials, sum, take the logarithm, add the maximum again; drop the "
        "axis unless it is to be kept.",
    ),
)


@logsumexp.asks(losses.logsumexp, {"z": takes("N C", "C", "N T C", up_to=1e5)})
def _ask_logsumexp(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(np.array([[0.0, 1.0, 2.0], [1.0, 1.0, 0.0]]), axis=1)
    for shape in ((4, 6), (7, 3), (5, 5)):
        z = rng.normal(2.0, 1.0, size=shape)
        for axis in (0, 1, None):
            ask.values(f"shape {shape}, axis {axis}", z, axis=axis)
    ask.values("a matrix, no axis given", z[:4])
    ask.values("a vector, no axis given", z[0])
    for axis in (0, 1, None):
        ask.values(f"keepdims with axis {axis}", z[1:], axis=axis, keepdims=True)
    for axis in (0, 1, -1):
        ask.values(f"shape (2, 3, 4), axis {axis}", rng.normal(2.0, 1.0, size=(2, 3, 4)), axis=axis)
    ask.standard(z, axis=1)
    _ask_extremes(ask, rng)
    ask.edge("one row", z[:1], axis=1)
    ask.edge("no rows at all", np.empty((0, 4)), axis=1)
    ask.property("shift_equivariant", z, by=1000.0)


def _ask_extremes(ask: Ask, rng: np.random.Generator) -> None:
    with ask.essential("scores of any size, large or small, do not overflow"):
        ask.edge("scores of 1000, 1001 and 1002", HIGH, axis=1)
        ask.edge("scores near 10 000", rng.normal(size=(3, 4)) + FAR_ROWS[0], axis=1)
        ask.edge("scores near 100 000", rng.normal(size=(2, 3)) + 10 * FAR_ROWS[0], axis=1)
        ask.edge("scores near -1000", rng.normal(size=(3, 4)) - 1000, axis=1)
    ask.edge("rows far from each other", far_rows(rng, 5), axis=1)
    ask.edge("columns far from each other", far_rows(rng, 5).T, axis=0)
    absent = rng.normal(2.0, 1.0, size=(4, 3))
    absent[1, 0] = -np.inf
    ask.edge("an entry of -inf", absent, axis=1)
    absent[2] = -np.inf
    ask.edge("a row of only -inf", absent, axis=1)
    ask.edge("nothing but -inf", np.full((2, 3), -np.inf), axis=None)
    ask.edge("a single column of small numbers", rng.uniform(0.001, 0.002, size=(4, 1)), axis=1)


def _largest(z, axis):
    """Return the maximum along an axis, or where it is -inf the lowest finite number."""
    largest = np.max(real(z), axis=axis, keepdims=True, initial=-np.inf)
    return np.maximum(largest, np.finfo(largest.dtype).min)


def _without_axis(result, axis, keepdims):
    return result if keepdims else np.squeeze(result, axis=axis)


@logsumexp.wrong(
    "logsumexp",
    "the maximum is not subtracted",
    "large scores overflow: the exponential of 800 is more than a float can hold. Subtract "
    "the maximum before the exponential and add it again after the logarithm.",
)
def logsumexp_plain(z, *, axis=-1, keepdims=False):
    return np.log(np.sum(np.exp(z), axis=axis, keepdims=keepdims))


@logsumexp.wrong(
    "logsumexp",
    "one maximum for all rows",
    "rows that lie far below the largest score come out as -inf, because all their exponentials "
    "round to 0. Every row needs its own maximum.",
)
def logsumexp_global_maximum(z, *, axis=-1, keepdims=False):
    largest = _largest(z, None)
    total = np.sum(np.exp(z - largest), axis=axis, keepdims=True)
    return _without_axis(largest + np.log(total), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "maximum without keepdims",
    "the maxima lost their axis, so they are not subtracted from the rows they belong to: numpy "
    "refuses most shapes, and a square array gets the wrong maxima. Keep the axis with length 1.",
)
def logsumexp_dropped_axis(z, *, axis=-1, keepdims=False):
    shift = _largest(z, axis).squeeze(axis=axis)
    total = np.log(np.sum(np.exp(z - shift), axis=axis))
    return np.expand_dims(shift + total, axis or 0) if keepdims else shift + total


@logsumexp.wrong(
    "logsumexp",
    "nan for a row of -inf",
    "a row of only -inf gives nan, because -inf is subtracted from -inf. Its sum has no terms, so "
    "the answer is the logarithm of 0: subtract something finite there.",
)
def logsumexp_infinite_shift(z, *, axis=-1, keepdims=False):
    largest = np.max(z, axis=axis, keepdims=True)
    total = np.sum(np.exp(z - largest), axis=axis, keepdims=True)
    return _without_axis(largest + np.log(total), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "a small constant inside the logarithm",
    "the small number added before the logarithm changes the answer, most of all where the sum "
    "itself is small. With the maximum subtracted no constant is needed.",
    eps=(1e-4, 1e-8, 1e-10, 1e-12, 1e-15, TINY_SINGLE, 1e-300, TINY),
    is_shifted=(False, True),
)
def logsumexp_with_constant(z, *, axis=-1, keepdims=False, eps, is_shifted):
    shift = _largest(z, axis) if is_shifted else np.zeros_like(_largest(z, axis))
    total = np.sum(np.exp(z - shift), axis=axis, keepdims=True)
    return _without_axis(shift + np.log(total + eps).astype(shift.dtype), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "the largest score alone",
    "where the scores are large your answer is only the largest of them. The others count too: "
    "two equal scores give their common value plus the logarithm of 2.",
    is_always=(True, False),
)
def logsumexp_by_maximum(z, *, axis=-1, keepdims=False, is_always):
    largest = np.max(real(z), axis=axis, keepdims=True, initial=-np.inf)
    plain = np.log(np.sum(np.exp(real(z)), axis=axis, keepdims=True))
    fits = np.isfinite(plain) & (not is_always)
    return _without_axis(np.where(fits, plain, largest), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "mean of the exponentials",
    "your result is the logarithm of a mean. The exponentials are added up, not averaged.",
)
def logmeanexp(z, *, axis=-1, keepdims=False):
    shift = _largest(z, axis)
    total = np.mean(np.exp(z - shift), axis=axis, keepdims=True)
    return _without_axis(shift + np.log(total), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "maximum not added again",
    "what you subtracted before the exponentials is missing in your answer: subtracting the "
    "maximum from every score lowers the answer by the maximum.",
)
def logsumexp_without_maximum(z, *, axis=-1, keepdims=False):
    total = np.sum(np.exp(z - _largest(z, axis)), axis=axis, keepdims=True)
    return _without_axis(np.log(total), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "shifted by something else than the maximum",
    "what you subtract before the exponentials need not be the largest score, so they can still "
    "overflow, or all round to 0. Only with the maximum subtracted the largest of them is 1.",
    shift=(np.mean, np.min),
)
def logsumexp_shifted_otherwise(z, *, axis=-1, keepdims=False, shift):
    m = shift(z, axis=axis, keepdims=True) if np.size(z) else _largest(z, axis)
    total = np.sum(np.exp(z - m), axis=axis, keepdims=True)
    return _without_axis(m + np.log(total), axis, keepdims)


@logsumexp.wrong(
    "logsumexp",
    "what is subtracted is never below 0",
    "for scores far below 0 nothing is subtracted, and all their exponentials round to 0. The "
    "maximum of a row may be negative: subtract it all the same.",
)
def logsumexp_with_maximum_from_zero(z, *, axis=-1, keepdims=False):
    m = np.maximum(_largest(z, axis), 0)
    total = np.sum(np.exp(z - m), axis=axis, keepdims=True)
    return _without_axis(m + np.log(total), axis, keepdims)


@logsumexp.right("logsumexp")
def logsumexp_pair_by_pair(z, *, axis=-1, keepdims=False):
    return np.logaddexp.reduce(z, axis=axis, keepdims=keepdims)


@logsumexp.right("logsumexp")
def logsumexp_with_safe_shift(z, *, axis=-1, keepdims=False):
    shift = _largest(z, axis)
    total = np.sum(np.exp(z - shift), axis=axis, keepdims=True)
    return _without_axis(shift + np.log(total), axis, keepdims)
