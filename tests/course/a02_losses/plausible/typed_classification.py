"""Answers typed from the notebook's text alone: cross-entropy."""

import numpy as np

from dlkit.arguments import real_array, scores_and_labels
from tests.course.a02_losses.plausible.earlier import log_softmax, softmax
from tests.course.plausible import right, wrong


@wrong("the small number that keeps the probability away from 0")
def cross_entropy__clipped_probabilities(logits, labels):
    z, y = scores_and_labels(logits, labels)
    p = np.clip(softmax(z), 1e-15, 1.0)
    return float(-np.log(p[np.arange(len(y)), y]).mean())


@wrong("each row is asked for the labels of all samples instead of")
def cross_entropy__colon_for_the_rows(logits, labels):
    z, y = scores_and_labels(logits, labels)
    log_p = log_softmax(z)
    return float(-np.mean(log_p[:, y]))


@wrong("must be refused")
def cross_entropy__negative_labels_pass(logits, labels):
    z = real_array(logits)
    y = np.asarray(labels)
    if z.ndim != 2 or y.shape != (z.shape[0],):
        raise ValueError("logits must be (N, C) and labels (N,)")
    if z.size == 0:
        raise ValueError("empty batch")
    if not np.issubdtype(y.dtype, np.integer):
        raise TypeError("labels must be integers")
    if y.max() >= z.shape[1]:
        raise ValueError("label too large")
    log_p = log_softmax(z)
    return float(-log_p[np.arange(z.shape[0]), y].mean())


@wrong("your loss treats probabilities as if they were logits")
def cross_entropy__softmax_twice(logits, labels):
    z, y = scores_and_labels(logits, labels)
    probabilities = softmax(z)
    log_p = log_softmax(probabilities)
    return float(-log_p[np.arange(len(z)), y].mean())


@wrong("with ValueError")
def cross_entropy_grad__classes_from_labels(logits, labels):
    z = np.asarray(logits)
    y = np.asarray(labels)
    one_hot = np.eye(y.max() + 1, dtype=z.dtype)[y]
    return (softmax(z) - one_hot) / len(y)


@wrong("the result has dtype float64")
def cross_entropy_grad__eye_is_float64(logits, labels):
    z, y = scores_and_labels(logits, labels)
    n, c = z.shape
    return (softmax(z) - np.eye(c)[y]) / n


@wrong
def cross_entropy_grad__with_respect_to_p(logits, labels):
    z, y = scores_and_labels(logits, labels)
    n = len(z)
    rows = np.arange(n)
    p = softmax(z)
    grad = np.zeros_like(z)
    grad[rows, y] = -1 / p[rows, y]
    return grad / n


@right
def cross_entropy__boolean_one_hot(logits, labels):
    z, y = scores_and_labels(logits, labels)
    is_true_class = np.arange(z.shape[1]) == y[:, None]
    return float(-log_softmax(z)[is_true_class].mean())


@right
def cross_entropy_grad__subtract_one(logits, labels):
    z, y = scores_and_labels(logits, labels)
    grad = softmax(z)  # a new array, so it may be changed
    grad[np.arange(len(y)), y] -= 1
    grad /= len(y)
    return grad
