"""The exercise on the hyperbolic tangent and its slope."""

import numpy as np

from autograder.specification.ask import Ask
from autograder.specification.exercise import Exercise
from course.a01_activations.exercises.shared import (
    FAR_BACKWARD,
    FAR_FORWARD,
    TINY,
    ask_backward,
    ask_far,
    ask_forward,
    pre_activations,
    real,
    stable_sigmoid,
    upstream,
)
from dlkit import activations

tanh = Exercise(
    id="activations.tanh",
    title="The hyperbolic tangent",
    difficulty=3,
    minutes=25,
    hints=(
        "Two dangers: for large z an exponential overflows, and for small z two numbers that are "
        "nearly equal are subtracted. The curve is odd, so it is enough to know it on one side.",
        "All arrays have the shape of z. Take the exponential of minus twice the absolute value, "
        "less 1, by the function of numpy that keeps its digits near 0, and call it u. Below the "
        "line stands 2 plus u. The slope is 1 minus the square of the value.",
        "Compute u for the absolute values; divide minus u by 2 plus u; give the result the sign "
        "of z. For the way back compute the value again, square it, subtract it from 1, and "
        "multiply by the upstream gradient.",
    ),
)


@tanh.asks(activations.tanh, FAR_FORWARD)
def _ask_tanh(ask: Ask, rng: np.random.Generator) -> None:
    ask_forward(ask, rng)
    ask_far(ask, rng)
    ask.edge("z between 5 and 9", np.array([5.0, -7.0, 9.0]) + rng.uniform(0, 0.5, 3))
    # Of two cases that fail the smaller one is shown: this one is larger than those far out.
    tiny = np.array([1e-12, -3e-10, 2e-7, -1e-300, 4e-15]) * rng.uniform(1, 2, 5)
    ask.edge("z next to 0, to seven digits", tiny, tolerance=TINY)
    ask.edge("z from -0.1 to 0.1", rng.uniform(-0.1, 0.1, 6))
    ask.property("mirrored", pre_activations(rng, (5, 4)))


@tanh.asks(activations.tanh_backward, FAR_BACKWARD, part="gradients")
def _ask_tanh_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask_backward(ask, rng)
    ask_far(ask, rng, upstream(rng, (4,)))
    ask.property("linear", upstream(rng, (5, 4)), pre_activations(rng, (5, 4)))


def overflowing_quotient(z, form):
    """Return tanh by a formula that is right on paper."""
    z = real(z)
    u = np.expm1(2 * z)
    return {
        "notes": (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1),
        "minus in the exponents": (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z)),
        "four exponentials": (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        "sinh and cosh": np.sinh(z) / np.cosh(z),
        "expm1": u / (u + 2),
    }[form]


@tanh.wrong(
    "tanh",
    "infinity divided by infinity",
    "for large z your result is nan: exponentials overflow to infinity, and infinity divided by "
    "infinity is no number. Find a form in which no exponent is ever positive.",
    form=("notes", "minus in the exponents", "four exponentials", "sinh and cosh", "expm1"),
)
def tanh_overflows(z, *, form):
    return overflowing_quotient(z, form)


@tanh.wrong(
    "tanh",
    "the curve of the lecture notes",
    "your curve is half as steep as it should be: it is the hyperbolic tangent of z / 2. The "
    "exponents need a factor of 2.",
    form=("as they write it", "by the sigmoid", "without overflow"),
)
def tanh_of_half(z, *, form):
    z = real(z)
    if form == "as they write it":
        return (1 - np.exp(-z)) / (1 + np.exp(-z))
    return 2 * stable_sigmoid(z) - 1 if form == "by the sigmoid" else np.tanh(z / 2)


@tanh.wrong(
    "tanh",
    "digits lost near 0",
    "next to 0 your result has lost its digits: there two numbers that are nearly equal are "
    "subtracted. Ask numpy for the difference of an exponential and 1 itself: `np.expm1`.",
    form=("by the sigmoid", "quotient"),
)
def tanh_without_expm1(z, *, form):
    z = real(z)
    if form == "by the sigmoid":
        return 2 * stable_sigmoid(2 * z) - 1
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


@tanh.wrong(
    "tanh",
    "z cut off",
    "your function cuts z off at a bound, so it stops rising too early. (Beyond 20, where the "
    "curve is 1 to the last digit, a cut would be harmless.)",
    bound=(1, 2, 3, 5),
)
def tanh_of_clipped(z, *, bound):
    return np.tanh(np.clip(real(z), -bound, bound))


@tanh.wrong(
    "tanh",
    "sign of z lost",
    "your function gives the same for z and for -z. The curve is odd: where z is negative, so is "
    "the result.",
)
def tanh_of_size(z):
    return np.tanh(np.abs(real(z)))


@tanh.wrong(
    "tanh",
    "falls instead of rising",
    "your curve falls from 1 to -1, as if z had the other sign. A hyperbolic tangent rises.",
)
def tanh_turned(z):
    return np.tanh(-real(z))


@tanh.wrong(
    "tanh",
    "a sigmoid of 2 z",
    "your curve runs from 0 to 1: it is the sigmoid of 2 z. Stretch it to twice the height, and "
    "move it down.",
)
def tanh_unstretched(z):
    return stable_sigmoid(2 * real(z))


@tanh.wrong(
    "tanh",
    "twice as steep",
    "your curve is twice as steep as it should be: it is the hyperbolic tangent of 2 z. A factor "
    "of 2 stands in the exponents once too often.",
)
def tanh_of_double(z):
    return np.tanh(2 * real(z))


@tanh.right("tanh")
def tanh_by_expm1(z):
    z = real(z)
    u = np.expm1(-2 * np.abs(z))
    return np.sign(z) * -u / (2 + u)


@tanh.right("tanh")
def tanh_by_halves(z):
    z = real(z)
    u = np.expm1(2 * np.minimum(z, 0))
    v = np.expm1(-2 * np.maximum(z, 0))
    return u / (u + 2) - v / (v + 2)
