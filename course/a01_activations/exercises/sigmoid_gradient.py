"""The way back through the sigmoid."""

import numpy as np

from course.a01_activations.exercises.shared import pair, stable_sigmoid
from course.a01_activations.exercises.sigmoid import sigmoid


@sigmoid.wrong(
    "sigmoid_backward",
    "an exponential overflows on the way",
    "an exponential of a large number overflows on the way to your result. If it is in your "
    "sigmoid, mend it there; else build the slope from that function alone.",
)
def sigmoid_backward_with_warning(dy, z):
    dy, z = pair(dy, z)
    s = 1 / (1 + np.exp(-z))
    return dy * s * (1 - s)


@sigmoid.wrong(
    "sigmoid_backward",
    "nan for large z",
    "for z large in size your gradient is nan: an exponential overflows to infinity. Build the "
    "slope from your sigmoid, once that is right for every z.",
)
def sigmoid_backward_overflows(dy, z):
    dy, z = pair(dy, z)
    e = np.exp(-z)
    return dy * e / (1 + e) ** 2


@sigmoid.wrong(
    "sigmoid_backward",
    "upstream gradient ignored",
    "your result is the slope alone. A gradient that arrives from above has to be multiplied by "
    "it, element by element.",
)
def sigmoid_backward_without_upstream(dy, z):
    _, z = pair(dy, z)
    s = stable_sigmoid(z)
    return s * (1 - s)


@sigmoid.wrong(
    "sigmoid_backward",
    "z taken for the output",
    "your formula puts z itself where the sigmoid of z belongs. The second argument is the input "
    "of the forward pass, not its result.",
)
def sigmoid_backward_of_output(dy, z):
    dy, z = pair(dy, z)
    return dy * z * (1 - z)


@sigmoid.wrong(
    "sigmoid_backward",
    "one factor missing",
    "your slope is the sigmoid itself, which goes on to 1 for large z. The curve is flat there: a "
    "second factor brings the slope back to 0.",
)
def sigmoid_backward_one_factor(dy, z):
    dy, z = pair(dy, z)
    return dy * stable_sigmoid(z)


@sigmoid.wrong(
    "sigmoid_backward",
    "slope of the hyperbolic tangent",
    "your slope is 1 minus the square of the sigmoid. That rule belongs to the hyperbolic tangent; "
    "the slope of a sigmoid is at most a quarter.",
)
def sigmoid_backward_as_tangent(dy, z):
    dy, z = pair(dy, z)
    return dy * (1 - stable_sigmoid(z) ** 2)


@sigmoid.wrong(
    "sigmoid_backward",
    "sigmoid squared instead of multiplied",
    "your slope is the sigmoid times itself. The second factor is what the sigmoid still lacks to "
    "1.",
)
def sigmoid_backward_squared(dy, z):
    dy, z = pair(dy, z)
    return dy * stable_sigmoid(z) ** 2


@sigmoid.wrong(
    "sigmoid_backward",
    "slope where the upstream gradient is",
    "your function computes the slope at the upstream gradient. The slope depends on where the "
    "forward pass was, and that is z.",
)
def sigmoid_backward_at_upstream(dy, z):
    dy, z = pair(dy, z)
    s = stable_sigmoid(dy)
    return z * s * (1 - s)


@sigmoid.wrong(
    "sigmoid_backward",
    "plus instead of minus",
    "your slope has 1 plus the sigmoid as its second factor, so it grows with z. The second factor "
    "is what the sigmoid still lacks to 1.",
)
def sigmoid_backward_plus(dy, z):
    dy, z = pair(dy, z)
    s = stable_sigmoid(z)
    return dy * s * (1 + s)


@sigmoid.wrong(
    "sigmoid_backward",
    "sigmoid taken twice",
    "your slope is computed at the sigmoid of z, as if that were the input. The slope belongs to z "
    "itself: the sigmoid is taken once.",
)
def sigmoid_backward_twice(dy, z):
    dy, z = pair(dy, z)
    s = stable_sigmoid(stable_sigmoid(z))
    return dy * s * (1 - s)


@sigmoid.wrong(
    "sigmoid_backward",
    "added to the upstream gradient",
    "your slope is added to the upstream gradient. The chain rule multiplies the two.",
)
def sigmoid_backward_added(dy, z):
    dy, z = pair(dy, z)
    s = stable_sigmoid(z)
    return dy + s * (1 - s)


@sigmoid.right("sigmoid_backward")
def sigmoid_backward_by_both_sides(dy, z):
    dy, z = pair(dy, z)
    return dy * stable_sigmoid(z) * stable_sigmoid(-z)


@sigmoid.right("sigmoid_backward")
def sigmoid_backward_by_difference(dy, z):
    dy, z = pair(dy, z)
    s = stable_sigmoid(z)
    return (s - s * s) * dy
