"""Answers typed by a third hand: log-sum-exp, softmax and the way back."""

import numpy as np

from dlkit.arguments import real_array, real_pair
from tests.course.a02_losses.plausible.earlier import softmax
from tests.course.plausible import right, wrong


@wrong("a row of only -inf gives nan")
def logsumexp__nan_for_absent_row(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = np.max(z, axis=axis, keepdims=True)
    total = np.sum(np.exp(z - m), axis=axis, keepdims=True)
    result = m + np.log(total)
    if keepdims:
        return result
    return np.squeeze(result, axis=axis)


@wrong("An axis of length 1 is missing")
def logsumexp__squeeze_all(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = np.max(z, axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, np.zeros_like(m))
    with np.errstate(divide="ignore"):
        result = m + np.log(np.sum(np.exp(z - m), axis=axis, keepdims=True))
    if not keepdims:
        result = result.squeeze()
    return result


@right
def logsumexp__logaddexp_reduce(z, *, axis=-1, keepdims=False):
    return np.logaddexp.reduce(real_array(z), axis=axis, keepdims=keepdims)


@wrong("one maximum of the whole array is subtracted")
def softmax__one_max_for_all(z):
    z = real_array(z)
    e = np.exp(z - np.max(z))
    return e / e.sum(axis=-1, keepdims=True)


@wrong("a probability that rounds to 0 has the logarithm -inf")
def log_softmax__log_of_softmax(z):
    return np.log(softmax(z))


@wrong("the weighted sum runs over all entries of the batch")
def softmax_backward__sum_over_everything(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    return p * (dy - np.sum(dy * p))


@wrong("the result has dtype float64")
def softmax_backward__dtype_of_dy(dy, z):
    dy, z = real_pair(dy, z)
    p = softmax(z)
    return p * (dy - np.sum(dy * p, axis=1, keepdims=True))


@right
def softmax_backward__two_terms_einsum(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    mean_dy = np.einsum("nj,nj->n", dy, p)
    return p * (dy - mean_dy[:, np.newaxis])
