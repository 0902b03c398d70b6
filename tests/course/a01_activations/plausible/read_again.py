"""Mistakes that readers of the finished notebook made, and what they read about them."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_number
from tests.course.a01_activations.plausible.blind_helpers import require_slopes
from tests.course.plausible import wrong


@wrong("float32 for (dy|z) alone: the result has dtype float")
def relu_backward__pair_exchanged(dy, z):
    dy, z = real_pair(dy, z)
    return dy * (z > 0)


@wrong("your function changes the upstream gradient it was given")
def relu_backward__writes_into_the_pair(dy, z):
    z, dy = real_pair(z, dy)
    dy[z <= 0] = 0
    return dy


@wrong("something on its way is float64, as `np.where` makes it")
def relu_backward__plain_numbers(dy, z):
    z, dy = real_pair(z, dy)
    return dy * np.where(z > 0, 1, 0)


@wrong("something on its way is float64, as `np.where` makes it")
def leaky_relu_backward__plain_numbers(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    terms = dy * np.minimum(z, 0)
    return dy * np.where(z > 0, 1, a), terms.sum(axis=0) if np.ndim(a) else terms.sum()


@wrong("your gradient for the slope is a mean over elements or over samples")
def leaky_relu_backward__mean_of_all(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    terms = dy * np.minimum(z, 0)
    da = terms.mean(axis=0) if np.ndim(a) else terms.mean()
    return np.where(z > 0, dy, a * dy), da


@wrong("each slope gets the sum of what all its elements say")
def leaky_relu_backward__columns_alone(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    return np.where(z > 0, dy, a * dy), (dy * np.minimum(z, 0)).sum(axis=0)


@wrong("a complex slope: this input must be refused with a TypeError")
def leaky_relu__shape_alone(z, a):
    z = real_array(z)
    if np.shape(a) not in ((), z.shape[1:]):
        raise ValueError("a does not fit")
    return np.where(z > 0, z, a * z)


@wrong(r"for large z your result is nan.*\(Seen with z of 1000 and -1000\.\)")
def tanh__first_formula(z):
    z = real_array(z)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@wrong("it is the hyperbolic tangent of z / 2")
def tanh__of_half_with_all_digits(z):
    z = real_array(z)
    u = np.expm1(-np.abs(z))
    return np.sign(z) * -u / (2 + u)


@wrong("your function takes the larger of the two branches")
def elu__maximum(z, *, a=1.0):
    z, a = real_array(z), require_number(a, at_least=0)
    return np.maximum(z, a * np.expm1(np.minimum(z, 0)))
