"""Answers typed from the notebook's text alone: sigmoid, tanh, ELU."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_number
from tests.course.plausible import right, wrong


def good_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


@right
def sigmoid__by_tanh(z):
    z = real_array(z)
    e = np.exp(-np.abs(z))
    return np.where(z < 0, e / (1 + e), 1 / (1 + e))


@right
def sigmoid__silenced(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-real_array(z)))


@wrong("an exponential of a large number overflows on the way to")
def sigmoid__both_branches(z):
    z = real_array(z)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@wrong("far below 0 your results are not right to seven digits")
def sigmoid__by_numpy_tanh(z):
    return (np.tanh(real_array(z) / 2) + 1) / 2


@wrong("for large z your result is nan: an exponential overflows")
def sigmoid__branch_for_all(z):
    z = real_array(z)
    if np.all(z >= 0):
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@wrong("far below 0 your results are not right to seven digits\\. A")
def sigmoid__cut_at_thirty(z):
    z = np.clip(real_array(z), -30, 30)
    return 1 / (1 + np.exp(-z))


@wrong("your curve falls from 1 to 0, as if z had the other sign\\.")
def sigmoid__branches_exchanged(z):
    z = real_array(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e, 1) / (1 + e)


@wrong("which is not right")
def sigmoid__exponent_squared(z):
    z = real_array(z)
    return 1 / (1 + np.exp(-(np.minimum(np.abs(z), 26) ** 2)))


@wrong("which is not right")
def sigmoid__one_minus(z):
    z = real_array(z)
    return 1 / (1 - np.exp(-np.abs(z) - 1))


@wrong("your slope is computed at the sigmoid of z, as if that")
def sigmoid_backward__of_the_sigmoid_twice(dy, z):
    z, dy = real_pair(z, dy)
    s = good_sigmoid(good_sigmoid(z))
    return dy * s * (1 - s)


@wrong("your slope has 1 plus the sigmoid as its second factor,")
def sigmoid_backward__plus(dy, z):
    z, dy = real_pair(z, dy)
    s = good_sigmoid(z)
    return dy * s * (1 + s)


@wrong("your slope is added to the upstream gradient\\. The chain")
def sigmoid_backward__added(dy, z):
    z, dy = real_pair(z, dy)
    s = good_sigmoid(z)
    return dy + s * (1 - s)


@wrong("Every wrong result has the wrong sign\\.")
def sigmoid_backward__negative(dy, z):
    z, dy = real_pair(z, dy)
    s = good_sigmoid(z)
    return dy * s * (s - 1)


@wrong("Every wrong result is the right one divided by the number of")
def sigmoid_backward__mean(dy, z):
    z, dy = real_pair(z, dy)
    s = good_sigmoid(z)
    return dy * s * (1 - s) / z.size


@right
def tanh__numpys_own(z):
    return np.tanh(real_array(z))


@wrong("next to 0 your result has lost its digits|next to 0, to seven digits: element")
def tanh__cut_and_notes(z):
    z = np.clip(real_array(z), -20, 20)
    return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@wrong("your function gives the same for z and for -z\\. The curve")
def tanh__one_sided(z):
    e = np.exp(-2 * np.abs(real_array(z)))
    return (1 - e) / (1 + e)


@wrong("for large z your result is nan: exponentials overflow to")
def tanh__expm1_overflows(z):
    u = np.expm1(2 * real_array(z))
    return u / (u + 2)


@wrong("for large z your result is nan: exponentials overflow to")
def tanh__sine_over_cosine(z):
    z = real_array(z)
    return np.sinh(z) / np.cosh(z)


@wrong("your curve is half as steep as it should be: it is the")
def tanh__tahn_of_the_notes(z):
    z = real_array(z)
    return (1 - np.exp(-z)) / (1 + np.exp(-z))


@wrong("which is not right")
def tanh_backward__cosine(dy, z):
    z, dy = real_pair(z, dy)
    return dy / np.cosh(z)


@wrong("your slope is the square of the value, so it is 0 at 0,")
def tanh_backward__tangent_squared(dy, z):
    z, dy = real_pair(z, dy)
    return dy * np.tanh(z) ** 2


@wrong("which is not right")
def tanh_backward__one_minus_dy(dy, z):
    z, dy = real_pair(z, dy)
    return 1 - np.tanh(dy) ** 2


@wrong("your result is right, but the exponential is taken of")
def elu__where(z, *, a=1.0):
    z = real_array(z)
    a = require_number(a, at_least=0)
    return np.where(z > 0, z, a * (np.exp(z) - 1))


@wrong("below 0 you subtract 1 after the multiplication by a\\. The")
def elu__precedence(z, *, a=1.0):
    z = real_array(z)
    a = require_number(a, at_least=0)
    return np.where(z > 0, z, a * np.exp(np.minimum(z, 0)) - 1)


@wrong("a negative a: this input must be refused with a")
def elu__any_a(z, *, a=1.0):
    z = real_array(z)
    return np.maximum(z, 0) + a * np.expm1(np.minimum(z, 0))


@wrong("which is not right")
def elu__floor_above(z, *, a=1.0):
    z = real_array(z)
    a = require_number(a, at_least=0)
    return np.maximum(z, -a)


@wrong("at z exactly 0 your slope is 1\\. Unless a is 1 there is a")
def elu_backward__at_zero(dy, z, *, a=1.0):
    z, dy = real_pair(z, dy)
    a = require_number(a, at_least=0)
    return dy * np.where(z >= 0, 1, a * np.exp(np.minimum(z, 0)))


@wrong("your slope below 0 is a itself, so the curve would be a")
def elu_backward__without_exponential(dy, z, *, a=1.0):
    z, dy = real_pair(z, dy)
    a = require_number(a, at_least=0)
    return dy * np.where(z > 0, 1, a)


@wrong("your slope is the value plus a everywhere\\. Below 0 that")
def elu_backward__value_plus_a_everywhere(dy, z, *, a=1.0):
    z, dy = real_pair(z, dy)
    a = require_number(a, at_least=0)
    y = np.maximum(z, 0) + a * np.expm1(np.minimum(z, 0))
    return dy * (y + a)
