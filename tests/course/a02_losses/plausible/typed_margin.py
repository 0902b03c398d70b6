"""Answers typed from the notebook's text alone: the hinge loss."""

import numpy as np

from dlkit.arguments import require_number, scores_and_labels
from tests.course.plausible import right, wrong


@wrong("only the strongest rival of each row enters your loss")
def hinge__only_the_worst_class(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    rows = np.arange(len(z))
    excess = np.maximum(0, margin + z - z[rows, y][:, None])
    excess[rows, y] = 0
    return float(excess.max(axis=1).mean())


@wrong("the true class is told by its score in your loss")
def hinge__true_class_by_its_score(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    true = z[np.arange(len(z)), y].reshape(-1, 1)
    terms = np.maximum(0, margin + z - true)
    return float(np.sum(terms[z != true]) / len(z))


@wrong("your loss is divided by the number of classes as well")
def hinge__mean_over_classes_too(logits, labels, *, margin=1.0):
    z, y = np.array(logits, dtype=float), np.array(labels)
    rows = np.arange(z.shape[0])
    terms = np.maximum(0, z - z[rows, y, None] + margin)
    terms[rows, y] = 0
    return float(np.mean(terms))


@wrong("a class that is exactly at the margin costs 0")
def hinge_grad__active_at_the_margin(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    rows = np.arange(len(z))
    active = z - z[rows, y][:, np.newaxis] + margin >= 0
    active[rows, y] = False
    grad = active.astype(z.dtype)
    grad[rows, y] = -active.sum(axis=1)
    return grad / len(z)


@wrong("the true class gets -1/N only once in each row")
def hinge_grad__true_class_once(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    n = z.shape[0]
    rows = np.arange(n)
    active = margin + z - z[rows, y][:, None] > 0
    active[rows, y] = False
    grad = np.zeros_like(z)
    grad[active] = 1 / n
    grad[rows, y] = -1.0 * active.any(axis=1) / n
    return grad


@wrong("the true class is compared with itself as well")
def hinge_grad__counts_itself(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    n = len(y)
    true = z[range(n), y].reshape(n, 1)
    grad = (margin + z - true > 0).astype(z.dtype)
    grad[range(n), y] = -grad.sum(axis=1)
    return grad / n


@wrong("with ValueError")
def hinge_grad__margin_zero_refused(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, above=0)
    rows = np.arange(len(z))
    active = z + margin > z[rows, y][:, None]
    active[rows, y] = False
    grad = active.astype(z.dtype)
    grad[rows, y] -= active.sum(axis=1)
    return grad / len(z)


@right
def hinge__subtract_the_margin(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    true = np.take_along_axis(z, y[:, None].astype(np.intp), axis=1)
    costs = np.maximum(0, margin + (z - true)).sum(axis=1) - margin  # the true class cost margin
    return float(costs.mean())


@right
def hinge_grad__two_loops(logits, labels, *, margin=1.0):
    z, y = scores_and_labels(logits, labels)
    margin = require_number(margin, at_least=0)
    n_samples, n_classes = z.shape
    grad = np.zeros_like(z)
    for n in range(n_samples):
        for j in range(n_classes):
            if j == y[n]:
                continue
            if margin + z[n, j] - z[n, y[n]] > 0:
                grad[n, j] += 1 / n_samples
                grad[n, y[n]] -= 1 / n_samples
    return grad
