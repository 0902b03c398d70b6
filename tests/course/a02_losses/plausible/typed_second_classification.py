"""Answers typed by a second hand: cross-entropy, its binary form, and the hinge loss."""

import numpy as np

from dlkit.arguments import real_pair, require_number, require_samples, scores_and_labels
from tests.course.a02_losses.plausible.earlier import log_softmax, softmax
from tests.course.plausible import right, wrong


@wrong("each row is asked for the labels of all samples instead of")
def cross_entropy__all_columns(logits, labels):
    z, y = scores_and_labels(logits, labels)
    return float(-np.mean(log_softmax(z)[:, y]))


@wrong("one sample that is very wrong makes your whole loss infinite")
def cross_entropy__true_score_subtracted(logits, labels):
    z, y = scores_and_labels(logits, labels)
    true = z[np.arange(len(y)), y][:, None]
    return float(np.mean(np.log(np.sum(np.exp(z - true), axis=1))))


@wrong("with ValueError")
def cross_entropy_grad__classes_from_labels(logits, labels):
    z, y = scores_and_labels(logits, labels)
    one_hot = np.eye(y.max() + 1, dtype=z.dtype)[y]
    return (softmax(z) - one_hot) / len(z)


@right
def cross_entropy__boolean_mask(logits, labels):
    z, y = scores_and_labels(logits, labels)
    is_true = np.arange(z.shape[1]) == y[:, None]
    return float(-log_softmax(z)[is_true].mean())


@wrong("more than a float can hold")
def bce_with_logits__one_identity_for_all(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if np.any(t < 0) or np.any(t > 1):
        raise ValueError("targets must lie in [0, 1]")
    return float(np.mean(np.log1p(np.exp(-z)) + (1 - t) * z))


@wrong("must be refused")
def bce_with_logits_grad__range_unchecked(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    e = np.exp(-np.abs(z))
    sigmoid = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return (sigmoid - t) / z.size


@right
def bce_with_logits_grad__as_it_reads(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if not ((t >= 0) & (t <= 1)).all():
        raise ValueError("targets are probabilities")
    return (1 / (1 + np.exp(-z)) - t) / z.size  # e^1000 is inf, and 1 / inf is 0


@wrong("only the strongest rival of each row enters your loss")
def hinge__worst_class_only(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    rows = np.arange(len(y))
    terms = np.maximum(0, margin + z - z[rows, y][:, None])
    terms[rows, y] = 0
    return float(terms.max(axis=1).mean())


@wrong("a class that is exactly at the margin costs 0")
def hinge_grad__tie_active(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    rows = np.arange(len(y))
    active = (margin + z - z[rows, y][:, None] >= 0).astype(z.dtype)
    active[rows, y] = 0
    active[rows, y] = -active.sum(axis=1)
    return active / len(y)


@right
def hinge_grad__two_loops(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    N, C = z.shape
    grad = np.zeros_like(z)
    for n in range(N):
        for j in range(C):
            if j != y[n] and margin + z[n, j] - z[n, y[n]] > 0:
                grad[n, j] += 1 / N
                grad[n, y[n]] -= 1 / N
    return grad
