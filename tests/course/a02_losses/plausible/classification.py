"""Plausible answers on classes: cross-entropy, binary, and hinge."""

import numpy as np

from tests.course.a02_losses.plausible.shared import (
    labelled,
    log_softmax,
    number,
    probable,
    softmax,
    true_scores,
)
from tests.course.plausible import right, wrong


@wrong
def cross_entropy__sign(logits, labels):
    return np.mean(log_softmax(labelled(logits, labels))[np.arange(len(labels)), labels])


@wrong
def cross_entropy__probability_not_logarithm(logits, labels):
    return -np.mean(softmax(labelled(logits, labels))[np.arange(len(labels)), labels])


@wrong
def cross_entropy__mean_over_all_entries(logits, labels):
    log_p = log_softmax(labelled(logits, labels))
    return -np.mean(log_p * np.eye(log_p.shape[1])[labels])


@wrong
def cross_entropy__in_bits(logits, labels):
    log_p = log_softmax(labelled(logits, labels))
    return -np.mean(log_p[np.arange(len(labels)), labels]) / np.log(2)


@wrong
def cross_entropy__empty_batch_is_free(logits, labels):
    if len(labels) == 0:
        return 0.0
    return -np.mean(log_softmax(labelled(logits, labels))[np.arange(len(labels)), labels])


@wrong
def cross_entropy__clipped_probability(logits, labels):
    p = softmax(labelled(logits, labels))[np.arange(len(labels)), labels]
    return -np.mean(np.log(np.clip(p, 1e-15, 1)))


@wrong
def cross_entropy_grad__only_true_class(logits, labels):
    p = softmax(labelled(logits, labels))
    gradient = np.zeros_like(p)
    rows = np.arange(len(labels))
    gradient[rows, labels] = (p[rows, labels] - 1) / len(labels)
    return gradient


@wrong
def cross_entropy_grad__of_entropy(logits, labels):
    p = softmax(labelled(logits, labels))
    return p / len(labels)


@wrong
def cross_entropy_grad__over_classes(logits, labels):
    p = softmax(labelled(logits, labels))
    p[np.arange(len(labels)), labels] -= 1
    return p / p.size


@wrong
def bce_with_logits__only_positive_class(logits, targets):
    probable(logits, targets)
    return np.mean(targets * np.logaddexp(0, -logits))


@wrong
def bce_with_logits__of_probabilities(logits, targets):
    probable(logits, targets)
    p = np.clip(logits, 1e-12, 1 - 1e-12)
    return -np.mean(targets * np.log(p) + (1 - targets) * np.log(1 - p))


@wrong
def bce_with_logits__sum(logits, targets):
    probable(logits, targets)
    return np.sum(np.logaddexp(0, logits) - targets * logits)


@wrong
def bce_with_logits__rounds_targets(logits, targets):
    probable(logits, targets)
    return np.mean(np.logaddexp(0, logits) - np.round(targets) * logits)


@wrong
def bce_with_logits_grad__with_slope_of_sigmoid(logits, targets):
    probable(logits, targets)
    p = (1 + np.tanh(logits / 2)) / 2
    return (p - targets) * p * (1 - p) / len(logits)


@wrong
def bce_with_logits_grad__overflows(logits, targets):
    probable(logits, targets)
    return (np.exp(logits) / (1 + np.exp(logits)) - targets) / len(logits)


@wrong
def hinge__without_margin(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return np.maximum(logits - true, 0).sum() / len(labels)


@wrong
def hinge__squared(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return (np.maximum(logits - true + margin, 0) ** 2).sum() / len(labels) - margin**2


@wrong
def hinge__margin_always_one(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return np.maximum(logits - true + 1, 0).sum() / len(labels) - 1


@wrong
def hinge__not_cut_off(logits, labels, *, margin=1.0):
    true, margin = true_scores(logits, labels), number(margin)
    return (logits - true + margin).sum() / len(labels) - margin


@wrong
def hinge_grad__counts_the_margin_itself(logits, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    active = (logits - true_scores(logits, labels) + number(margin) >= 0) * np.float64(1)
    active[rows, labels] = 0
    active[rows, labels] = -active.sum(axis=1)
    return active.astype(np.result_type(logits, np.float32)) / len(labels)


@wrong
def hinge_grad__minus_one_in_true_column(logits, labels, *, margin=1.0):
    rows = np.arange(len(labels))
    active = (logits - true_scores(logits, labels) + number(margin) > 0) * np.float64(1)
    active[rows, labels] = -1
    return active / len(labels)


@right
def cross_entropy__by_own_log_softmax(logits, labels):
    return -log_softmax(labelled(logits, labels))[range(len(labels)), labels].mean()


@right
def cross_entropy_grad__by_own_softmax(logits, labels):
    p = softmax(labelled(logits, labels))
    p[range(len(labels)), labels] -= 1
    return p / len(labels)


@right
def bce_with_logits__as_it_is_written(logits, targets):
    probable(logits, targets)
    losses = np.maximum(logits, 0) - logits * targets + np.log(1 + np.exp(-np.abs(logits)))
    return losses.mean()


@right
def bce_with_logits_grad__by_where(logits, targets):
    targets = probable(logits, targets)
    above, below = 1 / (1 + np.exp(-logits)), np.exp(logits) / (1 + np.exp(logits))
    return (np.where(logits >= 0, above, below) - targets) / logits.size


@right
def hinge__as_it_is_written(logits, labels, *, margin=1.0):
    margin = number(margin)
    costs = np.maximum(0, logits - true_scores(logits, labels) + margin)
    costs[np.arange(len(labels)), labels] = 0
    return costs.sum(axis=1).mean()
