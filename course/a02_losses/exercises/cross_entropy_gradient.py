"""The gradient of cross-entropy."""

import numpy as np

from autograder.specification.ask import Ask
from course.a02_losses.exercises.cross_entropy import ask_both, cross_entropy
from course.a02_losses.exercises.shared import (
    LABELLED,
    classified,
    log_probabilities,
    one_hot_like,
    probabilities,
    scores_and_labels,
)
from dlkit import losses


@cross_entropy.asks(losses.cross_entropy_grad, LABELLED, part="gradients")
def _ask_grad(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.property("zero_sum", *scores_and_labels(rng, 6, 4))


@cross_entropy.wrong(
    "cross_entropy_grad",
    "gradient without 1/N",
    "your gradient is that of a sum: the loss is a mean over the N samples, so each row of its "
    "gradient is divided by N.",
)
def cross_entropy_grad_of_sum(logits, labels):
    p = probabilities(classified(logits, labels))
    return p - one_hot_like(p, labels)


@cross_entropy.wrong(
    "cross_entropy_grad",
    "derivative with respect to the probabilities",
    "your gradient is the one with respect to the probabilities. The loss takes logits: going back "
    "through softmax as well makes the formula shorter, and nothing is divided by a probability.",
)
def cross_entropy_grad_of_probabilities(logits, labels):
    p = probabilities(classified(logits, labels))
    return np.where(one_hot_like(p, labels) == 1, -1 / p, 0) / np.float32(len(p))


@cross_entropy.wrong(
    "cross_entropy_grad",
    "1 subtracted in every row of a column",
    "from a whole column 1 is subtracted, in all rows: each row has only one true class. Pair each "
    "row number with its label when you index.",
)
def cross_entropy_grad_whole_columns(logits, labels):
    p = probabilities(classified(logits, labels))
    p[:, labels] -= 1
    return p / len(p)


@cross_entropy.wrong(
    "cross_entropy_grad",
    "1 not subtracted",
    "your gradient is the probabilities alone. At the true class of each row 1 has to be "
    "subtracted: a model that is certain and right has a gradient of 0.",
)
def cross_entropy_grad_without_labels(logits, labels):
    p = probabilities(classified(logits, labels))
    return p / len(p)


@cross_entropy.wrong(
    "cross_entropy_grad",
    "labels counted from 1",
    "1 is subtracted at the class before the true one: labels already count from 0.",
)
def cross_entropy_grad_from_one(logits, labels):
    p = probabilities(classified(logits, labels))
    return (p - one_hot_like(p, (labels - 1) % p.shape[1])) / len(p)


@cross_entropy.wrong(
    "cross_entropy_grad",
    "only the true class has a gradient",
    "your gradient is 0 at the wrong classes. Their scores stand in the denominator of softmax: "
    "raising one of them makes the true class less probable.",
)
def cross_entropy_grad_of_true_class(logits, labels):
    p = probabilities(classified(logits, labels))
    return (p - 1) * one_hot_like(p, labels) / len(p)


@cross_entropy.right("cross_entropy_grad")
def cross_entropy_grad_by_one_hot(logits, labels):
    p = probabilities(classified(logits, labels))
    return (p - one_hot_like(p, labels)) / len(p)


@cross_entropy.right("cross_entropy_grad")
def cross_entropy_grad_row_by_row(logits, labels):
    gradient = np.exp(log_probabilities(classified(logits, labels)))
    for n, label in enumerate(labels):
        gradient[n, label] -= 1
        gradient[n] /= len(labels)
    return gradient
