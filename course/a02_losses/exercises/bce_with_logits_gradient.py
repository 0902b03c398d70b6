"""The gradient of binary cross-entropy."""

import numpy as np

from autograder.specification.ask import Ask
from course.a02_losses.exercises.bce_with_logits import (
    PROMISED,
    accepted,
    ask_both,
    bce_with_logits,
    sigmoid,
)
from dlkit import losses


@bce_with_logits.asks(losses.bce_with_logits_grad, PROMISED, part="gradients")
def _ask_grad(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)


@bce_with_logits.wrong(
    "bce_with_logits_grad",
    "gradient without 1/N",
    "your gradient is that of a sum: the loss is a mean over the N samples, so every entry of its "
    "gradient is divided by N.",
)
def bce_grad_of_sum(logits, targets):
    z, t = accepted(logits, targets)
    return sigmoid(z) - t


@bce_with_logits.wrong(
    "bce_with_logits_grad",
    "derivative of the sigmoid left in",
    "your gradient still has the derivative of the sigmoid in it. It cancels against the "
    "denominator that the logarithm brings: what is left is very short.",
)
def bce_grad_with_sigmoid_derivative(logits, targets):
    z, t = accepted(logits, targets)
    p = sigmoid(z)
    return (p - t) * p * (1 - p) / z.size


@bce_with_logits.wrong(
    "bce_with_logits_grad",
    "logits in place of probabilities",
    "your gradient subtracts the target from the logit. A logit is no probability: it has to go "
    "through the sigmoid first.",
)
def bce_grad_of_logits(logits, targets):
    z, t = accepted(logits, targets)
    return (z - t) / z.size


@bce_with_logits.wrong(
    "bce_with_logits_grad",
    "sigmoid of inf divided by inf",
    "for large logits your sigmoid divides inf by inf. Write it with an exponential of a number "
    "that is never positive.",
)
def bce_grad_of_infinite_quotient(logits, targets):
    z, t = accepted(logits, targets)
    return (np.exp(z) / (1 + np.exp(z)) - t) / z.size


@bce_with_logits.right("bce_with_logits_grad")
def bce_grad_by_tanh(logits, targets):
    z, t = accepted(logits, targets)
    return ((1 + np.tanh(z / 2)) / 2 - t) / z.size


@bce_with_logits.right("bce_with_logits_grad")
def bce_grad_by_both_classes(logits, targets):
    z, t = accepted(logits, targets)
    return ((1 - t) * sigmoid(z) - t * sigmoid(-z)) / z.size
