"""Answers typed by a second hand: log-sum-exp, softmax and the way back."""

import numpy as np

from dlkit.arguments import real_array, real_pair
from tests.course.a02_losses.plausible.earlier import softmax
from tests.course.plausible import right, wrong


@wrong("what you subtract before the exponentials need not be the")
def logsumexp__mean_subtracted(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = z.mean(axis=axis, keepdims=True)
    total = np.exp(z - m).sum(axis=axis, keepdims=True)
    result = m + np.log(total)
    return result if keepdims else np.squeeze(result, axis=axis)


@wrong("for scores far below 0 nothing is subtracted")
def logsumexp__initial_zero(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = np.max(z, axis=axis, keepdims=True, initial=0.0)
    with np.errstate(divide="ignore"):
        result = m + np.log(np.sum(np.exp(z - m), axis=axis, keepdims=True))
    if keepdims:
        return result
    return np.squeeze(result, axis=axis)


@wrong("An axis of length 1 is missing")
def logsumexp__none_flattens(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    if axis is None:
        z, axis = z.ravel(), 0
    m = z.max(axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, np.zeros_like(m))
    with np.errstate(divide="ignore"):
        result = m + np.log(np.exp(z - m).sum(axis=axis, keepdims=True))
    return result if keepdims else result.squeeze(axis)


@right
def logsumexp__logaddexp_reduce(z, *, axis=-1, keepdims=False):
    return np.logaddexp.reduce(real_array(z), axis=axis, keepdims=keepdims)


@wrong("scores beyond a bound are cut off")
def softmax__clipped(z):
    z = real_array(z)
    e = np.exp(np.clip(z, -500, 500))
    return e / e.sum(axis=-1, keepdims=True)


@wrong("your function works along axis 1")
def softmax__axis_one(z):
    z = real_array(z)
    shifted = z - np.max(z, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)


@wrong("the small number inside your logarithm is a floor")
def log_softmax__log_of_tiny(z):
    p = softmax(z)
    return np.log(np.maximum(p, np.finfo(p.dtype).tiny))


@wrong("the result has dtype float64")
def softmax_backward__pair_in_order(dy, z):
    dy, z = real_pair(dy, z)
    p = softmax(z)
    return p * (dy - (dy * p).sum(axis=1, keepdims=True))


@wrong("with ValueError")
def softmax_backward__no_keepdims(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    inner = np.sum(p * dy, axis=1)
    return p * (dy - inner)


@right
def softmax_backward__einsum_jacobian(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    eye = np.eye(z.shape[1], dtype=z.dtype)
    jacobian = np.einsum("nj,jk->njk", p, eye) - np.einsum("nj,nk->njk", p, p)
    return np.einsum("nj,njk->nk", dy, jacobian)
