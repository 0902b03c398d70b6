"""The exercise on binary cross-entropy from logits."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from autograder.specification.promises import takes
from course.a02_losses.exercises.shared import in_dtype_of, real
from dlkit import losses

FAR = np.array([1000.0, -1000.0, 1e4, -1e4, 800.0, -800.0])


PROMISED = {"logits": takes("N", "N M", up_to=1e4), "targets": takes("N", "N M")}


def _logits_and_targets(rng: np.random.Generator, *shape: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw logits of both signs, a negative one first, and soft targets."""
    signs = np.where(np.arange(np.prod(shape)) % 2, 1.0, -1.0).reshape(shape)
    return signs * rng.uniform(0.2, 2.0, size=shape), rng.uniform(0.1, 0.9, size=shape)


bce_with_logits = Exercise(
    id="losses.bce_with_logits",
    title="Binary cross-entropy from logits",
    difficulty=3,
    minutes=25,
    hints=(
        "A sigmoid that rounds to 1 has lost what the loss needs. Can the logarithm of the sigmoid "
        "be written without the sigmoid?",
        "Logits z and targets t both have shape (N,) or (N, M). The term of an element is softplus "
        "of z, less z times t, where softplus of z is the logarithm of 1 plus the exponential of "
        "z. The gradient is the sigmoid less the target, over the number of all elements.",
        "Compare the shapes, refuse empty input and targets outside 0 to 1. Write softplus with an "
        "exponential of minus the absolute value only, and add what is then missing for positive "
        "logits; average. For the gradient write the sigmoid with the same exponential, in two "
        "cases: one for logits below 0, one for all others.",
    ),
)


def ask_both(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for the loss and its gradient alike."""
    ask.paper(np.array([0.0, 2.0, -1.0]), np.array([1.0, 1.0, 0.0]))
    for shape in ((5,), (8,), (7, 3), (4, 6)):
        ask.values(f"soft targets of shape {shape}", *_logits_and_targets(rng, *shape))
    logits, targets = _logits_and_targets(rng, 6)
    hard = np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0])
    ask.values("hard targets, as two classes with logits (z, 0)", logits, hard)
    ask.integers(np.array([0.7, -0.4, 0.0, 1.0, -0.7, 0.3]), hard / 3)
    ask.layouts(*_logits_and_targets(rng, 6, 5))
    ask.float32(*_logits_and_targets(rng, 6, 5))
    ask.mixed_dtypes(logits, targets)
    ask.edge("one sample", *_logits_and_targets(rng, 1))
    with ask.essential("logits of any size give the exact loss, however wrong the model is"):
        ask.edge("logits of 40 and -40, both wrong", np.array([40.0, -40.0]), np.array([0.0, 1.0]))
        ask.edge("logits far from 0, hard targets", FAR, hard)
        ask.edge("logits far from 0, soft targets", FAR, targets)
    ask.refuses("shape (6, 1) against (6,)", "ValueError", logits[:, None], targets)
    ask.refuses("an empty batch", "ValueError", np.empty(0), np.empty(0))
    ask.refuses("a target of -1", "ValueError", logits, 2 * hard - 1)
    ask.refuses("a target above 1", "ValueError", logits, hard + targets)
    ask.pure(logits, targets)


@bce_with_logits.asks(losses.bce_with_logits, PROMISED)
def _ask_loss(ask: Ask, rng: np.random.Generator) -> None:
    ask_both(ask, rng)
    ask.property("batch_duplication_invariant", *_logits_and_targets(rng, 6))


def accepted(logits, targets):
    """Return the arguments as arrays, with the guards that right and wrong solutions share."""
    if np.shape(logits) != np.shape(targets) or np.min(targets) < 0 or np.max(targets) > 1:
        raise ValueError("every logit needs a target between 0 and 1")
    z = real(logits)
    return z, in_dtype_of(z, targets)


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


@bce_with_logits.wrong(
    "bce_with_logits",
    "logarithm of the rounded sigmoid",
    "far from 0 the sigmoid rounds to exactly 0 or 1, and its logarithm is -inf. Simplify the "
    "logarithm of the sigmoid on paper: no probability is needed on the way.",
)
def bce_of_probabilities(logits, targets):
    z, t = accepted(logits, targets)
    p = sigmoid(z)
    return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)))


@bce_with_logits.wrong(
    "bce_with_logits",
    "a small constant inside the logarithm",
    "the small number that keeps the probability away from 0 and 1 puts a ceiling on your loss: a "
    "logit that is very wrong costs too little. Simplify the logarithm of the sigmoid on paper.",
    eps=(1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16),
    is_clipped=(False, True),
)
def bce_with_constant(logits, targets, *, eps, is_clipped):
    z, t = accepted(logits, targets)
    p, q = sigmoid(z), sigmoid(z)
    if is_clipped:
        p = q = np.clip(p, eps, 1 - eps)
    else:
        p, q = p + eps, q - eps
    return float(-np.mean(t * np.log(p) + (1 - t) * np.log(1 - q)))


@bce_with_logits.wrong(
    "bce_with_logits",
    "logits cut off",
    "logits beyond a bound are cut off, so a very wrong answer costs no more than one at the "
    "bound. Rewrite the formula instead, so that large logits cannot overflow.",
    bound=(20, 30, 50, 100, 500, 700, 709),
)
def bce_of_clipped_logits(logits, targets, *, bound):
    z, t = accepted(logits, targets)
    z = np.clip(z, -bound, bound)
    return float(np.mean(np.logaddexp(0, z) - t * z))


@bce_with_logits.wrong(
    "bce_with_logits",
    "one of the two terms missing",
    "your loss has a price for one of the two outcomes only: a target of 1 and a target of 0 both "
    "have to cost something when the logit points the other way.",
    target=(0, 1),
)
def bce_of_one_term(logits, targets, *, target):
    z, t = accepted(logits, targets)
    costs = t * np.logaddexp(0, -z) if target else (1 - t) * np.logaddexp(0, z)
    return float(np.mean(costs))


@bce_with_logits.wrong(
    "bce_with_logits",
    "soft targets taken for hard ones",
    "your loss asks only whether a target is 1. A target may be any probability: 0.3 counts three "
    "tenths for one outcome and seven tenths for the other.",
    above=(0.5, 0.999),
)
def bce_of_hard_targets(logits, targets, *, above):
    z, t = accepted(logits, targets)
    return float(np.mean(np.where(t > above, np.logaddexp(0, -z), np.logaddexp(0, z))))


@bce_with_logits.wrong(
    "bce_with_logits",
    "absolute value missing in the exponential",
    "the exponential in your formula sees the logit itself where its absolute value belongs: "
    "negative logits cost too much, and overflow.",
)
def bce_without_absolute_value(logits, targets):
    z, t = accepted(logits, targets)
    return float(np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-z))))


@bce_with_logits.wrong(
    "bce_with_logits",
    "targets taken for -1 and 1",
    "your formula belongs to targets of -1 and 1. Here a target is a probability from 0 to 1, so "
    "one of 0 has to push the logit down, not to leave it alone.",
)
def bce_of_signs(logits, targets):
    z, t = accepted(logits, targets)
    return float(np.mean(np.logaddexp(0, -t * z)))


@bce_with_logits.wrong(
    "bce_with_logits",
    "sign error in the softplus",
    "the logarithm has the logit with the wrong sign in its exponential, so a confident "
    "right answer costs more than a doubtful one. Work out a target of 0 by hand.",
)
def bce_with_turned_softplus(logits, targets):
    z, t = accepted(logits, targets)
    return float(np.mean(np.logaddexp(0, -z) - z * t))


@bce_with_logits.wrong(
    "bce_with_logits",
    "shapes broadcast silently",
    "logits of shape (N, 1) and targets of shape (N,) broadcast to an N by N table of losses. "
    "Compare the shapes first and refuse different ones.",
)
def bce_broadcasts(logits, targets):
    if np.size(logits) == 0 or np.min(targets) < 0 or np.max(targets) > 1:
        raise ValueError("a batch needs samples, and targets between 0 and 1")
    return float(np.mean(np.logaddexp(0, logits) - logits * targets))


@bce_with_logits.right("bce_with_logits")
def bce_by_softplus(logits, targets):
    z, t = accepted(logits, targets)
    return np.mean(np.logaddexp(0, z) - t * z)


@bce_with_logits.right("bce_with_logits")
def bce_by_both_classes(logits, targets):
    z, t = accepted(logits, targets)
    return np.mean(t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z))
