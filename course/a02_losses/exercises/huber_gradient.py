"""The gradient of Huber's loss."""

import numpy as np

from autograder.specification.ask import Ask
from course.a02_losses.exercises.huber import accepted, ask_huber, huber
from course.a02_losses.exercises.shared import PAIR, pair
from dlkit import losses


@huber.asks(losses.huber_grad, PAIR, part="gradients")
def _ask_huber_grad(ask: Ask, rng: np.random.Generator) -> None:
    ask_huber(ask, rng)
    ask.property("antisymmetric", *pair(rng, (5, 4)))


@huber.wrong(
    "huber_grad",
    "gradient not clipped",
    "your gradient keeps growing with the residual, as that of a squared error does. Beyond delta "
    "the loss is a straight line, whose slope is the same everywhere.",
)
def huber_grad_unclipped(predictions, targets, *, delta=1.0):
    residual, _ = accepted(predictions, targets, delta)
    return residual / residual.size


@huber.wrong(
    "huber_grad",
    "sign missing beyond delta",
    "beyond delta your gradient is positive on both sides. Where the prediction is far below its "
    "target the loss falls when the prediction rises, so the slope there is negative.",
)
def huber_grad_without_sign(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    near = np.abs(residual) <= delta
    return (np.where(near, residual, delta) / residual.size).astype(residual.dtype)


@huber.wrong(
    "huber_grad",
    "delta missing beyond delta",
    "beyond delta your gradient is plus or minus 1 over n, whatever delta is. The slope of the "
    "straight part is delta: that is where the parabola's slope has come to.",
)
def huber_grad_of_size_one(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    near = np.abs(residual) <= delta
    return np.where(near, residual, np.sign(residual)) / residual.size


@huber.wrong(
    "huber_grad",
    "delta ignored",
    "your gradient is cut off at the same size whatever delta is: delta does not enter it.",
)
def huber_grad_with_delta_one(predictions, targets, *, delta=1.0):
    residual, _ = accepted(predictions, targets, delta)
    return np.clip(residual, -1, 1) / residual.size


@huber.wrong(
    "huber_grad",
    "branches exchanged",
    "your gradient is constant near the target and grows far from it. It is meant the other way "
    "round: only beyond delta the slope stays the same.",
)
def huber_grad_exchanged(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    near = np.abs(residual) <= delta
    return np.where(near, delta * np.sign(residual), residual) / residual.size


@huber.wrong(
    "huber_grad",
    "zero beyond delta",
    "beyond delta your gradient is 0, so a far target pulls not at all. The loss goes on rising "
    "there, along a straight line, and its slope is what is asked for.",
)
def huber_grad_without_line(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    return residual * (np.abs(residual) <= delta) / residual.size


@huber.wrong(
    "huber_grad",
    "1/n in one of the two cases only",
    "one of your two cases is divided by the number of elements, the other is not. The loss is a "
    "mean, so both are.",
    near_only=(True, False),
)
def huber_grad_half_scaled(predictions, targets, *, delta=1.0, near_only):
    residual, delta = accepted(predictions, targets, delta)
    near, n = np.abs(residual) <= delta, np.float32(residual.size)
    straight = delta * np.sign(residual)
    scaled = (residual / n, straight) if near_only else (residual, straight / n)
    return np.where(near, *scaled).astype(np.result_type(residual, np.float32))


@huber.right("huber_grad")
def huber_grad_by_size_and_sign(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    return np.sign(residual) * np.minimum(np.abs(residual), delta) / residual.size


@huber.right("huber_grad")
def huber_grad_less_the_excess(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    above, below = np.maximum(residual - delta, 0), np.minimum(residual + delta, 0)
    return (residual - above - below) / residual.size
