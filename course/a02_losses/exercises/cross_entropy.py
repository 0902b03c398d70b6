"""The exercise on cross-entropy from logits and labels."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a02_losses.exercises.shared import (
    LABELLED,
    ask_classification,
    classified,
    far_rows,
    log_probabilities,
    one_hot_like,
    probabilities,
    scores_and_labels,
)
from dlkit import losses


def ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for the loss and its gradient alike."""
    ask_classification(ask, rng)
    labels = np.array([2, 0, 1, 2])
    ask.edge("scores that are all 0", np.zeros((4, 3)), labels)
    gap = np.array([[1000.0, 0.0, 1.0], [0.0, 0.5, -1000.0]])
    with ask.essential("scores of any size give the exact loss, however wrong the model is"):
        ask.edge("a gap of 1000 above the true class", gap, labels[2:])
        ask.edge("a gap of 1000 below the true class", gap, np.array([0, 1]))
        ask.edge("scores of size 10 000", 1e4 * np.sign(rng.normal(size=(4, 3))), labels)
    ask.edge("rows far from each other", far_rows(rng, 3), labels)


cross_entropy = Exercise(
    id="losses.cross_entropy",
    title="Cross-entropy",
    difficulty=3,
    minutes=30,
    hints=(
        "The loss asks one question for each sample: how probable did the model think the true "
        "class? Which of your earlier functions answers it without ever rounding to 0?",
        "The logits have shape (N, C), the labels (N,). Take the log-probability of the true class "
        "of each row, N numbers, and average them with the sign turned. The gradient has shape "
        "(N, C): probabilities, less 1 at the true class, over N.",
        "Compute the log-probabilities from the logits; pick one entry in each row by indexing "
        "with the row numbers and the labels together; average; turn the sign. For the gradient "
        "copy the probabilities, subtract 1 at the same places, divide by the number of samples.",
    ),
)


@cross_entropy.asks(losses.cross_entropy, LABELLED)
def _ask_loss(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.property("shift_invariant", *scores_and_labels(rng, 6, 4), by=1000.0)
    ask.property("batch_duplication_invariant", *scores_and_labels(rng, 6, 4))


def _of_true_class(rows, labels):
    return rows[np.arange(len(rows)), labels]


@cross_entropy.wrong(
    "cross_entropy",
    "softmax taken twice",
    "your loss treats probabilities as if they were logits: softmax is applied to the result of "
    "softmax. Apply it once, to the scores that were given.",
)
def cross_entropy_of_probabilities(logits, labels):
    log_p = log_probabilities(probabilities(classified(logits, labels)))
    return float(-np.mean(_of_true_class(log_p, labels)))


@cross_entropy.wrong(
    "cross_entropy",
    "sum instead of mean",
    "your loss grows with the number of samples: their terms are summed, but the mean over the "
    "batch is asked for.",
)
def cross_entropy_sum(logits, labels):
    return float(-np.sum(_of_true_class(log_probabilities(classified(logits, labels)), labels)))


@cross_entropy.wrong(
    "cross_entropy",
    "labels counted from 1",
    "the class before the true one is looked up: labels already count from 0, so nothing has to be "
    "subtracted from them. (Class -1 is the last one for numpy, without a word.)",
)
def cross_entropy_from_one(logits, labels):
    log_p = log_probabilities(classified(logits, labels))
    return float(-np.mean(_of_true_class(log_p, labels - 1)))


@cross_entropy.wrong(
    "cross_entropy",
    "writes into the logits",
    "your function changes the logits it was given, so that the gradient computed after it sees "
    "other scores. Subtract the maximum into a new array.",
)
def cross_entropy_in_place(logits, labels):
    loss = np.mean(_of_true_class(log_probabilities(classified(logits, labels)), labels))
    logits -= logits.max(axis=1, keepdims=True)
    return float(-loss)


@cross_entropy.wrong(
    "cross_entropy",
    "every label looked up in every row",
    "each row is asked for the labels of all samples instead of its own, which makes an N by N "
    "table. Pair each row number with its label.",
)
def cross_entropy_all_pairs(logits, labels):
    return float(-np.mean(log_probabilities(classified(logits, labels))[:, labels]))


@cross_entropy.wrong(
    "cross_entropy",
    "a small constant inside the logarithm",
    "the small number that keeps the probability away from 0 puts a ceiling on your loss: a sample "
    "that is very wrong costs too little. Take the logarithm on paper first, then nothing needs "
    "protection.",
    eps=(1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-38, 1e-300),
    is_clipped=(False, True),
)
def cross_entropy_with_constant(logits, labels, *, eps, is_clipped):
    p = _of_true_class(probabilities(classified(logits, labels)), labels)
    return float(-np.mean(np.log(np.maximum(p, eps) if is_clipped else p + eps)))


@cross_entropy.wrong(
    "cross_entropy",
    "logarithm of the rounded softmax",
    "one sample that is very wrong makes your whole loss infinite: a probability rounds to 0, or "
    "an exponential overflows. Take the logarithm on paper first; only differences from a row's "
    "largest score may meet exp.",
)
def cross_entropy_of_rounded_softmax(logits, labels):
    p = probabilities(classified(logits, labels))
    return float(-np.mean(np.log(_of_true_class(p, labels))))


@cross_entropy.wrong(
    "cross_entropy",
    "logarithm forgotten",
    "your loss is the mean probability of the true classes with its sign turned. The price of a "
    "sample is minus the logarithm of that probability.",
)
def cross_entropy_without_logarithm(logits, labels):
    return float(-np.mean(_of_true_class(probabilities(classified(logits, labels)), labels)))


@cross_entropy.right("cross_entropy")
def cross_entropy_by_lookup(logits, labels):
    return -_of_true_class(log_probabilities(classified(logits, labels)), labels).mean()


@cross_entropy.right("cross_entropy")
def cross_entropy_by_logsumexp(logits, labels):
    z = classified(logits, labels)
    return np.mean(np.logaddexp.reduce(z.T) - _of_true_class(z, labels))


@cross_entropy.right("cross_entropy")
def cross_entropy_by_one_hot(logits, labels):
    log_p = log_probabilities(classified(logits, labels))
    return -np.sum(log_p * one_hot_like(log_p, labels)) / len(log_p)
