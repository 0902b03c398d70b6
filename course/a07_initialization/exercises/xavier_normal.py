"""The second function of the exercise on Xavier's weights: the normal form."""

import math

import numpy as np

from autograder.specification.ask import Ask
from course.a07_initialization.exercises.shared import KEPT, accepted, bell, evenly, within
from course.a07_initialization.exercises.xavier_uniform import ask_xavier, xavier
from dlkit import initialization


@xavier.asks(initialization.xavier_normal)
def _ask_normal(ask: Ask, rng: np.random.Generator) -> None:
    ask_xavier(ask, rng, "normal")


@xavier.wrong(
    "xavier_normal",
    "variance used as std",
    "2 over the sum of the fans is the variance. What the generator wants is the standard "
    "deviation, the root of it.",
    power=(1, 2),
)
def normal_without_root(shape, *, gain=1.0, rng, power):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain**power * 2 / (fan_in + fan_out), shape)


@xavier.wrong(
    "xavier_normal",
    "fan-in alone",
    "the spread of your weights follows from one of the two fans. Xavier's lies between what the "
    "signal needs and what the gradient needs: both fans, added.",
    fan=(0, 1),
    times=(1, 2),
)
def normal_of_one_fan(shape, *, gain=1.0, rng, fan, times):
    *fans, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain * math.sqrt(times / fans[fan]), shape)


@xavier.wrong(
    "xavier_normal",
    "bound used as deviation",
    "the bound of the uniform form stands where the standard deviation belongs. It is larger by "
    "the root of 3: under your root there is a 6 in place of the 2.",
)
def normal_with_bound_as_std(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain * math.sqrt(6 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_normal",
    "mean of the fans forgotten",
    "your variance is not 2 over the sum of the fans, but half or twice that.",
    times=(1, 4),
)
def normal_of_other_variance(shape, *, gain=1.0, rng, times):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain * math.sqrt(times / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_normal",
    "gain in the wrong place",
    "with a gain of 1 your weights are right. The gain multiplies the weights once, as it is; in "
    "your function it is missing, or stands there as another power.",
    power=(0, 0.5, 2, -1),
)
def normal_with_other_gain(shape, *, gain=1.0, rng, power):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain**power * math.sqrt(2 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_normal",
    "tails cut off",
    "the tails of your weights are missing: no weight lies far from 0. Whether a cut is made up "
    "for by stretching or not, plain normal numbers are asked for; nothing is cut.",
    stretch=(1.0, 1 / KEPT),
)
def normal_without_tails(shape, *, gain=1.0, rng, stretch):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return gain * stretch * math.sqrt(2 / (fan_in + fan_out)) * within(rng, tuple(shape))


@xavier.wrong(
    "xavier_normal",
    "uniform weights",
    "the spread of your weights is right, but they are spread evenly between two bounds. Normal "
    "weights are densest at 0 and have tails.",
)
def normal_that_is_uniform(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return evenly(rng, gain * math.sqrt(6 / (fan_in + fan_out)), shape)


@xavier.wrong(
    "xavier_normal",
    "numpy's global random state",
    "the weights come from numpy's global random state, not from `rng`, so nobody could draw them "
    "again. Call a method of `rng`.",
)
def normal_from_global_state(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, _ = accepted(shape, rng, gain)
    return np.random.normal(0, gain * math.sqrt(2 / (fan_in + fan_out)), tuple(shape))


@xavier.wrong(
    "xavier_normal",
    "first two sizes as fans",
    "for dense weights you are right, but in a convolution the kernel counts as well: ask your "
    "`fans` instead of reading the shape.",
    where=(slice(0, 2), slice(-2, None)),
)
def normal_without_kernel(shape, *, gain=1.0, rng, where):
    _, _, gain, rng = accepted(shape, rng, gain)
    return bell(rng, gain * math.sqrt(2 / sum(shape[where])), shape)


@xavier.right("xavier_normal")
def normal_by_scale(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return rng.normal(0.0, (2 * gain * gain / (fan_in + fan_out)) ** 0.5, size=tuple(shape))


@xavier.right("xavier_normal")
def normal_by_sums_of_two(shape, *, gain=1.0, rng):
    fan_in, fan_out, gain, rng = accepted(shape, rng, gain)
    return gain * np.sum(rng.normal(size=(2, *shape)), axis=0) / np.sqrt(fan_in + fan_out)
