"""The way back through the hyperbolic tangent."""

import numpy as np

from course.a01_activations.exercises.shared import pair, stable_sigmoid
from course.a01_activations.exercises.tanh import overflowing_quotient, tanh


@tanh.wrong(
    "tanh_backward",
    "infinity on the way",
    "for large z an exponential overflows on the way to your gradient. Build the slope from the "
    "value of your tanh, once that is right for every z.",
)
def tanh_backward_overflows(dy, z):
    dy, z = pair(dy, z)
    return dy / np.cosh(z) ** 2


@tanh.wrong(
    "tanh_backward",
    "nan for large z",
    "for large z your gradient is nan: an exponential overflows to infinity, and infinity divided "
    "by infinity is no number. Mend it where the value is computed.",
    form=("notes", "minus in the exponents", "four exponentials"),
)
def tanh_backward_of_nan(dy, z, *, form):
    dy, z = pair(dy, z)
    return dy * (1 - overflowing_quotient(z, form) ** 2)


@tanh.wrong(
    "tanh_backward",
    "upstream gradient ignored",
    "your result is the slope alone. A gradient that arrives from above has to be multiplied by "
    "it, element by element.",
)
def tanh_backward_without_upstream(dy, z):
    _, z = pair(dy, z)
    return 1 - np.tanh(z) ** 2


@tanh.wrong(
    "tanh_backward",
    "z taken for the output",
    "your formula squares z itself, where the hyperbolic tangent of z belongs. The second argument "
    "is the input of the forward pass, not its result.",
)
def tanh_backward_of_output(dy, z):
    dy, z = pair(dy, z)
    return dy * (1 - z**2)


@tanh.wrong(
    "tanh_backward",
    "square missing",
    "your slope is 1 minus the value, so for negative z it is larger than 1. The curve is steepest "
    "at 0 and equally flat on both sides: the value is squared.",
)
def tanh_backward_without_square(dy, z):
    dy, z = pair(dy, z)
    return dy * (1 - np.tanh(z))


@tanh.wrong(
    "tanh_backward",
    "slope of the sigmoid",
    "your slope is the value times 1 minus the value. That rule belongs to the sigmoid; the slope "
    "of a hyperbolic tangent is 1 at 0.",
)
def tanh_backward_as_sigmoid(dy, z):
    dy, z = pair(dy, z)
    t = np.tanh(z)
    return dy * t * (1 - t)


@tanh.wrong(
    "tanh_backward",
    "sign of the square",
    "your slope adds the square of the value to 1, so it grows towards 2. The curve flattens on "
    "both sides: the square is subtracted.",
)
def tanh_backward_plus(dy, z):
    dy, z = pair(dy, z)
    return dy * (1 + np.tanh(z) ** 2)


@tanh.wrong(
    "tanh_backward",
    "hyperbolic cosine not squared",
    "your slope is 1 over the hyperbolic cosine. The slope of tanh is the square of that.",
)
def tanh_backward_by_cosine(dy, z):
    dy, z = pair(dy, z)
    return dy / np.cosh(np.clip(z, -700, 700))


@tanh.wrong(
    "tanh_backward",
    "1 minus missing",
    "your slope is the square of the value, so it is 0 at 0, where the curve is steepest. What is "
    "needed is what the square still lacks to 1.",
)
def tanh_backward_by_square(dy, z):
    dy, z = pair(dy, z)
    return dy * np.tanh(z) ** 2


@tanh.right("tanh_backward")
def tanh_backward_by_both_sides(dy, z):
    dy, z = pair(dy, z)
    t = np.tanh(z)
    return (1 - t) * (1 + t) * dy


@tanh.right("tanh_backward")
def tanh_backward_by_sigmoids(dy, z):
    dy, z = pair(dy, z)
    return 4 * stable_sigmoid(2 * z) * stable_sigmoid(-2 * z) * dy
