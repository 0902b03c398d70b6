"""Mistakes with a share: what the differences of two arrays are divided by."""

import numpy as np

from course.a04_backprop.exercises.relative_error import (
    accepted,
    largest_share,
    relative_error,
)


@relative_error.wrong(
    "relative_error",
    "share of one array only",
    "you divide by the sizes in one array alone, so the result changes when the two change "
    "places. Divide each difference by the larger of its two numbers.",
    divisor=(0, 1),
)
def error_of_one(a, b, *, divisor):
    a, b = accepted(a, b)
    return largest_share(a, b, np.abs((a, b)[divisor]))


@relative_error.wrong(
    "relative_error",
    "share of the larger number, not of the larger size",
    "you divide by the larger of the two entries as they are. Where both are negative that is a "
    "negative number: compare and divide by their sizes.",
)
def error_of_signed(a, b):
    a, b = accepted(a, b)
    return largest_share(a, b, np.maximum(a, b))


@relative_error.wrong(
    "relative_error",
    "share of the smaller number",
    "you divide by the smaller of the two sizes. Divide by the larger one: then no share is above "
    "2, and 0 against anything is 1.",
)
def error_of_smaller(a, b):
    a, b = accepted(a, b)
    return largest_share(a, b, np.minimum(np.abs(a), np.abs(b)))


@relative_error.wrong(
    "relative_error",
    "share of the sum",
    "you divide by the sum of the two sizes, or by their mean. The specification divides by the "
    "larger one.",
    factor=(1.0, 0.5),
)
def error_of_sum(a, b, *, factor):
    a, b = accepted(a, b)
    return largest_share(a, b, factor * (np.abs(a) + np.abs(b)))


@relative_error.wrong(
    "relative_error",
    "a small constant in the denominator",
    "a constant protects your denominator from 0, and with it small gradients seem to agree which "
    "do not. Divide only where the two entries differ; then nothing needs protection.",
    eps=(1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16),
    is_added=(True, False),
)
def error_with_constant(a, b, *, eps, is_added):
    a, b = accepted(a, b)
    size = np.maximum(np.abs(a), np.abs(b))
    return largest_share(a, b, size + eps if is_added else np.maximum(size, eps))


@relative_error.wrong(
    "relative_error",
    "a small constant in the denominator, and nan not looked for",
    "a constant protects your denominator from 0, and with it small gradients seem to agree which "
    "do not. Divide only where the two entries differ; then nothing needs protection.",
    eps=(1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15),
    largest=(np.max, np.nanmax),
)
def error_with_constant_and_nan(a, b, *, eps, largest):
    a, b = accepted(a, b)
    with np.errstate(all="ignore"):
        shares = np.abs(a - b) / (np.maximum(np.abs(a), np.abs(b)) + eps)
    return float(largest(shares, initial=0.0))


@relative_error.wrong(
    "relative_error",
    "share of the whole array",
    "you compare the size of the whole difference with the size of the whole array. A small "
    "entry that is quite wrong is lost there: each entry has a share of its own.",
    of=(np.linalg.norm, np.max, np.sum),
)
def error_of_norms(a, b, *, of):
    a, b = accepted(a, b)
    if a.size == 0 or not np.any(a != b):
        return 0.0
    with np.errstate(all="ignore"):
        share = of(np.abs(a - b)) / max(of(np.abs(a)), of(np.abs(b)))
    return float("inf") if np.isnan(share) else float(share)


@relative_error.wrong(
    "relative_error",
    "difference not divided",
    "you return the largest difference itself. A share is asked for: each difference over the "
    "larger of its two numbers.",
)
def error_absolute(a, b):
    a, b = accepted(a, b)
    return largest_share(a, b, np.ones_like(a))
