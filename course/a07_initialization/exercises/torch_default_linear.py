"""The exercise on PyTorch's default weights and on what they do to a signal."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a07_initialization.exercises.shared import accepted, ask_weights, bell, evenly
from dlkit import initialization

torch_default_linear = Exercise(
    id="initialization.torch_default_linear",
    title="What a layer does to the variance",
    difficulty=3,
    minutes=30,
    hints=(
        "Which variance has a uniform distribution from -a to a? And a sum of fan-in many "
        "independent products, when the weights have mean 0?",
        "The bound is one over the root of the fan-in. The factor of a layer is the fan-in times "
        "the square of std times the mean of the squared activations, for standard normal numbers.",
        "Weights: get the fan-in, draw evenly between minus and plus the bound. Factor: make the "
        "grid and the bell on it, evaluate the activation there, square, multiply by the bell and "
        "the distance of two grid points, add up; multiply by the fan-in and the square of std.",
    ),
)


@torch_default_linear.asks(initialization.torch_default_linear)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    essential = "the bound is one over the root of the fan-in"
    ask_weights(ask, rng, "uniform", lambda fan_in, _: 1 / (3 * fan_in), essential)


@torch_default_linear.wrong(
    "torch_default_linear",
    "variance of one over the fan-in",
    "your weights have the variance 1 over the fan-in. PyTorch's default has a third of it: the "
    "bound is one over the root of the fan-in, and there is no 3 under the root.",
)
def default_of_lecun(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return evenly(rng, math.sqrt(3 / fan_in), shape)


@torch_default_linear.wrong(
    "torch_default_linear",
    "bound taken for the deviation",
    "your weights are normal, and one over the root of the fan-in is their deviation. Here it is "
    "the bound of a uniform distribution, whose deviation is smaller by the root of 3.",
)
def default_that_is_normal(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return bell(rng, 1 / math.sqrt(fan_in), shape)


@torch_default_linear.wrong(
    "torch_default_linear",
    "fan-out in place of fan-in",
    "your bound follows from the number of outputs. A unit adds up its inputs: the fan-in counts.",
)
def default_by_fan_out(shape, *, rng):
    _, fan_out, _, rng = accepted(shape, rng)
    return evenly(rng, 1 / math.sqrt(fan_out), shape)


@torch_default_linear.wrong(
    "torch_default_linear",
    "root missing",
    "your bound is one over the fan-in. It has to be one over the root of the fan-in.",
)
def default_without_root(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return evenly(rng, 1 / fan_in, shape)


@torch_default_linear.wrong(
    "torch_default_linear",
    "range from 0 on",
    "your weights are never negative: they reach from 0 to a bound. They have to lie evenly around "
    "0, from -a to a.",
    width=(1, 2),
)
def default_from_zero(shape, *, rng, width):
    fan_in, _, _, rng = accepted(shape, rng)
    return width / math.sqrt(fan_in) * rng.random(tuple(shape))


@torch_default_linear.wrong(
    "torch_default_linear",
    "bound divided by 3",
    "your bound is too small: the variance of a uniform distribution is a third of the square of "
    "its bound already, so nothing else is divided by 3 or by its root.",
    by=(3, 3**0.5),
)
def default_divided_once_more(shape, *, rng, by):
    fan_in, _, _, rng = accepted(shape, rng)
    return evenly(rng, 1 / (by * math.sqrt(fan_in)), shape)


@torch_default_linear.wrong(
    "torch_default_linear",
    "one side of the kernel",
    "for dense weights you are right. In a convolution one unit adds up a whole patch in every "
    "channel: both sides of the kernel count, and the channels, but not the filters.",
    axes=((1, 2), (1, 3), (1,), (0,)),
)
def default_by_one_side(shape, *, rng, axes):
    fan_in, _, _, rng = accepted(shape, rng)
    if len(shape) > 2:
        fan_in = math.prod(shape[axis] for axis in axes)
    return evenly(rng, 1 / math.sqrt(fan_in), shape)


@torch_default_linear.wrong(
    "torch_default_linear",
    "numpy's global random state",
    "the weights come from numpy's global random state, not from `rng`, so nobody could draw them "
    "again. Call a method of `rng`.",
)
def default_from_global_state(shape, *, rng):
    fan_in, _, _, _ = accepted(shape, rng)
    return np.random.uniform(-1 / math.sqrt(fan_in), 1 / math.sqrt(fan_in), tuple(shape))


@torch_default_linear.right("torch_default_linear")
def default_by_stretching(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return (1 - 2 * rng.random(tuple(shape))) * fan_in**-0.5


@torch_default_linear.right("torch_default_linear")
def default_with_signs_by_lot(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    sizes = rng.uniform(0, np.sqrt(1 / fan_in), tuple(shape))
    return np.copysign(sizes, rng.normal(size=sizes.shape))
