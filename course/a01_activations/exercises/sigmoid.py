"""The exercise on the sigmoid and its slope."""

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

sigmoid = Exercise(
    id="activations.sigmoid",
    title="The sigmoid",
    difficulty=3,
    minutes=25,
    hints=(
        "An exponential overflows only where its exponent is large and positive. Can the formula "
        "be written so that this never happens? It has one form for each sign of z.",
        "All arrays have the shape of z. With e the exponential of minus the absolute value of z, "
        "which is at most 1, the sigmoid is 1 over 1 plus e for z from 0 on, and e over 1 plus e "
        "below. The slope is the sigmoid times 1 minus the sigmoid.",
        "Compute e once for all elements, choose the numerator by the sign of z, divide. For the "
        "way back compute the sigmoid, multiply it by 1 minus itself, and multiply by the upstream "
        "gradient.",
    ),
)


@sigmoid.asks(activations.sigmoid, FAR_FORWARD)
def _ask_sigmoid(ask: Ask, rng: np.random.Generator) -> None:
    ask_forward(ask, rng)
    ask_far(ask, rng)
    tail = -np.array([25.0, 60.0, 150.0, 600.0]) + rng.uniform(-1, 1, 4)
    ask.edge("z far below 0, to seven digits", tail, tolerance=TINY)
    ask.property("mirrored", pre_activations(rng, (5, 4)), total=1.0)


@sigmoid.asks(activations.sigmoid_backward, FAR_BACKWARD, part="gradients")
def _ask_sigmoid_backward(ask: Ask, rng: np.random.Generator) -> None:
    ask_backward(ask, rng)
    ask_far(ask, rng, upstream(rng, (4,)))
    ask.property("linear", upstream(rng, (5, 4)), pre_activations(rng, (5, 4)))


@sigmoid.wrong(
    "sigmoid",
    "an exponential overflows on the way",
    "an exponential of a large number overflows on the way to your result. (With np.where both "
    "branches are computed everywhere.) Find a form in which no exponent is ever positive.",
)
def sigmoid_with_warning(z):
    z = real(z)
    return 1 / (1 + np.exp(-z))


@sigmoid.wrong(
    "sigmoid",
    "infinity divided by infinity",
    "for large z your result is nan: an exponential overflows to infinity, and infinity divided by "
    "infinity is no number. Find a form in which no exponent is ever positive.",
)
def sigmoid_of_quotient(z):
    e = np.exp(real(z))
    return e / (1 + e)


@sigmoid.wrong(
    "sigmoid",
    "tail lost",
    "far below 0 your results are not right to seven digits. A bound that cuts z off does that, "
    "and so does a subtraction of two numbers that are nearly equal; neither is needed.",
    bound=(10, 15, 20, 30, 50, 88, 100, 500),
)
def sigmoid_of_clipped(z, *, bound):
    return stable_sigmoid(np.clip(real(z), -bound, bound))


@sigmoid.wrong(
    "sigmoid",
    "sign of z lost",
    "your function gives the same for z and for -z. A sigmoid rises from 0 to 1 and is below one "
    "half where z is negative.",
)
def sigmoid_of_size(z):
    return stable_sigmoid(np.abs(z))


@sigmoid.wrong(
    "sigmoid",
    "writes into z",
    "your function changes the array it was given: whoever calls it next with the same z gets "
    "another answer. Work in a new array.",
)
def sigmoid_in_place(z):
    result = stable_sigmoid(z)
    z *= -1
    return result


@sigmoid.wrong(
    "sigmoid",
    "falls instead of rising",
    "your curve falls from 1 to 0, as if z had the other sign. A sigmoid is near 1 where z is "
    "large.",
)
def sigmoid_turned(z):
    return stable_sigmoid(-real(z))


@sigmoid.wrong(
    "sigmoid",
    "parentheses missing",
    "your formula adds 1 to an exponential: without parentheses Python divides 1 by 1 first. The "
    "whole sum belongs below the line.",
)
def sigmoid_without_parentheses(z):
    return 1 / 1 + np.exp(-np.clip(real(z), -700, None))


@sigmoid.wrong(
    "sigmoid",
    "runs from -1 to 1",
    "your curve runs from -1 to 1 and is 0 at 0. That is a hyperbolic tangent (of half of z); a "
    "sigmoid runs from 0 to 1.",
)
def sigmoid_as_tangent(z):
    return np.tanh(real(z) / 2)


@sigmoid.wrong(
    "sigmoid",
    "a small constant below the line",
    "a small number that you add below the line makes every result a little too small. Nothing "
    "has to be protected there: 1 plus an exponential is never 0.",
    eps=(1e-5, 1e-6),
)
def sigmoid_with_constant(z, *, eps):
    z = real(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e + np.asarray(eps, z.dtype))


@sigmoid.right("sigmoid")
def sigmoid_by_masks(z):
    z = real(z)
    result = np.empty_like(z)
    result[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    e = np.exp(z[z < 0])
    result[z < 0] = e / (1 + e)
    return result


@sigmoid.right("sigmoid")
def sigmoid_by_logarithms(z):
    return np.exp(-np.logaddexp(0, -real(z)))
