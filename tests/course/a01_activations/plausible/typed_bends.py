"""Answers typed from the notebook's text alone: two layers, ReLU, leaky ReLU, maxout."""

import numpy as np

from dlkit.arguments import fitting_arrays, real_array, real_pair
from tests.course.a01_activations.plausible.blind_helpers import require_slopes
from tests.course.plausible import right, wrong


def layers(W1, b1, W2, b2):
    return fitting_arrays(W1=(W1, "D H"), b1=(b1, "H"), W2=(W2, "H M"), b2=(b2, "M"))


@right
def collapse_affine__by_dot(W1, b1, W2, b2):
    W1, b1, W2, b2 = layers(W1, b1, W2, b2)
    W = np.dot(W1, W2)
    b = np.dot(b1, W2)
    return W, b + b2


@wrong("which is not right")
def collapse_affine__transposed_as_in_the_notes(W1, b1, W2, b2):
    W1, b1, W2, b2 = layers(W1, b1, W2, b2)
    return W1 @ W2, W2.T @ b1 * b2


@wrong("you multiply the second weights by the first biases\\.")
def collapse_affine__bias_from_the_left(W1, b1, W2, b2):
    W1, b1, W2, b2 = layers(W1, b1, W2, b2)
    return W1 @ W2, W2 @ b1 + b2


@wrong("a tuple of length 2 is needed, but an array of shape \\(3, 2\\)")
def collapse_affine__a_list(W1, b1, W2, b2):
    W1, b1, W2, b2 = layers(W1, b1, W2, b2)
    return np.vstack([W1 @ W2, b1 @ W2 + b2])


@wrong("a tuple of length 2 is needed, but an array of shape \\(2, 2\\)")
def collapse_affine__weights_only(W1, b1, W2, b2):
    W1, b1, W2, b2 = layers(W1, b1, W2, b2)
    return W1 @ W2


@wrong("your pair has the biases first\\. The order is that of the")
def collapse_affine__bias_first(W1, b1, W2, b2):
    W1, b1, W2, b2 = layers(W1, b1, W2, b2)
    return b1 @ W2 + b2, W1 @ W2


@wrong("biases as a row, shape \\(1, H\\): this input must be refused")
def collapse_affine__unchecked(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


@right
def relu__by_condition(z):
    z = real_array(z)
    return z * (z > 0) if np.isfinite(z).all() else np.where(z > 0, z, 0).astype(z.dtype)


@wrong("with ValueError")
def relu__python_max(z):
    return max(0, z)


@wrong("whole numbers as input: the result has dtype int64;")
def relu__integers(z):
    return np.maximum(z, 0)


@right
def relu__where_of_doubles(z):
    return np.where(np.asarray(z) > 0, z, 0.0)


@wrong("which is not right")
def relu__mean_of_z_and_its_size(z):
    z = real_array(z)
    return z + np.abs(z) / 2


@wrong("at z exactly 0 your slope is not 0\\. There is a corner,")
def relu_backward__where_slope_is_one(dy, z):
    z, dy = real_pair(z, dy)
    return np.where(z >= 0, dy, 0).astype(z.dtype)


@wrong("your gradient passes everywhere as if there were no")
def relu_backward__of_the_output(dy, z):
    z, dy = real_pair(z, dy)
    return dy * (np.maximum(z, 0) >= 0)


@wrong("Every wrong result is the right one divided by the number of")
def relu_backward__divided_by_samples(dy, z):
    z, dy = real_pair(z, dy)
    return dy * (z > 0) / len(z)


@wrong("your gradient is summed over the samples\\. Every element")
def relu_backward__summed(dy, z):
    z, dy = real_pair(z, dy)
    return np.sum(dy * (z > 0), axis=0)


@wrong("the result has dtype bool; float64 is")
def relu_backward__mask_of_truth_values(dy, z):
    z, dy = real_pair(z, dy)
    return z > 0


@wrong("your function multiplies z by the slope at the upstream")
def relu_backward__arguments_exchanged(dy, z):
    z, dy = real_pair(z, dy)
    return z * (dy > 0)


@wrong("your function adds the slope to a rectified z\\. A slope")
def leaky_relu__added(z, a):
    z = real_array(z)
    require_slopes(a, z)
    return np.maximum(z, 0) + a


@wrong("below 0 your result is positive: the sign of z is lost\\. A")
def leaky_relu__minus_below(z, a):
    z = real_array(z)
    require_slopes(a, z)
    return np.maximum(z, 0) - a * np.minimum(z, 0)


@wrong("below 0 your function divides z by the slope\\. It is a")
def leaky_relu__one_over_a(z, a):
    z = real_array(z)
    require_slopes(a, z)
    return np.where(z > 0, z, z / a) if np.all(a) else z


@wrong("your function adds a times z on both sides, so that above")
def leaky_relu__always_plus(z, a):
    z = real_array(z)
    require_slopes(a, z)
    return np.maximum(z, 0) + a * z


@wrong("in value 2 of 2: one number is needed, but an array of shape \\(2,\\)")
def leaky_relu_backward__slope_of_the_gradient(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    dz = np.where(z > 0, 1, a) * dy
    return dz, np.sum(dz * (z <= 0), axis=0)


@wrong("with a slope for each column your sums run along the")
def leaky_relu_backward__sum_over_rows(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    terms = dy * np.minimum(z, 0)
    return np.where(z > 0, dy, a * dy), terms.sum(axis=-1 if np.ndim(a) else None)


@wrong("with a single slope your gradient for it has an entry for")
def leaky_relu_backward__always_by_columns(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    return np.where(z > 0, dy, a * dy), (dy * np.minimum(z, 0)).sum(axis=0)


@wrong("`leaky_relu_backward\\(\\[\\[5, 4\\], \\[3, 2\\]\\], \\[\\[-2, 3\\], \\[-1, -3\\]\\], ")
def leaky_relu_backward__size_of_z(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    terms = dy * np.abs(np.minimum(z, 0))
    return np.where(z > 0, dy, a * dy), terms.sum(axis=0 if np.ndim(a) else None)


@wrong("which is not right")
def maxout__of_absolute_values(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    z = x @ W + b[:, None, :]
    y, winners = np.abs(z).max(axis=0), np.abs(z).argmax(axis=0)
    return (y, winners) if return_saved else y


@wrong("they lack the axis of the samples")
def maxout__biases_without_an_axis(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    z = x @ W + b
    return (z.max(axis=0), z.argmax(axis=0)) if return_saved else z.max(axis=0)


@wrong("your maximum runs over the samples, so they are no longer")
def maxout__over_samples(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    z = x @ W + b[:, None, :]
    return (z.max(axis=1), z.argmax(axis=1)) if return_saved else z.max(axis=1)


@wrong("your pieces have no biases\\. Each adds its own before they")
def maxout__without_biases(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    z = x @ W
    return (z.max(axis=0), z.argmax(axis=0)) if return_saved else z.max(axis=0)
