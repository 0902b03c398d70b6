"""Mistakes and right variants of the second function of this exercise: the way back from a mean."""

import numpy as np

from course.a05_autodiff.exercises.arrays import axes_of, kept, real
from course.a05_autodiff.exercises.sum_backward import catalogue_shared, spread, sum_backward


def terms(x, axis):
    """How many terms a mean has; a mean of none is refused."""
    count = int(np.prod([np.shape(x)[k] for k in axes_of(np.asarray(x), axis)], dtype=int))
    if count == 0:
        raise ValueError("nothing has no mean")
    return np.asarray(count, real(x).dtype)


catalogue_shared("mean_backward", lambda dx, x, axis: dx / terms(x, axis))


def _one_named(x, axis, which):
    """How many entries x has along one of the axes that are named."""
    if axis is None:
        return x.size
    return x.shape[np.ravel(axis)[which]] if np.size(axis) else 1


COUNTS = {
    "all entries": lambda x, axis: x.size,
    "the first axis": lambda x, axis: len(x) if x.ndim else 1,
    "the last axis": lambda x, axis: x.shape[-1] if x.ndim else 1,
    "the first axis named": lambda x, axis: _one_named(x, axis, 0),
    "the last axis named": lambda x, axis: _one_named(x, axis, -1),
    "the means": lambda x, axis: x.size // int(terms(x, axis)),
}


@sum_backward.wrong(
    "mean_backward",
    "not divided",
    "your gradient of a mean is that of a sum. When one of n terms grows by 1, their mean grows by "
    "1/n.",
)
def mean_undivided(dy, x, *, axis=None, keepdims=False):
    terms(x, axis)
    return spread(dy, x, axis, keepdims)


@sum_backward.wrong(
    "mean_backward",
    "divided by another number",
    "you divide by a number that is not that of the terms. A mean has as many terms as the product "
    "of the lengths of the axes that it goes over.",
    count=tuple(COUNTS),
)
def mean_by_another_count(dy, x, *, axis=None, keepdims=False, count):
    terms(x, axis)
    divisor = np.asarray(COUNTS[count](real(x), axis), real(x).dtype)
    return spread(dy, x, axis, keepdims) / divisor


@sum_backward.wrong(
    "mean_backward",
    "upstream gradient ignored",
    "your gradient is one over the number of terms, whatever `dy` is. Each term gets its share of "
    "the gradient of its own mean.",
)
def mean_of_ones(dy, x, *, axis=None, keepdims=False):
    return np.ones_like(spread(dy, x, axis, keepdims)) / terms(x, axis)


@sum_backward.wrong(
    "mean_backward",
    "a mean of nothing",
    "the mean of no numbers does not exist; your function lets it pass. Refuse it with a "
    "ValueError.",
)
def mean_of_nothing(dy, x, *, axis=None, keepdims=False):
    count = np.prod([np.shape(x)[k] for k in axes_of(np.asarray(x), axis)], dtype=int)
    return spread(dy, x, axis, keepdims) / np.asarray(max(count, 1), real(x).dtype)


@sum_backward.right("mean_backward")
def mean_by_averaging(dy, x, *, axis=None, keepdims=False):
    dy, x, _ = kept(dy, x, axis, keepdims)
    return np.full_like(x, 1 / terms(x, axis)) * dy


@sum_backward.right("mean_backward")
def mean_of_a_sum(dy, x, *, axis=None, keepdims=False):
    return spread(np.divide(dy, terms(x, axis)), x, axis, keepdims)
