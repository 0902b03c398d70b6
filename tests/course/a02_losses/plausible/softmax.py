"""Plausible answers on the way from scores to probabilities."""

import numpy as np

from tests.course.a02_losses.plausible.shared import log_softmax, same_shape, softmax
from tests.course.plausible import right, wrong


@wrong
def logsumexp__maximum_only(z, *, axis=-1, keepdims=False):
    return np.max(np.asarray(z, float), axis=axis, keepdims=keepdims, initial=-np.inf)


@wrong
def logsumexp__maximum_not_added_again(z, *, axis=-1, keepdims=False):
    largest = np.max(z, axis=axis, keepdims=True)
    return np.log(np.sum(np.exp(z - largest), axis=axis, keepdims=keepdims))


@wrong
def logsumexp__clipped(z, *, axis=-1, keepdims=False):
    return np.log(np.sum(np.exp(np.clip(z, -700, 700)), axis=axis, keepdims=keepdims))


@wrong
def logsumexp__keepdims_forgotten(z, *, axis=-1, keepdims=False):
    return np.logaddexp.reduce(z, axis=axis)


@wrong
def logsumexp__in_base_two(z, *, axis=-1, keepdims=False):
    return np.logaddexp2.reduce(z, axis=axis, keepdims=keepdims)


@wrong
def softmax__subtracts_the_mean(z):
    e = np.exp(z - np.mean(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@wrong
def softmax__one_maximum_for_all(z):
    e = np.exp(z - np.max(z, initial=-np.inf))
    return e / e.sum(axis=-1, keepdims=True)


@wrong
def softmax__of_absolute_scores(z):
    return softmax(np.abs(z))


@wrong
def softmax__rounded(z):
    return np.round(softmax(z), 6)


@wrong
def log_softmax__maximum_only(z):
    return z - np.max(z, axis=-1, keepdims=True)


@wrong
def log_softmax__clipped_probability(z):
    return np.log(np.maximum(softmax(z), 1e-300))


@wrong
def log_softmax__repairs_infinities(z):
    return np.nan_to_num(log_softmax(z))


@wrong
def softmax_backward__scores_for_probabilities(dy, z):
    dy = same_shape(dy, z)
    return z * (dy - np.sum(z * dy, axis=-1, keepdims=True))


@wrong
def softmax_backward__of_log_softmax(dy, z):
    dy = same_shape(dy, z)
    return dy - softmax(z) * dy.sum(axis=-1, keepdims=True)


@wrong
def softmax_backward__sign(dy, z):
    dy = same_shape(dy, z)
    p = softmax(z)
    return p * (np.sum(p * dy, axis=-1, keepdims=True) - dy)


@wrong
def softmax_backward__mean_over_batch(dy, z):
    dy = same_shape(dy, z)
    p = softmax(z)
    return p * (dy - np.sum(p * dy, axis=-1, keepdims=True)) / max(len(z), 1)


@right
def logsumexp__as_it_is_written(z, *, axis=-1, keepdims=False):
    largest = np.max(z, axis=axis, keepdims=True)
    shift = np.where(np.isfinite(largest), largest, 0)
    total = np.log(np.exp(z - shift).sum(axis=axis, keepdims=True)) + shift
    return total if keepdims else total.squeeze(axis=axis)


@right
def softmax__as_it_is_written(z):
    return softmax(z)


@right
def log_softmax__by_own_logsumexp(z):
    return z - logsumexp__as_it_is_written(z, axis=-1, keepdims=True)


@right
def softmax_backward__as_it_is_written(dy, z):
    dy = same_shape(dy, z)
    p = softmax(z)
    return p * (dy - (p * dy).sum(axis=1, keepdims=True))
