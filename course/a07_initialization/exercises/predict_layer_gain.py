"""The factor that a layer puts on the variance, for the exercise on PyTorch's default."""

import math

import numpy as np

from autograder.specification.ask import Ask
from course.a00_shapes.exercises.shared import whole
from course.a07_initialization.exercises.torch_default_linear import torch_default_linear
from dlkit import activations, initialization

GRID = np.linspace(-12, 12, 4801)
STEP = GRID[1] - GRID[0]
BELL = np.exp(-(GRID**2) / 2) / math.sqrt(2 * math.pi) * STEP


@torch_default_linear.asks(initialization.predict_layer_gain)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    ask.paper(0.5, 12, np.absolute)
    with ask.essential("the mean square of the activations counts, and the square of std"):
        ask.values("relu, fan-in 100", 1 / math.sqrt(300), 100, activations.relu)
        ask.values("tanh, std 0.5", 0.5, int(rng.integers(5, 20)), np.tanh)
    fan_in, std = int(rng.integers(20, 400)), float(rng.uniform(0.01, 2))
    ask.values("absolute values", std, fan_in, np.absolute)
    ask.values("sigmoid, whose mean is not 0", std, fan_in, activations.sigmoid)
    ask.values("sine", 0.3, fan_in, np.sin)
    ask.edge("one input", float(rng.uniform(1, 2)), 1, activations.relu)
    ask.edge("a std of 0", 0.0, 7, np.tanh)
    ask.pure(0.1, 50, np.tanh)
    ask.refuses("a negative std", "ValueError", -0.1, 10, np.tanh)
    ask.refuses("no inputs", "ValueError", 0.1, 0, np.tanh)
    ask.refuses("a fan-in that is not whole", "TypeError", 0.1, 2.5, np.tanh)


def settings(std, fan_in):
    """Return both, with the guards that solutions share."""
    if not 0 <= std < np.inf:
        raise ValueError("std is not negative")
    return float(std), whole(fan_in, at_least=1)


def mean_of(values, weights=BELL):
    return float(np.sum(weights * values))


@torch_default_linear.wrong(
    "predict_layer_gain",
    "always 1",
    "your factor is always 1. That is the goal of a good choice of std, not a law: the fan-in, std "
    "and the activation decide.",
)
def gain_of_one(std, fan_in, activation):
    settings(std, fan_in)
    return 1.0


@torch_default_linear.wrong(
    "predict_layer_gain",
    "activation ignored",
    "your factor does not depend on the activation: the mean of its squares is missing.",
)
def gain_of_linear(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    return fan_in * std**2


@torch_default_linear.wrong(
    "predict_layer_gain",
    "variance of the activations",
    "you take the variance of the activations. The weights have mean 0, so a mean of the "
    "activations spreads as well: their mean square counts, with nothing subtracted.",
)
def gain_by_variance(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    y = activation(GRID.copy())
    return fan_in * std**2 * (mean_of(y**2) - mean_of(y) ** 2)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "square of the mean",
    "you square the mean of the activations. It is the other way round: square each of them, and "
    "take the mean afterwards.",
)
def gain_by_squared_mean(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    return fan_in * std**2 * mean_of(activation(GRID.copy())) ** 2


@torch_default_linear.wrong(
    "predict_layer_gain",
    "mean without a square",
    "the activations are not squared in your function, but a variance is a mean of squares.",
    is_of_sizes=(True, False),
)
def gain_by_mean(std, fan_in, activation, *, is_of_sizes):
    std, fan_in = settings(std, fan_in)
    y = activation(GRID.copy())
    return fan_in * std**2 * mean_of(np.abs(y) if is_of_sizes else y)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "std not squared",
    "std has to be squared: it is the variance of the weights that multiplies the variance of the "
    "signal.",
)
def gain_with_plain_std(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    return fan_in * std * mean_of(activation(GRID.copy()) ** 2)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "factor of the deviation",
    "your factor is the one of the standard deviation, the root of the one asked for: that of the "
    "variance.",
)
def gain_of_deviation(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    return math.sqrt(fan_in) * std * math.sqrt(mean_of(activation(GRID.copy()) ** 2))


@torch_default_linear.wrong(
    "predict_layer_gain",
    "fan-in missing",
    "your factor does not depend on the fan-in, or only by its root. A unit adds up fan-in many "
    "terms, and their variances add up as they are.",
    power=(0, 0.5),
)
def gain_without_fan_in(std, fan_in, activation, *, power):
    std, fan_in = settings(std, fan_in)
    return fan_in**power * std**2 * mean_of(activation(GRID.copy()) ** 2)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "bell left out",
    "all points of the grid count alike in your sum. Pre-activations near 0 are more frequent than "
    "those at 12: multiply by the bell curve.",
    is_mean=(True, False),
)
def gain_without_bell(std, fan_in, activation, *, is_mean):
    std, fan_in = settings(std, fan_in)
    squares = activation(GRID.copy()) ** 2
    return fan_in * std**2 * float(np.mean(squares) if is_mean else np.sum(squares) * STEP)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "bell squared",
    "you square the bell curve together with the activation. Only the activation is squared; the "
    "bell says how often a pre-activation comes.",
)
def gain_with_squared_bell(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    bell = BELL / STEP
    return fan_in * std**2 * mean_of((activation(GRID.copy()) * bell) ** 2, weights=STEP)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "distance of the grid points missing",
    "a sum over grid points becomes an integral only when each term is multiplied by the distance "
    "of two points. Yours is the plain sum, or the mean over the points.",
    over=(1, len(GRID)),
)
def gain_without_distance(std, fan_in, activation, *, over):
    std, fan_in = settings(std, fan_in)
    return fan_in * std**2 * mean_of(activation(GRID.copy()) ** 2) / (over * STEP)


@torch_default_linear.wrong(
    "predict_layer_gain",
    "bell with another constant",
    "your bell curve does not enclose an area of 1: the root of 2 pi, by which it is divided, is "
    "missing or stands there as another power.",
    power=(0, 1),
)
def gain_with_other_area(std, fan_in, activation, *, power):
    std, fan_in = settings(std, fan_in)
    right = mean_of(activation(GRID.copy()) ** 2)
    return fan_in * std**2 * right * math.sqrt(2 * math.pi) / (2 * math.pi) ** power


@torch_default_linear.wrong(
    "predict_layer_gain",
    "negative pre-activations left out",
    "your integral begins at 0. Half of the pre-activations are negative, and most activations "
    "answer to them, too.",
)
def gain_of_one_side(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    return fan_in * std**2 * mean_of(activation(GRID.copy()) ** 2 * (GRID > 0))


@torch_default_linear.right("predict_layer_gain")
def gain_by_trapezoids(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    z = GRID.copy()
    heights = activation(z) ** 2 * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    return fan_in * std**2 * np.sum((heights[1:] + heights[:-1]) / 2 * np.diff(z))


@torch_default_linear.right("predict_layer_gain")
def gain_by_weighted_average(std, fan_in, activation):
    std, fan_in = settings(std, fan_in)
    squares = np.square(activation(GRID.copy()))
    return float(fan_in * std * std * np.average(squares, weights=BELL))
