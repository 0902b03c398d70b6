"""The exercise on binary cross-entropy from logits."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise, Function, right, wrong
from course.a02_losses.exercises.shared import real
from dlkit import losses

FAR = np.array([1000.0, -1000.0, 1e4, -1e4, 800.0, -800.0])


def _logits_and_targets(rng: np.random.Generator, samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw logits and soft targets."""
    return rng.normal(size=samples), rng.uniform(0.1, 0.9, size=samples)


def _ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for the loss and its gradient alike."""
    for samples in (5, 8, 13):
        ask.values(f"{samples} soft targets", *_logits_and_targets(rng, samples))
    logits, targets = _logits_and_targets(rng, 6)
    hard = np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    ask.values("hard targets, as two classes with logits (z, 0)", logits, hard)
    ask.edge("whole numbers as input", np.array([2, -1, 0, 3, -2, 1]), hard.astype(np.int64))
    ask.layouts(logits, targets)
    ask.float32(logits, targets)
    ask.edge("one sample", *_logits_and_targets(rng, 1))
    ask.edge("logits far from 0, hard targets", FAR, hard)
    ask.edge("logits far from 0, soft targets", FAR, targets)
    ask.refuses("shape (6, 1) against (6,)", "ValueError", logits[:, None], targets)
    ask.refuses("an empty batch", "ValueError", np.empty(0), np.empty(0))
    ask.refuses("a target of -1", "ValueError", logits, 2 * hard - 1)
    ask.refuses("a target above 1", "ValueError", logits, hard + targets)
    ask.pure(logits, targets)


def _ask_loss(ask: Ask, rng: np.random.Generator) -> None:
    _ask_both(ask, rng)
    ask.property("batch_duplication_invariant", *_logits_and_targets(rng, 6))


def _accepted(logits, targets):
    """Return the arguments as arrays, with the guards that right and wrong solutions share."""
    if np.shape(logits) != np.shape(targets) or np.min(targets) < 0 or np.max(targets) > 1:
        raise ValueError("every logit needs a target between 0 and 1")
    return real(logits), real(targets)


def _sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


@wrong(
    "bce_with_logits",
    "logarithm of the rounded sigmoid",
    "far from 0 the sigmoid rounds to exactly 0 or 1, and its logarithm is -inf. Simplify the "
    "logarithm of the sigmoid on paper: no probability is needed on the way.",
)
def bce_of_probabilities(logits, targets):
    z, t = _accepted(logits, targets)
    p = _sigmoid(z)
    return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)))


@wrong(
    "bce_with_logits",
    "targets taken for -1 and 1",
    "your formula belongs to targets of -1 and 1. Here a target is a probability from 0 to 1, so "
    "one of 0 has to push the logit down, not to leave it alone.",
)
def bce_of_signs(logits, targets):
    z, t = _accepted(logits, targets)
    return float(np.mean(np.logaddexp(0, -t * z)))


@wrong(
    "bce_with_logits",
    "sign error in the softplus",
    "the logarithm has the logit with the wrong sign in its exponential, so a confident "
    "right answer costs more than a doubtful one. Work out a target of 0 by hand.",
)
def bce_with_turned_softplus(logits, targets):
    z, t = _accepted(logits, targets)
    return float(np.mean(np.logaddexp(0, -z) - z * t))


@wrong(
    "bce_with_logits",
    "shapes broadcast silently",
    "logits of shape (N, 1) and targets of shape (N,) broadcast to an N by N table of losses. "
    "Compare the shapes first and refuse different ones.",
)
def bce_broadcasts(logits, targets):
    if np.size(logits) == 0 or np.min(targets) < 0 or np.max(targets) > 1:
        raise ValueError("a batch needs samples, and targets between 0 and 1")
    return float(np.mean(np.logaddexp(0, logits) - logits * targets))


@wrong(
    "bce_with_logits_grad",
    "gradient without 1/N",
    "your gradient is that of a sum: the loss is a mean over the N samples, so every entry of its "
    "gradient is divided by N.",
)
def bce_grad_of_sum(logits, targets):
    z, t = _accepted(logits, targets)
    return _sigmoid(z) - t


@right("bce_with_logits")
def bce_by_softplus(logits, targets):
    z, t = _accepted(logits, targets)
    return np.mean(np.logaddexp(0, z) - t * z)


@right("bce_with_logits")
def bce_by_both_classes(logits, targets):
    z, t = _accepted(logits, targets)
    return np.mean(t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z))


@right("bce_with_logits_grad")
def bce_grad_by_tanh(logits, targets):
    z, t = _accepted(logits, targets)
    return ((1 + np.tanh(z / 2)) / 2 - t) / len(z)


@right("bce_with_logits_grad")
def bce_grad_by_both_classes(logits, targets):
    z, t = _accepted(logits, targets)
    return ((1 - t) * _sigmoid(z) - t * _sigmoid(-z)) / len(z)


BCE_WITH_LOGITS = Exercise(
    id="losses.bce_with_logits",
    title="Binary cross-entropy from logits",
    functions=(
        Function("bce_with_logits", losses.bce_with_logits, _ask_loss),
        Function("bce_with_logits_grad", losses.bce_with_logits_grad, _ask_both, part="gradients"),
    ),
    difficulty=3,
    minutes=25,
    hints=(
        "A sigmoid that rounds to 1 has lost what the loss needs. Can the logarithm of the sigmoid "
        "be written without the sigmoid?",
        "Logits z and targets t both have shape (N,). The term of a sample is softplus of z, less "
        "z times t, where softplus of z is the logarithm of 1 plus the exponential of z. The "
        "gradient is the sigmoid less the target, over N.",
        "Compare the shapes, refuse empty input and targets outside 0 to 1. Write softplus with an "
        "exponential of minus the absolute value only, and add what is then missing for positive "
        "logits; average. For the gradient use your own stable sigmoid.",
    ),
    wrong=(
        bce_of_probabilities,
        bce_grad_of_sum,
        bce_of_signs,
        bce_with_turned_softplus,
        bce_broadcasts,
    ),
    right=(bce_by_softplus, bce_by_both_classes, bce_grad_by_tanh, bce_grad_by_both_classes),
)
