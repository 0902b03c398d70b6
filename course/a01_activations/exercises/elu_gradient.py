"""The way back through the exponential linear unit."""

import numpy as np

from course.a01_activations.exercises.elu import elu, floor_of, guarded
from course.a01_activations.exercises.shared import pair


@elu.wrong(
    "elu_backward",
    "exponential of large numbers",
    "your gradient is right, but the exponential is taken of large positive numbers too, where it "
    "overflows: np.where computes both branches everywhere. Cap what goes into it.",
)
def elu_backward_with_warning(dy, z, *, a=1.0):
    dy, z = pair(dy, z)
    return dy * np.where(z > 0, 1, floor_of(a) * np.exp(z))


@elu.wrong(
    "elu_backward",
    "exponential above 0 as well",
    "your slope is a times the exponential everywhere. Above 0 the curve is a straight line, whose "
    "slope is 1.",
)
def elu_backward_everywhere(dy, z, *, a=1.0):
    dy, z = pair(dy, z)
    return dy * floor_of(a) * np.exp(np.minimum(z, 700))


@elu.wrong(
    "elu_backward",
    "the sides exchanged",
    "your slope is 1 below 0 and a times an exponential above. It is meant the other way round: "
    "the straight line is above.",
)
def elu_backward_exchanged(dy, z, *, a=1.0):
    dy, z, a, _ = guarded(dy, z, a)
    return dy * np.where(z > 0, a * np.exp(np.clip(z, 0, 60)), 1)


@elu.wrong(
    "elu_backward",
    "slope of 1 at 0",
    "at z exactly 0 your slope is 1. Unless a is 1 there is a corner, and the specification "
    "chooses the slope from below, which is a.",
)
def elu_backward_at_corner(dy, z, *, a=1.0):
    dy, z, a, e = guarded(dy, z, a)
    return dy * np.where(z >= 0, 1, a * e)


@elu.wrong(
    "elu_backward",
    "value instead of slope",
    "below 0 your slope is the value of the curve, a times the exponential less 1. The constant "
    "that was subtracted has no slope.",
)
def elu_backward_by_value(dy, z, *, a=1.0):
    dy, z, a, e = guarded(dy, z, a)
    return dy * np.where(z > 0, 1, a * (e - 1))


@elu.wrong(
    "elu_backward",
    "a ignored",
    "your slope below 0 does not depend on a. The deeper the floor, the steeper the way down: a is "
    "a factor.",
)
def elu_backward_without_a(dy, z, *, a=1.0):
    dy, z, _, e = guarded(dy, z, a)
    return dy * np.where(z > 0, 1, e)


@elu.wrong(
    "elu_backward",
    "upstream gradient ignored",
    "your result is the slope alone. A gradient that arrives from above has to be multiplied by "
    "it, element by element.",
)
def elu_backward_without_upstream(dy, z, *, a=1.0):
    _, z, a, e = guarded(dy, z, a)
    return np.where(z > 0, 1, a * e)


@elu.wrong(
    "elu_backward",
    "nothing passes below 0",
    "where z is negative your gradient is 0, as for the plain rectifier. This curve still falls "
    "there, along an exponential.",
)
def elu_backward_as_relu(dy, z, *, a=1.0):
    dy, z, _, _ = guarded(dy, z, a)
    return dy * (z > 0)


@elu.wrong(
    "elu_backward",
    "value plus a on both sides",
    "your slope is the value plus a everywhere. Below 0 that is a times the exponential, as it "
    "should be; above 0 the slope is 1.",
)
def elu_backward_by_output(dy, z, *, a=1.0):
    dy, z, a, e = guarded(dy, z, a)
    return dy * (np.maximum(z, 0) + a * e)


@elu.wrong(
    "elu_backward",
    "exponential missing",
    "your slope below 0 is a itself, so the curve would be a straight line there. It bends towards "
    "its floor: the exponential is a factor.",
)
def elu_backward_as_leaky(dy, z, *, a=1.0):
    dy, z, a, _ = guarded(dy, z, a)
    return dy * np.where(z > 0, 1, a).astype(z.dtype)


@elu.right("elu_backward")
def elu_backward_by_choice(dy, z, *, a=1.0):
    dy, z, a, e = guarded(dy, z, a)
    return np.where(z > 0, dy, a * e * dy)


@elu.right("elu_backward")
def elu_backward_by_mask(dy, z, *, a=1.0):
    dy, z, a, e = guarded(dy, z, a)
    slope = a * e
    slope[z > 0] = 1
    return slope * dy
