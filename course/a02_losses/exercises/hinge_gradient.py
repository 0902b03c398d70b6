"""The gradient of the multi-class hinge loss."""

import numpy as np

from autograder.specification.ask import Ask
from course.a02_losses.exercises.hinge import (
    PROMISED,
    active_classes,
    ask_both,
    class_costs,
    hinge,
    margin_gaps,
    rivals,
    wrong_classes,
)
from course.a02_losses.exercises.shared import one_hot_like
from dlkit import losses


@hinge.asks(losses.hinge_grad, PROMISED, part="gradients")
def _ask_grad(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.property("zero_sum", *rivals(rng, 6, 4))


@hinge.wrong(
    "hinge_grad",
    "a class exactly at the margin counted",
    "a class that is exactly at the margin costs 0, and counts as not active here: its place in "
    "the gradient stays 0.",
)
def hinge_grad_at_margin(logits, labels, *, margin=1.0):
    gaps = margin_gaps(logits, labels, margin)
    active = (gaps >= 0) * wrong_classes(gaps, labels)
    number = active.sum(axis=1, keepdims=True)
    return (active - number * one_hot_like(active, labels)) / len(logits)


@hinge.wrong(
    "hinge_grad",
    "true class counted once",
    "the true class gets -1/N only once in each row. Its score stands in every active term, so it "
    "gets -1/N for each of them.",
    always=(True, False),
)
def hinge_grad_once(logits, labels, *, margin=1.0, always):
    active = active_classes(logits, labels, margin)
    some = np.ones_like(active) if always else active.any(axis=1, keepdims=True)
    return (active - some * one_hot_like(active, labels)) / len(logits)


@hinge.wrong(
    "hinge_grad",
    "true class counted among its own rivals",
    "the true class is compared with itself as well, so each row counts one active class too many "
    "and the true class gets one -1/N too much.",
)
def hinge_grad_with_true_class(logits, labels, *, margin=1.0):
    active = active_classes(logits, labels, margin)
    number = 1 + active.sum(axis=1, keepdims=True)
    return (active - number * one_hot_like(active, labels)) / len(logits)


@hinge.wrong(
    "hinge_grad",
    "size of the cost instead of its slope",
    "your gradient holds the costs themselves. The slope of an active term is 1, however large "
    "the term is.",
)
def hinge_grad_of_costs(logits, labels, *, margin=1.0):
    costs = class_costs(logits, labels, margin)
    return (costs - costs.sum(axis=1, keepdims=True) * one_hot_like(costs, labels)) / len(costs)


@hinge.wrong(
    "hinge_grad",
    "true class left out of the gradient",
    "the column of the true class stays 0 in your gradient, but its score stands in every term "
    "of its row: raising it lowers each cost that is not 0.",
)
def hinge_grad_of_rivals(logits, labels, *, margin=1.0):
    return active_classes(logits, labels, margin) / len(logits)


@hinge.right("hinge_grad")
def hinge_grad_by_one_hot(logits, labels, *, margin=1.0):
    active = active_classes(logits, labels, margin)
    number = np.einsum("nc->n", active)
    return np.where(one_hot_like(active, labels), -number[:, None], active) / len(logits)


@hinge.right("hinge_grad")
def hinge_grad_row_by_row(logits, labels, *, margin=1.0):
    gradient = active_classes(logits, labels, margin)
    for n, label in enumerate(labels):
        gradient[n, label] = -sum(gradient[n])
        gradient[n] /= len(labels)
    return gradient
