"""The exercise on Xavier's weights; `xavier_normal` is its second function."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a07_initialization.exercises.shared import (
    accepted,
    ask_gains,
    ask_law,
    ask_weights,
    bell,
    dense_shapes,
    evenly,
)
from dlkit import initialization

ESSENTIAL = "the spread follows from the sum of both fans"


def variance(fan_in: int, fan_out: int, gain: float = 1.0) -> float:
    """What both functions ask for."""
    return 2 * gain**2 / (fan_in + fan_out)


def ask_xavier(ask: Ask, rng: np.random.Generator, law: str) -> None:
    """The questions for both functions."""
    ask_weights(ask, rng, law, variance, ESSENTIAL)
    for shape, gain in zip(dense_shapes(rng), (2.5, 0.4), strict=True):

        def scaled(fan_in: int, fan_out: int, gain: float = gain) -> float:
            return variance(fan_in, fan_out, gain)

        ask_law(ask, rng, f"gain {gain}", shape, law, scaled, is_once=True, gain=gain)
    ask_gains(ask, rng)


xavier = Exercise(
    id="initialization.xavier_uniform",
    title="Xavier: between forward and backward",
    difficulty=2,
    minutes=20,
    hints=(
        "Forward wants one over the fan-in as the variance, backward one over the fan-out. What "
        "lies between them, and which variance has a uniform distribution from -a to a?",
        "The variance is 2 over the sum of the fans, times the square of the gain. A generator "
        "wants the standard deviation, its root, for normal weights; for uniform ones the bound "
        "a, whose square is three times the variance.",
        "Check the gain and the generator, and get the fans. Uniform: a is the gain times the root "
        "of 6 over the sum of the fans; draw between -a and a. Normal: multiply standard normal "
        "numbers by the gain times the root of 2 over that sum.",
    ),
)


@xavier.asks(initialization.xavier_uniform)
def _ask_uniform(ask: Ask, rng: np.random.Generator) -> None:
    ask_xavier(ask, rng, "uniform")


@xavier.wrong(
    "xavier_uniform",
    "variance used as std",
    "the root is missing: a number over the sum of the fans is a variance, or the square of a "
    "bound. The bound itself is a root.",
    times=(6, 2),
    power=(1, 2),
)
def uniform_without_root(shape, *, gain=1.0, rng, times, power):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain**power * times / (fan_in + fan_out), shape)


@xavier.wrong(
    "xavier_uniform",
    "fan-in alone",
    "your bound follows from one of the two fans. Xavier's lies between what the signal needs and "
    "what the gradient needs: both fans, added.",
    fan=(0, 1),
    times=(6, 3, 2, 1),
)
def uniform_of_one_fan(shape, *, gain=1.0, rng, fan, times):
    *fans, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(times / fans[fan]), shape)


@xavier.wrong(
    "xavier_uniform",
    "range from 0 on",
    "your weights are never negative: they reach from 0 to a bound. They have to lie evenly around "
    "0, from -a to a.",
    width=(1, 2),
)
def uniform_from_zero(shape, *, gain=1.0, rng, width):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return width * gain * math.sqrt(6 / (fan_in + fan_out)) * rng.random(tuple(shape))


@xavier.wrong(
    "xavier_uniform",
    "numpy's global random state",
    "the weights come from numpy's global random state, not from `rng`, so nobody could draw them "
    "again. Call a method of `rng`.",
)
def uniform_from_global_state(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, _ = accepted(shape, rng, gain)
    bound = gain * math.sqrt(6 / (fan_in + fan_out))
    return np.random.uniform(-bound, bound, tuple(shape))


@xavier.wrong(
    "xavier_uniform",
    "the same weights for every generator",
    "your function makes a generator of its own with a fixed seed, so every layer of one shape "
    "gets the same weights. Draw from the generator that came.",
)
def uniform_from_own_seed(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, _ = accepted(shape, rng, gain)
    rng = np.random.default_rng(0)
    return evenly(rng, gain * math.sqrt(6 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_uniform",
    "shape transposed",
    "your weights have the shape of the transposed matrix. Inputs come first here.",
)
def uniform_transposed(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(6 / (fan_in + fan_out)), shape).T


@xavier.wrong(
    "xavier_uniform",
    "float32",
    "your weights are float32. These functions return float64, whatever a library may do.",
)
def uniform_in_float32(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(6 / (fan_in + fan_out)), shape).astype(np.float32)


@xavier.wrong(
    "xavier_uniform",
    "deviation used as bound",
    "the standard deviation of the normal form stands where the bound belongs. Numbers spread "
    "evenly from -a to a have a deviation of a over the root of 3, so the bound is larger.",
)
def uniform_with_std_as_bound(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(2 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_uniform",
    "mean of the fans forgotten",
    "your variance is not 2 over the sum of the fans, but half or twice that.",
    times=(3, 12),
)
def uniform_of_other_variance(shape, *, gain=1.0, rng, times):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(times / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_uniform",
    "gain in the wrong place",
    "with a gain of 1 your weights are right. The gain multiplies the weights once, as it is; in "
    "your function it is missing, or stands there as another power.",
    power=(0, 0.5, 2, -1),
)
def uniform_with_other_gain(shape, *, gain=1.0, rng, power):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain**power * math.sqrt(6 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_uniform",
    "normal weights",
    "the spread of your weights is right, but they are drawn from a normal distribution. Uniform "
    "ones have a bound that none of them crosses.",
)
def uniform_that_is_normal(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain * math.sqrt(2 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_uniform",
    "first two sizes as fans",
    "for dense weights you are right, but in a convolution the kernel counts as well: ask your "
    "`fans` instead of reading the shape.",
    where=(slice(0, 2), slice(-2, None)),
)
def uniform_without_kernel(shape, *, gain=1.0, rng, where):
    _, _, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(6 / sum(shape[where])), shape)


@xavier.right("xavier_uniform")
def uniform_by_stretching(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    bound = gain * math.sqrt(3) * math.sqrt(2 / (fan_in + fan_out))
    return bound * (2 * rng.random(tuple(shape)) - 1)


@xavier.right("xavier_uniform")
def uniform_with_signs_by_lot(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    sizes = rng.uniform(0, (6 * gain * gain / (fan_in + fan_out)) ** 0.5, tuple(shape))
    return np.copysign(sizes, rng.normal(size=sizes.shape))
