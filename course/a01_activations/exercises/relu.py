"""The exercise on the rectifier and the way back through it."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a01_activations.exercises.shared import (
    BACKWARD,
    FORWARD,
    ask_backward,
    ask_forward,
    pre_activations,
    real,
    upstream,
)
from dlkit import activations

relu = Exercise(
    id="activations.relu",
    title="ReLU",
    difficulty=1,
    minutes=15,
    hints=(
        "Each element is treated by itself: what is negative becomes 0, the rest stays. On the way "
        "back the same elements decide, not the upstream gradient.",
        "Both arrays have the shape of z. The slope is 1 where z is above 0, and 0 elsewhere, also "
        "at 0 itself. The gradient is the upstream gradient times this slope, element by element.",
        "Forward, take the larger of z and 0 for each element; numpy has a function of two "
        "arguments for it. Backward, compare z with 0, turn the answers into numbers of the right "
        "dtype, and multiply.",
    ),
)


@relu.asks(activations.relu, FORWARD)
def _ask_relu(ask: Ask, rng: np.random.Generator) -> None:
    ask_forward(ask, rng)
    ask.edge("no samples", np.empty((0, 3)))
    ask.edge("infinity on both sides", np.array([np.inf, -np.inf, 2.0]))
    ask.edge("large numbers", np.array([1e4, -1e4, 300.0]))


@relu.asks(activations.relu_backward, BACKWARD, part="gradients")
def _ask_relu_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask_backward(ask, rng)
    z = pre_activations(rng, (5, 4))
    z[::2, 1:] = 0.0
    ask.edge("z exactly 0", upstream(rng, (5, 4)), z)
    ask.edge("z just beside 0", upstream(rng, (4,)), np.array([1e-9, -1e-9, 1e-300, -1e-300]))
    ask.property("linear", upstream(rng, (5, 4)), pre_activations(rng, (5, 4)))


@relu.wrong(
    "relu",
    "writes into z",
    "your function changes the array it was given, so the way back, which needs the same z, sees "
    "other numbers. Make a new array.",
)
def relu_in_place(z):
    z = real(z)  # floats are not copied
    z[z < 0] = 0
    return z


@relu.wrong(
    "relu",
    "minus infinity times 0",
    "for z of minus infinity your result is nan: it is multiplied by 0, and infinity times 0 is no "
    "number. Choose between z and 0 instead of multiplying.",
)
def relu_by_product(z):
    z = real(z)
    return z * (z > 0)


@relu.wrong(
    "relu",
    "largest entry of an axis",
    "your function looks for the largest entry along an axis, so an axis is lost. Here every "
    "element is compared with 0 by itself.",
)
def relu_by_reduction(z):
    return np.max(real(z), axis=0, initial=0)


@relu.wrong(
    "relu",
    "absolute value",
    "your function turns the sign of negative numbers. A rectifier lets nothing through below 0: "
    "there the result is 0.",
)
def relu_absolute(z):
    return np.abs(real(z))


@relu.wrong(
    "relu",
    "the wrong half",
    "your function keeps what is negative and puts 0 in place of what is positive. It is meant the "
    "other way round.",
)
def relu_of_negatives(z):
    return np.minimum(real(z), 0)


@relu.wrong(
    "relu",
    "cut off above as well",
    "your function has a ceiling: large numbers come out smaller than they went in. Above 0 a "
    "rectifier changes nothing.",
    ceiling=(1.0, 6.0),
)
def relu_with_ceiling(z, *, ceiling):
    return np.clip(real(z), 0, ceiling)


@relu.wrong(
    "relu",
    "1 instead of z",
    "your function says 1 where z is positive: that is the slope of the rectifier. Its value there "
    "is z itself.",
)
def relu_as_step(z):
    return (np.asarray(z) > 0).astype(real(z).dtype)


@relu.wrong(
    "relu",
    "a little let through below 0",
    "below 0 your result is a small share of z. That is a leaky rectifier, the next exercise; this "
    "one gives exactly 0 there.",
    share=(0.01, 0.1, 0.2),
)
def relu_that_leaks(z, *, share):
    z = real(z)
    return np.maximum(z, 0) + (share * np.minimum(z, 0)).astype(z.dtype)


@relu.right("relu")
def relu_by_choice(z):
    z = real(z)
    return np.where(z > 0, z, np.zeros_like(z))


@relu.right("relu")
def relu_by_clipping(z):
    return np.clip(real(z), 0, None)
