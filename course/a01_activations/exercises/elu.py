"""The exercise on the exponential linear unit: a soft floor below 0."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a01_activations.exercises.shared import (
    FAR_BACKWARD,
    FAR_FORWARD,
    ask_backward,
    ask_forward,
    pair,
    pre_activations,
    real,
    upstream,
)
from dlkit import activations

FAR = np.array([1e4, -1e4, 800.0, 2.0])

elu = Exercise(
    id="activations.elu",
    title="ELU",
    difficulty=3,
    minutes=25,
    is_core=False,
    hints=(
        "Above 0 it is the straight line of a rectifier, below an exponential that sinks to a "
        "floor. Choosing between two arrays computes both of them everywhere: what happens to the "
        "exponential of a large number?",
        "Everything has the shape of z. Below 0 the value is a times the exponential less 1, above "
        "it is z. The slope is a times the exponential below and at 0, and 1 above.",
        "Put 0 in place of what is positive before taking the exponential; then choose by the sign "
        "of z. For the way back do the same, and multiply by the upstream gradient.",
    ),
)


def ask_options(ask: Ask, rng: np.random.Generator, *before: np.ndarray) -> None:
    """The questions about a, and about large numbers, for both functions."""
    z = pre_activations(rng, (5, 4))
    dy = tuple(upstream(rng, (5, 4)) for _ in before)
    for a in (0.3, 2.5):
        ask.values(f"a = {a}", *dy, z, a=a)
    ask.edge("a = 0", *dy, z, a=0.0)
    ask.silent("z of 10 000, without a warning", *before, FAR, a=0.5)
    ask.refuses("a negative a", "ValueError", *dy, z, a=-0.5)
    ask.refuses("an infinite a", "ValueError", *dy, z, a=np.inf)
    ask.refuses("an array as a", "TypeError", *dy, z, a=np.array([0.5, 1.0, 1.5, 2.0]))


@elu.asks(activations.elu, FAR_FORWARD)
def _ask_elu(ask: Ask, rng: np.random.Generator) -> None:
    ask_forward(ask, rng, a=2.0)
    ask.values("the a that is not given is 1", pre_activations(rng, (5, 3)))
    ask_options(ask, rng)
    ask.edge("z just beside 0", np.array([-1e-6, 1e-6, -1e-3, 0.0]) * rng.uniform(1, 2), a=1.5)


@elu.asks(activations.elu_backward, FAR_BACKWARD, part="gradients")
def _ask_elu_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask_backward(ask, rng, a=2.0)
    ask.values("the a that is not given is 1", upstream(rng, (5, 3)), pre_activations(rng, (5, 3)))
    ask_options(ask, rng, upstream(rng, (4,)))
    z = np.array([0.0, -1e-6, 1e-6, 0.0])
    ask.edge("z exactly 0 and just beside it", upstream(rng, (4,)), z, a=1.5)
    ask.property("linear", upstream(rng, (5, 4)), pre_activations(rng, (5, 4)))


def floor_of(a):
    """Return a, with the guards that right and wrong solutions share."""
    if np.ndim(a):
        raise TypeError("a is one number")
    if not 0 <= a < np.inf:
        raise ValueError("a is not negative, and finite")
    return float(a)


def lowered(z):
    """Return the exponential less 1, without an overflow."""
    return np.expm1(np.minimum(z, 0))


@elu.wrong(
    "elu",
    "exponential of large numbers",
    "your result is right, but the exponential is taken of large positive numbers too, where it "
    "overflows: np.where computes both branches everywhere. Cap what goes into it.",
)
def elu_with_warning(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.where(z > 0, z, a * (np.exp(z) - 1))


@elu.wrong(
    "elu",
    "1 not subtracted",
    "below 0 your curve is a times the exponential, so it jumps at 0 and its floor is 0. The "
    "exponential has to be lowered by 1.",
)
def elu_without_lowering(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.where(z > 0, z, a * (lowered(z) + 1))


@elu.wrong(
    "elu",
    "1 subtracted outside",
    "below 0 you subtract 1 after the multiplication by a. The exponential is lowered first, and a "
    "multiplies the whole: else the curve jumps at 0 unless a is 1.",
)
def elu_lowered_outside(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.where(z > 0, z, a * (lowered(z) + 1) - 1)


@elu.wrong(
    "elu",
    "a ignored",
    "your result does not depend on a: the floor is always at -1. It is meant to be at minus a.",
)
def elu_with_floor_one(z, *, a=1.0):
    z, _ = real(z), floor_of(a)
    return np.where(z > 0, z, lowered(z))


@elu.wrong(
    "elu",
    "a inside the exponential",
    "your a multiplies z in the exponent. It sets the depth of the floor, so it multiplies the "
    "exponential less 1.",
)
def elu_with_rate(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.where(z > 0, z, np.expm1(a * np.minimum(z, 0)))


@elu.wrong(
    "elu",
    "a scales both sides",
    "your a multiplies what is positive as well. Above 0 the curve is z itself, whatever a is.",
)
def elu_scaled(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return a * np.where(z > 0, z, lowered(z))


@elu.wrong(
    "elu",
    "the sides exchanged",
    "your exponential stands above 0 and the straight line below. It is meant the other way round.",
)
def elu_exchanged(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.where(z < 0, z, a * np.expm1(np.clip(z, 0, 60)))


@elu.wrong(
    "elu",
    "a straight line below 0",
    "below 0 your curve is the straight line a times z, as that of a leaky rectifier. This one "
    "bends towards a floor at minus a.",
)
def elu_as_leaky(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.where(z > 0, z, a * z)


@elu.wrong(
    "elu",
    "larger of the two branches",
    "your function takes the larger of the two branches. Where a is above 1 that is not always the "
    "right one: let the sign of z decide.",
    is_capped=(True, False),
)
def elu_by_maximum(z, *, a=1.0, is_capped):
    z, a = real(z), floor_of(a)
    return np.maximum(z, a * (lowered(z) if is_capped else np.expm1(z)))


@elu.right("elu")
def elu_by_sum(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    return np.maximum(z, 0) + a * lowered(z)


@elu.right("elu")
def elu_by_mask(z, *, a=1.0):
    z, a = real(z), floor_of(a)
    result = np.array(z)
    result[z < 0] = a * (np.exp(z[z < 0]) - 1)
    return result


def guarded(dy, z, a):
    """Return the arguments of the way back, and the exponential of what is not positive."""
    dy, z = pair(dy, z)
    return dy, z, floor_of(a), np.exp(np.minimum(z, 0))
