"""Answers typed by a third hand: cross-entropy, its binary form, and the hinge loss."""

import numpy as np

from dlkit.arguments import real_pair, require_number, require_samples, scores_and_labels
from tests.course.a02_losses.plausible.earlier import log_softmax, softmax
from tests.course.plausible import right, wrong


@wrong("each row is asked for the labels of all samples instead of")
def cross_entropy__colon_index(logits, labels):
    z, y = scores_and_labels(logits, labels)
    log_p = log_softmax(z)
    return float(-np.mean(log_p[:, y]))


@wrong("the result has dtype float64")
def cross_entropy_grad__float64_one_hot(logits, labels):
    z, y = scores_and_labels(logits, labels)
    N, C = z.shape
    Y = np.zeros((N, C))
    Y[np.arange(N), y] = 1
    return (softmax(z) - Y) / N


@right
def cross_entropy__row_by_row(logits, labels):
    z, y = scores_and_labels(logits, labels)
    total = 0.0
    for scores, label in zip(z, y):
        top = scores.max()
        total += float(np.log(np.exp(scores - top).sum()) + (top - scores[label]))
    return total / len(y)


@wrong("your loss asks only whether a target is 1")
def bce_with_logits__hard_targets(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if np.any((t < 0) | (t > 1)):
        raise ValueError("targets must be between 0 and 1")
    cost = np.where(t > 0.5, np.logaddexp(0, -z), np.logaddexp(0, z))
    return float(np.mean(cost))


@wrong("for large logits your sigmoid divides inf by inf")
def bce_with_logits_grad__exp_over_exp(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if t.min() < 0 or t.max() > 1:
        raise ValueError("targets must be between 0 and 1")
    sigma = np.exp(z) / (1 + np.exp(z))
    return (sigma - t) / z.size


@right
def bce_with_logits__logaddexp(logits, targets):
    z, t = real_pair(logits, targets)
    require_samples(z)
    if not np.all((0 <= t) & (t <= 1)):
        raise ValueError("targets must lie in [0, 1]")
    zero = np.zeros_like(z)
    cost_yes, cost_no = np.logaddexp(zero, -z), np.logaddexp(zero, z)
    return float(np.mean(t * cost_yes + (1 - t) * cost_no))


@wrong("the true class is counted and 1 is taken off for it at the")
def hinge__minus_one(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    N = len(y)
    true = z[np.arange(N), y][:, None]
    terms = np.maximum(0, margin + z - true)
    return float(np.mean(terms.sum(axis=1)) - 1)


@wrong("the true class gets -1/N only once in each row")
def hinge_grad__true_class_once(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    N = len(y)
    rows = np.arange(N)
    active = margin + z - z[rows, y][:, None] > 0
    active[rows, y] = False
    grad = active.astype(z.dtype)
    grad[rows, y] = -active.any(axis=1).astype(z.dtype)
    return grad / N


@right
def hinge_grad__two_loops(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    N, C = z.shape
    grad = np.zeros_like(z)
    for n in range(N):
        for j in range(C):
            if j != y[n] and margin + z[n, j] - z[n, y[n]] > 0:
                grad[n, j] += 1
                grad[n, y[n]] -= 1
    return grad / N
