"""Guards and steps that the plausible answers share, as a notebook's helpers would have them.

They are right, so that only the mistake itself can cost points.
"""

import numpy as np


def in_dtype_of(other, array):
    """Return an array in the dtype of the other one, float64 where that has whole numbers."""
    return array.astype(np.result_type(other, np.float32), copy=False)


def guarded(predictions, targets):
    if predictions.shape != targets.shape or predictions.size == 0:
        raise ValueError("shapes")
    return predictions - in_dtype_of(predictions, targets)


def same_shape(dy, z):
    if dy.shape != z.shape:
        raise ValueError("shapes")
    return in_dtype_of(z, dy)


def probable(logits, targets):
    guarded(logits, targets)
    if np.any(targets < 0) or np.any(targets > 1):
        raise ValueError("targets")
    return in_dtype_of(logits, targets)


def labelled(logits, labels):
    if len(logits) == 0 or labels.shape != (len(logits),):
        raise ValueError("shapes")
    if labels.dtype != np.int64:
        raise TypeError("labels")
    if not np.isin(labels, range(logits.shape[1])).all():
        raise ValueError("labels")
    return logits


def positive(value):
    if number(value) == 0:
        raise ValueError("out of range")
    return float(value)


def true_scores(logits, labels):
    return labelled(logits, labels)[np.arange(len(labels)), labels][:, None]


def number(value):
    if not np.isscalar(value):
        raise TypeError("one number")
    if not np.isfinite(value) or value < 0:
        raise ValueError("out of range")
    return value


def a_list(weights):
    if not isinstance(weights, list):
        raise TypeError("a list")
    return weights


def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def log_softmax(z):
    z = z - np.max(z, axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))
