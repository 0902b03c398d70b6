"""Answers typed by somebody who had seen the notebook alone, first part."""

import numpy as np

from dlkit.arguments import (
    fitting_arrays,
    real_array,
    real_pair,
)
from tests.course.a01_activations.plausible.blind_helpers import _leaky_dz, require_slopes
from tests.course.plausible import wrong


@wrong(r"the biases of the second layer are missing from yours\. They")
def collapse_affine__second_bias_forgotten(W1, b1, W2, b2):
    W1, b1, W2, b2 = fitting_arrays(W1=(W1, "D H"), b1=(b1, "H"), W2=(W2, "H M"), b2=(b2, "M"))
    W = W1 @ W2
    b = b1 @ W2
    return W, b


@wrong(r"the biases of the first layer are missing from yours\. The")
def collapse_affine__only_second_bias(W1, b1, W2, b2):
    W1, b1, W2, b2 = fitting_arrays(W1=(W1, "D H"), b1=(b1, "H"), W2=(W2, "H M"), b2=(b2, "M"))
    return W1 @ W2, b2.copy()


@wrong(r"your weights are the transpose of the right ones, with a")
def collapse_affine__column_vectors(W1, b1, W2, b2):
    W1, b1, W2, b2 = fitting_arrays(W1=(W1, "D H"), b1=(b1, "H"), W2=(W2, "H M"), b2=(b2, "M"))
    W = W2.T @ W1.T
    b = W2.T @ b1 + b2
    return W, b


@wrong(r"biases as a row, shape \(1, H\): this input must be refused")
def collapse_affine__no_guard(W1, b1, W2, b2):
    W1, b1, W2, b2 = real_array(W1), real_array(b1), real_array(W2), real_array(b2)
    return W1 @ W2, b1 @ W2 + b2


@wrong(r"`relu\(\[-2, 0, 1\]\)`: an array is needed, but a float64")
def relu__np_max_axis(z):
    z = real_array(z)
    return np.max(z, 0)


@wrong(r"your function changes the array it was given, so the way")
def relu__in_place(z):
    z = real_array(z)
    z[z < 0] = 0
    return z


@wrong(r"for z of minus infinity your result is nan: it is")
def relu__times_mask(z):
    z = real_array(z)
    return z * (z > 0)


@wrong(r"at z exactly 0 your slope is not 0\. There is a corner, and")
def relu_backward__corner_one(dy, z):
    z, dy = real_pair(z, dy)
    return dy * (z >= 0)


@wrong(r"your function cuts off negative gradients\. It is z that")
def relu_backward__relu_of_dy(dy, z):
    z, dy = real_pair(z, dy)
    return np.where(dy > 0, dy, 0)


@wrong(r"dy of another shape than z: this input must be refused with")
def relu_backward__no_guard(dy, z):
    slope = np.where(np.asarray(z) > 0, 1, 0)
    return np.asarray(dy) * slope


@wrong(r"for a slope above 1 your function chooses the wrong branch:")
def leaky_relu__maximum(z, a):
    z = real_array(z)
    require_slopes(a, z)
    a = np.asarray(a, dtype=z.dtype)
    return np.maximum(z, a * z)


@wrong(r"below 0 your result is positive: the sign of z is lost\. A")
def leaky_relu__folded_up(z, a):
    z = real_array(z)
    require_slopes(a, z)
    a = np.asarray(a, dtype=z.dtype)
    return np.maximum(z, 0) + a * np.maximum(-z, 0)


@wrong(r"with a single slope your gradient for it has an entry for")
def leaky_relu_backward__always_columns(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    a = np.asarray(a, dtype=z.dtype)
    da = (dy * np.minimum(z, 0)).sum(axis=0)
    return _leaky_dz(dy, z, a), da


@wrong
def leaky_relu_backward__mean(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    a = np.asarray(a, dtype=z.dtype)
    terms = dy * np.minimum(z, 0)
    da = terms.mean(axis=0) if a.ndim else terms.mean()
    return _leaky_dz(dy, z, a), da


@wrong(r"your gradient for the slope adds up z alone\. What an")
def leaky_relu_backward__da_without_dy(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    a = np.asarray(a, dtype=z.dtype)
    terms = np.where(z > 0, 0, z)
    da = terms.sum(axis=0) if a.ndim else terms.sum()
    return _leaky_dz(dy, z, a), da


@wrong
def leaky_relu_backward__da_times_a(dy, z, a):
    z, dy = real_pair(z, dy)
    require_slopes(a, z)
    a = np.asarray(a, dtype=z.dtype)
    terms = dy * a * np.minimum(z, 0)
    da = terms.sum(axis=0) if a.ndim else terms.sum()
    return _leaky_dz(dy, z, a), da


@wrong(r"your pieces compete without their biases, which come in")
def maxout__bias_after(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    pieces = x @ W
    winners = pieces.argmax(axis=0)
    y = pieces.max(axis=0) + np.take_along_axis(b, winners, axis=0)
    return (y, winners) if return_saved else y


@wrong
def maxout__bias_without_axis(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    pieces = x @ W + b
    y = pieces.max(axis=0)
    return (y, pieces.argmax(axis=0)) if return_saved else y


@wrong(r"where pieces tie, your winner is the last of them\. The")
def maxout__last_of_a_tie(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    y = x @ W[0] + b[0]
    winners = np.zeros(y.shape, dtype=int)
    for p in range(1, len(W)):
        piece = x @ W[p] + b[p]
        better = piece >= y
        y = np.where(better, piece, y)
        winners[better] = p
    return (y, winners) if return_saved else y


@wrong
def maxout__one_winner_per_sample(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    pieces = x @ W + b[:, None]
    best = pieces.sum(axis=2).argmax(axis=0)
    y = pieces[best, np.arange(len(x))]
    winners = np.repeat(best[:, None], y.shape[1], axis=1)
    return (y, winners) if return_saved else y


@wrong(r"an exponential of a large number overflows on the way to")
def sigmoid__where_both_branches(z):
    z = real_array(z)
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@wrong(r"far below 0 your results are not right to seven digits\. A")
def sigmoid__clipped(z):
    z = np.clip(real_array(z), -30, 30)
    return 1 / (1 + np.exp(-z))


@wrong(r"your curve falls from 1 to 0, as if z had the other sign\. A")
def sigmoid__forms_swapped(z):
    z = real_array(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, e / (1 + e), 1 / (1 + e))
