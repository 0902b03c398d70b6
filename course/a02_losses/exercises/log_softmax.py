"""The logarithm of softmax, the second function of its exercise."""

import numpy as np

from autograder.specification.ask import Ask
from course.a02_losses.exercises.shared import (
    probabilities,
    real,
    shifted,
)
from course.a02_losses.exercises.softmax import SCORES, TINY, TINY_SINGLE, ask_both, softmax
from dlkit import losses


@softmax.asks(losses.log_softmax, {"z": SCORES})
def _ask_log_softmax(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)


@softmax.wrong(
    "log_softmax",
    "logarithm of the rounded softmax",
    "a probability that rounds to 0 has the logarithm -inf, though its true logarithm is a modest "
    "number. Work out the logarithm on paper first; no probability is needed on the way.",
)
def log_softmax_of_probabilities(z):
    return np.log(probabilities(z))


@softmax.wrong(
    "log_softmax",
    "a small constant inside the logarithm",
    "the small number inside your logarithm is a floor: no log-probability can fall below its "
    "logarithm, though the true one can be -1000. Work out the logarithm on paper first; no "
    "probability is needed on the way.",
    eps=(1e-6, 1e-7, 1e-8, 1e-10, 1e-12, 1e-15, TINY_SINGLE, 1e-300, TINY),
    is_clipped=(False, True),
)
def log_softmax_with_constant(z, *, eps, is_clipped):
    p = probabilities(z)
    return np.log(np.maximum(p, eps) if is_clipped else p + eps).astype(p.dtype)


@softmax.wrong(
    "log_softmax",
    "shifted and unshifted scores mixed",
    "one part of your formula uses the scores with their maximum subtracted, the other part the "
    "scores as they came. Use the same ones in both places.",
)
def log_softmax_half_shifted(z):
    z = real(z)
    return shifted(z) - np.log(np.exp(z).sum(axis=-1, keepdims=True))


@softmax.wrong(
    "log_softmax",
    "normalised over the samples",
    "the sum inside your logarithm runs over the samples. It has to run over the classes of one "
    "sample: the last axis.",
)
def log_softmax_over_samples(z):
    z = real(z)
    return z - np.logaddexp.reduce(z, axis=0, keepdims=True)


@softmax.wrong(
    "log_softmax",
    "only the maximum subtracted",
    "your result is the score less the largest one. What is to be subtracted is the logarithm of "
    "the sum of all exponentials, which is larger.",
)
def log_softmax_by_maximum(z):
    return shifted(real(z))


@softmax.right("log_softmax")
def log_softmax_by_logaddexp(z):
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


@softmax.right("log_softmax")
def log_softmax_transposed(z):
    columns = real(z.T - z.T.max(axis=0))
    return (columns - np.log(np.exp(columns).sum(axis=0))).T
