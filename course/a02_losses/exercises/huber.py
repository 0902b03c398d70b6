"""The exercise on Huber's loss: squared near the target, absolute far from it."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a02_losses.exercises.shared import PAIR, SHAPES, ask_regression, pair, residual_of
from dlkit import losses

CASES = tuple(zip(SHAPES, (0.5, 1.5, 0.25), strict=True))


def ask_huber(ask: Ask, rng: np.random.Generator) -> None:
    """The questions for the loss and its gradient alike."""
    far, near = np.array([4.0, 2.0, -1.0]), np.array([0.0, 1.0, 3.0])
    with ask.essential("beyond delta the loss is a straight line that continues the parabola"):
        ask.values("residuals of 4, 1 and -4 with delta 2", far, near, delta=2.0)
    for shape, delta in CASES:
        title = f"predictions of shape {shape}, delta {delta}"
        ask.values(title, *pair(rng, shape, delta), delta=delta)
    ask_regression(ask, rng)
    at_delta = np.array([0.75, -0.75, 0.75, 0.5])
    ask.edge("residuals exactly at delta", at_delta, np.zeros(4), delta=0.75)
    just_beside = at_delta * np.array([1 - 1e-4, 1 - 1e-4, 1 + 1e-4, 1 + 1e-4])
    ask.edge("residuals just beside delta", just_beside, np.zeros(4), delta=0.75)
    predictions, targets = pair(rng, (5, 4))
    ask.edge("a delta larger than every residual", predictions, targets, delta=1e6)
    deltas = rng.uniform(0.5, 1.5, size=(5, 4))
    ask.refuses("an array as delta", "TypeError", predictions, targets, delta=deltas)
    ask.refuses("a delta of 0", "ValueError", predictions, targets, delta=0.0)
    ask.refuses("an infinite delta", "ValueError", predictions, targets, delta=np.inf)


huber = Exercise(
    id="losses.huber",
    title="Huber's loss",
    difficulty=2,
    minutes=20,
    hints=(
        "Near the target this loss is a parabola, far away a straight line. Height and slope of "
        "the two must agree where they meet.",
        "Write r for the residual, an array of the shape of the predictions. Where the size of r "
        "is at most delta, the term is half of its square; beyond, it is delta times the size of "
        "r, lowered by half the square of delta. Differentiate each part on its own.",
        "Check delta and the shapes, subtract, take absolute values, compute both parts for all "
        "elements, choose between them element by element, average. The gradient is the residual "
        "held between minus delta and delta, divided by the number of elements.",
    ),
)


@huber.asks(losses.huber, PAIR)
def _ask_huber_loss(ask: Ask, rng: np.random.Generator) -> None:
    ask_huber(ask, rng)
    predictions, targets = pair(rng, (5, 4))
    ask.property("batch_duplication_invariant", predictions, targets)
    ask.property("symmetric", predictions, targets)


def accepted(predictions, targets, delta):
    """Return the residual and delta, with the guards that right and wrong solutions share."""
    if np.ndim(delta):
        raise TypeError("delta is one number")
    if not 0 < delta < np.inf:
        raise ValueError("delta is positive and finite")
    return residual_of(predictions, targets), float(delta)


@huber.wrong(
    "huber",
    "line without its offset",
    "your loss jumps where the residual passes delta. The straight part has to begin where the "
    "parabola ends, which lowers the line by a constant.",
)
def huber_without_offset(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    near = np.abs(residual) <= delta
    return float(np.mean(np.where(near, residual**2 / 2, delta * np.abs(residual))))


@huber.wrong(
    "huber",
    "offset that is right for delta = 1 only",
    "the straight part of your loss is lowered by a constant that fits a delta of 1 alone, so for "
    "other values it does not begin where the parabola ends. The offset depends on delta.",
    power=(0, 1),
)
def huber_with_fixed_offset(predictions, targets, *, delta=1.0, power):
    residual, delta = accepted(predictions, targets, delta)
    near = np.abs(residual) <= delta
    return float(
        np.mean(np.where(near, residual**2 / 2, delta * np.abs(residual) - delta**power / 2))
    )


@huber.wrong(
    "huber",
    "parabola without its half",
    "near the target your loss is the whole square of the residual. With half of it the slope of "
    "the parabola agrees with that of the line where the two meet.",
)
def huber_without_half(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    far = delta * (np.abs(residual) - delta / 2)
    return float(np.mean(np.where(np.abs(residual) <= delta, residual**2, far)))


@huber.wrong(
    "huber",
    "delta ignored",
    "your loss changes from parabola to line at the same place whatever delta is: delta does not "
    "enter it.",
)
def huber_with_delta_one(predictions, targets, *, delta=1.0):
    residual, _ = accepted(predictions, targets, delta)
    far = np.abs(residual) - 0.5
    return float(np.mean(np.where(np.abs(residual) <= 1, residual**2 / 2, far)))


@huber.wrong(
    "huber",
    "divided by delta",
    "your loss is divided by delta, as the smooth L1 loss of some libraries is. Here the line has "
    "the slope delta, and the parabola is half of the square.",
)
def huber_over_delta(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    far = delta * (np.abs(residual) - delta / 2)
    return float(np.mean(np.where(np.abs(residual) <= delta, residual**2 / 2, far)) / delta)


@huber.wrong(
    "huber",
    "one case for the whole batch",
    "your loss chooses between parabola and line once for the whole batch. Every residual has to "
    "choose for itself: compare element by element.",
    rule=(np.all, np.any, np.max, np.mean),
)
def huber_all_alike(predictions, targets, *, delta=1.0, rule):
    residual, delta = accepted(predictions, targets, delta)
    size = np.abs(residual)
    near = rule(size <= delta) if rule in (np.all, np.any) else rule(size) <= delta
    return float(np.mean(residual**2 / 2 if near else delta * (size - delta / 2)))


@huber.wrong(
    "huber",
    "condition on the residual, not its size",
    "a residual far below 0 is still squared in your loss: it is smaller than delta, but its "
    "absolute value is not. Compare the absolute value.",
)
def huber_one_sided(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    far = delta * (np.abs(residual) - delta / 2)
    return float(np.mean(np.where(residual <= delta, residual**2 / 2, far)))


@huber.wrong(
    "huber",
    "branches exchanged",
    "your loss is straight near the target and squared far from it. It is meant the other way "
    "round: only small residuals are squared.",
)
def huber_exchanged(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    far = delta * (np.abs(residual) - delta / 2)
    return float(np.mean(np.where(np.abs(residual) <= delta, far, residual**2 / 2)))


@huber.right("huber")
def huber_by_clipping(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    clipped = np.clip(residual, -delta, delta)
    return np.mean(clipped * residual - clipped**2 / 2)


@huber.right("huber")
def huber_less_the_excess(predictions, targets, *, delta=1.0):
    residual, delta = accepted(predictions, targets, delta)
    excess = np.maximum(np.abs(residual) - delta, 0)
    return (np.sum(residual**2) - np.sum(excess**2)) / (2 * residual.size)
