"""What a student has written in earlier exercises, right, for answers that call it."""

import numpy as np

from dlkit.arguments import real_array


def logsumexp(z, *, axis=-1, keepdims=False):
    z = real_array(z)
    m = z.max(axis=axis, keepdims=True)
    m = np.where(np.isneginf(m), np.zeros_like(m), m)
    with np.errstate(divide="ignore"):
        result = m + np.log(np.exp(z - m).sum(axis=axis, keepdims=True))
    return result if keepdims else np.squeeze(result, axis=axis)


def softmax(z):
    z = real_array(z)
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = real_array(z)
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softplus(z):
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def refuse_targets_outside(t):
    if not np.all((t >= 0) & (t <= 1)):
        raise ValueError("targets must lie in [0, 1]")
