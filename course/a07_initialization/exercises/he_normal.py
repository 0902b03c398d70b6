"""The exercise on He's weights, made for ReLU."""

import math

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a07_initialization.exercises.shared import (
    KEPT,
    accepted,
    ask_weights,
    bell,
    evenly,
    within,
)
from dlkit import initialization

he_normal = Exercise(
    id="initialization.he_normal",
    title="He: made for ReLU",
    difficulty=2,
    minutes=15,
    hints=(
        "The next layer adds up squares, fan-in many. Which share of them has ReLU set to 0?",
        "The variance that keeps the mean square through ReLU is 2 over the fan-in, and a "
        "generator wants the standard deviation. Nothing is cut and nothing is clipped.",
        "Check the generator and get the fan-in, which is the first of the two fans. Draw standard "
        "normal numbers in the shape and multiply them by the root of 2 over the fan-in.",
    ),
)


@he_normal.asks(initialization.he_normal)
def _ask(ask: Ask, rng: np.random.Generator) -> None:
    essential = "the variance is 2 over the fan-in"
    ask_weights(ask, rng, "normal", lambda fan_in, _: 2 / fan_in, essential)


@he_normal.wrong(
    "he_normal",
    "fan-out in place of fan-in",
    "your spread follows from the number of outputs. A unit adds up its inputs: the fan-in counts.",
)
def he_by_fan_out(shape, *, rng):
    _, fan_out, _, rng = accepted(shape, rng)
    return bell(rng, math.sqrt(2 / fan_out), shape)


@he_normal.wrong(
    "he_normal",
    "variance used as std",
    "2 over the fan-in is the variance. What the generator wants is the standard deviation, the "
    "root of it.",
)
def he_without_root(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return bell(rng, 2 / fan_in, shape)


@he_normal.wrong(
    "he_normal",
    "deviation used as bound",
    "your weights are spread evenly between two bounds that are the standard deviation asked for, "
    "so their own deviation is smaller by the root of 3. A normal distribution is asked for.",
)
def he_uniform_by_std(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return evenly(rng, math.sqrt(2 / fan_in), shape)


@he_normal.wrong(
    "he_normal",
    "clipped",
    "what lies far out is moved to a bound, where it piles up. The paper's weights are plain "
    "normal numbers; nothing is cut.",
    at=(1, 2),
)
def he_clipped(shape, *, rng, at):
    fan_in, _, _, rng = accepted(shape, rng)
    return math.sqrt(2 / fan_in) * rng.standard_normal(tuple(shape)).clip(-at, at)


@he_normal.wrong(
    "he_normal",
    "tails cut off",
    "the tails of your weights are missing: no weight lies far from 0. Whether a cut is made up "
    "for by stretching or not, the paper's weights are plain normal numbers; nothing is cut.",
    stretch=(1.0, 1 / KEPT),
    cut=(2.0, 3.0),
)
def he_without_tails(shape, *, rng, stretch, cut):
    fan_in, _, _, rng = accepted(shape, rng)
    return stretch * math.sqrt(2 / fan_in) * within(rng, tuple(shape), cut)


@he_normal.wrong(
    "he_normal",
    "uniform weights",
    "the spread is right, but your weights are spread evenly between two bounds. He's normal form "
    "has the same variance and a bell shape.",
)
def he_uniform(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return evenly(rng, math.sqrt(6 / fan_in), shape)


@he_normal.wrong(
    "he_normal",
    "factor 2 missing",
    "your variance is one over the fan-in. That keeps the signal in a linear layer; ReLU halves "
    "the mean square, so twice as much is needed.",
)
def he_without_two(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return bell(rng, math.sqrt(1 / fan_in), shape)


@he_normal.wrong(
    "he_normal",
    "both fans",
    "your variance has both fans in it, as Xavier's. He's looks at the way forward alone: the "
    "fan-in.",
    times=(2, 4),
)
def he_of_both_fans(shape, *, rng, times):
    fan_in, fan_out, _, rng = accepted(shape, rng)
    return bell(rng, math.sqrt(times / (fan_in + fan_out)), shape)


@he_normal.wrong(
    "he_normal",
    "root of one part only",
    "your standard deviation has the root of one part of the fraction only, of the 2 or of the "
    "fan-in. The whole fraction, 2 over the fan-in, is the variance.",
    powers=((1, 0.5), (0.5, 1)),
)
def he_with_half_a_root(shape, *, rng, powers):
    fan_in, _, _, rng = accepted(shape, rng)
    of_two, of_fan_in = powers
    return bell(rng, 2**of_two / fan_in**of_fan_in, shape)


@he_normal.wrong(
    "he_normal",
    "kernel ignored",
    "for dense weights you are right. In a convolution one unit adds up a whole patch in every "
    "channel: ask your `fans` instead of reading the shape.",
    size=(0, 1),
)
def he_without_kernel(shape, *, rng, size):
    fan_in, _, _, rng = accepted(shape, rng)
    return bell(rng, math.sqrt(2 / (fan_in if len(shape) == 2 else shape[size])), shape)


@he_normal.wrong(
    "he_normal",
    "numpy's global random state",
    "the weights come from numpy's global random state, not from `rng`, so nobody could draw them "
    "again. Call a method of `rng`.",
)
def he_from_global_state(shape, *, rng):
    fan_in, _, _, _ = accepted(shape, rng)
    return np.random.normal(0, math.sqrt(2 / fan_in), tuple(shape))


@he_normal.wrong(
    "he_normal",
    "one row for all inputs",
    "every row of your weights is the same, so all inputs count alike. Each weight has to be drawn "
    "for itself: hand the whole shape to the generator.",
)
def he_of_one_row(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    row = bell(rng, math.sqrt(2 / fan_in), shape[1:])
    return np.broadcast_to(row, tuple(shape)).copy()


@he_normal.right("he_normal")
def he_by_scale(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    return rng.normal(0.0, (2 / fan_in) ** 0.5, size=tuple(shape))


@he_normal.right("he_normal")
def he_unit_by_unit(shape, *, rng):
    fan_in, _, _, rng = accepted(shape, rng)
    W = np.empty(shape)
    for index in range(shape[-1]):
        W[..., index] = rng.standard_normal(tuple(shape[:-1]))
    return np.sqrt(2) * W / np.sqrt(fan_in)
