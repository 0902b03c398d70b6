"""Answers typed from the notebook's text alone: log-sum-exp, softmax and the way back."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_samples
from tests.course.a02_losses.plausible.earlier import logsumexp, softmax
from tests.course.plausible import right, wrong


@wrong("rows that lie far below the largest score come out as -inf")
def logsumexp__global_maximum(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    if z.size == 0:
        return np.log(np.exp(z).sum(axis=axis, keepdims=keepdims))
    m = np.max(z)
    if np.isneginf(m):
        m = np.zeros_like(m)
    return m + np.log(np.sum(np.exp(z - m), axis=axis, keepdims=keepdims))


@wrong("a row of only -inf gives nan")
def logsumexp__minus_inf_row(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = z.max(axis=axis, keepdims=True)
    total = np.exp(z - m).sum(axis=axis, keepdims=True)
    result = m + np.log(total)
    if keepdims:
        return result
    return result.squeeze(axis=axis)


@wrong("An axis of length 1 is missing")
def logsumexp__squeeze_everything(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = np.max(z, axis=axis, keepdims=True)
    m[np.isinf(m)] = 0
    result = np.log(np.sum(np.exp(z - m), axis=axis, keepdims=True)) + m
    if not keepdims:
        result = np.squeeze(result)
    return result


@wrong("more than a float can hold")
def logsumexp__long_double(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    wide = z.astype(np.longdouble)  # has a much larger exponent
    result = np.log(np.exp(wide).sum(axis=axis, keepdims=keepdims))
    return result.astype(z.dtype)


@wrong("where the scores are large your answer is only the largest")
def logsumexp__maximum_as_fallback(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    with np.errstate(all="ignore"):
        result = np.log(np.exp(z).sum(axis=axis, keepdims=keepdims))
    largest = z.max(axis=axis, keepdims=keepdims)
    # for scores this large the result is the maximum anyway
    return np.where(np.isfinite(result), result, largest)


@wrong
def logsumexp__tiny_in_the_log(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = z.max(axis=axis, keepdims=True)
    m = np.where(np.isfinite(m), m, 0.0).astype(z.dtype)
    total = np.exp(z - m).sum(axis=axis, keepdims=True)
    result = m + np.log(total + np.finfo(np.float32).tiny)
    return result if keepdims else np.squeeze(result, axis=axis)


@wrong("your function works along axis 1")
def softmax__axis_one(z):
    z = real_array(z)
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@wrong("your function changes the scores it was given")
def softmax__in_place(z):
    z = real_array(z)
    z -= z.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


@wrong("what you subtract from a row need not be its largest score")
def softmax__shift_by_mean(z):
    z = real_array(z)
    centred = z - z.mean(axis=-1, keepdims=True)
    e = np.exp(centred)
    return e / e.sum(axis=-1, keepdims=True)


@wrong("the small number inside your logarithm is a floor")
def log_softmax__log_of_p_plus_eps(z):
    p = softmax(z)
    return np.log(p + 1e-12)


@wrong("one part of your formula uses the scores with their maximum")
def log_softmax__shifted_and_not(z):
    z = np.asarray(z)
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(z), axis=-1, keepdims=True))


@wrong("with ValueError")
def log_softmax__keepdims_forgotten(z):
    z = real_array(z)
    return z - logsumexp(z, axis=-1)


@wrong("the weighted sum runs over all entries of the batch")
def softmax_backward__sum_over_everything(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    return p * (dy - np.sum(dy * p))


@wrong("every score moves all the probabilities of its sample")
def softmax_backward__only_the_diagonal(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    return dy * p * (1 - p)


@wrong("the result has dtype float64")
def softmax_backward__dtype_of_dy(dy, z):
    dy, z = real_pair(dy, z)
    p = softmax(z)
    weighted = (dy * p).sum(axis=-1, keepdims=True)
    return p * (dy - weighted)


@wrong("with ValueError")
def softmax_backward__empty_refused(dy, z):
    z, dy = real_pair(z, dy)
    require_samples(z)
    p = softmax(z)
    return p * dy - p * np.sum(p * dy, axis=1, keepdims=True)


@wrong("your formula puts the scores themselves where the")
def softmax_backward__z_taken_for_p(dy, z):
    z, dy = real_pair(z, dy)
    return z * (dy - np.sum(dy * z, axis=1, keepdims=True))


@right
def logsumexp__logaddexp_reduce(z, *, axis=-1, keepdims=False):
    return np.logaddexp.reduce(real_array(z), axis=axis, keepdims=keepdims)


@right
def logsumexp__verbose(z, *, axis=-1, keepdims=False):
    scores = real_array(z)
    largest = np.max(scores, axis=axis, keepdims=True)
    # A row without any term has -inf as its maximum; subtract 0 there, since -inf - -inf is nan.
    nothing_there = np.isneginf(largest)
    shift = largest.copy()
    shift[nothing_there] = 0
    total = np.exp(scores - shift).sum(axis=axis, keepdims=True)
    with np.errstate(divide="ignore"):
        result = shift + np.log(total)
    if keepdims:
        return result
    if axis is None:
        return result.reshape(())
    return result.squeeze(axis)


@right
def softmax__row_by_row(z):
    z = real_array(z)
    result = np.zeros_like(z)
    for place in np.ndindex(z.shape[:-1]):
        row = z[place]
        powers = np.exp(row - max(row))
        result[place] = powers / powers.sum()
    return result


@right
def log_softmax__own_logsumexp(z):
    z = real_array(z)
    behind = z - z.max(axis=-1, keepdims=True)  # first, so that float32 keeps its digits
    return behind - logsumexp(behind, axis=-1, keepdims=True)


@right
def softmax_backward__einsum(dy, z):
    z, dy = real_pair(z, dy)
    p = softmax(z)
    return p * dy - np.einsum("nj,nj,nk->nk", dy, p, p)


@right
def softmax_backward__matrix_per_sample(dy, z):
    z, dy = real_pair(z, dy)
    out = np.zeros_like(z)
    for n in range(len(z)):
        p = softmax(z[n])
        jacobian = np.diag(p) - np.outer(p, p)
        out[n] = jacobian @ dy[n]
    return out
