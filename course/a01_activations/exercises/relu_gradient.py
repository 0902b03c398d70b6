"""The way back through the rectifier."""

import numpy as np

from course.a01_activations.exercises.relu import relu
from course.a01_activations.exercises.shared import OF_FLOAT64, pair


@relu.wrong(
    "relu_backward",
    "another slope at 0",
    "at z exactly 0 your slope is not 0. There is a corner, and the specification names the slope "
    "to return: 0.",
    slope=(1.0, 0.5),
)
def relu_backward_at_corner(dy, z, *, slope):
    dy, z = pair(dy, z)
    return dy * np.where(z == 0, slope, z > 0).astype(z.dtype)


@relu.wrong(
    "relu_backward",
    "upstream gradient ignored",
    "your result is the slope alone. A gradient that arrives from above has to be multiplied by "
    "it, element by element.",
)
def relu_backward_without_upstream(dy, z):
    dy, z = pair(dy, z)
    return (z > 0).astype(z.dtype)


@relu.wrong(
    "relu_backward",
    "upstream gradient rectified",
    "your function cuts off negative gradients. It is z that decides: where z is positive, the "
    "upstream gradient passes whatever its sign.",
    looks_at_z=(False, True),
)
def relu_backward_of_positive_upstream(dy, z, *, looks_at_z):
    dy, z = pair(dy, z)
    return np.maximum(dy, 0) * (z > 0) if looks_at_z else np.maximum(dy, 0)


@relu.wrong(
    "relu_backward",
    "value instead of slope",
    "your function multiplies the upstream gradient by the value of the rectifier. Its slope is "
    "needed, which is 1 wherever z is positive.",
)
def relu_backward_by_value(dy, z):
    dy, z = pair(dy, z)
    return dy * np.maximum(z, 0)


@relu.wrong(
    "relu_backward",
    "the wrong half",
    "your gradient passes where z is negative. Those units gave 0 whatever z was, so they pass "
    "nothing back; the others do.",
)
def relu_backward_of_negatives(dy, z):
    dy, z = pair(dy, z)
    return dy * (z < 0)


@relu.wrong(
    "relu_backward",
    "writes into dy",
    "your function changes the upstream gradient it was given. Whoever called it may need that "
    "array again: make a new one.",
)
def relu_backward_in_place(dy, z):
    dy, z = pair(dy, z)  # of the same dtype: dy is not copied
    dy[z <= 0] = 0
    return dy


@relu.wrong(
    "relu_backward",
    "nothing stopped",
    "your gradient passes everywhere as if there were no rectifier. Where z is negative the output "
    "does not move with z, so the gradient there is 0.",
)
def relu_backward_identity(dy, z):
    return 1 * pair(dy, z)[0]


@relu.wrong(
    "relu_backward",
    "slope where the upstream gradient is",
    "your function multiplies z by the slope at the upstream gradient. It is the other way round: "
    "the slope depends on z, and the upstream gradient is multiplied by it.",
)
def relu_backward_at_upstream(dy, z):
    dy, z = pair(dy, z)
    return z * (dy > 0)


@relu.wrong(
    "relu_backward",
    "summed over the samples",
    "your gradient is summed over the samples. Every element of z has an entry of its own in it: "
    "the result has the shape of z.",
)
def relu_backward_summed(dy, z):
    dy, z = pair(dy, z)
    return (dy * (z > 0)).sum(axis=0)


@relu.wrong("relu_backward", "slope in another precision", OF_FLOAT64)
def relu_backward_in_float64(dy, z):
    dy, z = pair(dy, z)
    return dy * np.where(z > 0, 1, 0)


@relu.right("relu_backward")
def relu_backward_by_choice(dy, z):
    dy, z = pair(dy, z)
    return np.where(z > 0, dy, np.zeros_like(z))


@relu.right("relu_backward")
def relu_backward_by_mask(dy, z):
    dy, z = pair(dy, z)
    gradient = np.zeros_like(z)
    gradient[z > 0] = dy[z > 0]
    return gradient
