"""Answers typed by somebody who had seen the notebook alone, second part."""

import numpy as np

from dlkit.arguments import (
    fitting_arrays,
    real_array,
    real_pair,
    require_axes,
    require_number,
    require_samples,
)
from dlkit.shapes import dense_forward
from tests.course.a01_activations.plausible.blind_helpers import elu, require_slopes, sigmoid, tanh
from tests.course.plausible import right, wrong


@wrong(r"your formula puts z itself where the sigmoid of z belongs\.")
def sigmoid_backward__z_is_the_output(dy, z):
    z, dy = real_pair(z, dy)
    return dy * z * (1 - z)


@wrong(r"for z large in size your gradient is nan: an exponential")
def sigmoid_backward__naive_quotient(dy, z):
    z, dy = real_pair(z, dy)
    e = np.exp(-z)
    return dy * e / (1 + e) ** 2


@wrong(r"next to 0 your result has lost its digits: there two")
def tanh__stretched_sigmoid(z):
    z = real_array(z)
    return 2 * sigmoid(2 * z) - 1


@wrong(r"your function gives the same for z and for -z\. The curve is")
def tanh__sign_forgotten(z):
    z = real_array(z)
    u = np.expm1(-2 * np.abs(z))
    return -u / (u + 2)


@wrong(r"your curve is half as steep as it should be: it is the")
def tanh__half_as_steep(z):
    z = real_array(z)
    u = np.expm1(-np.abs(z))
    return np.sign(z) * -u / (u + 2)


@wrong
def tanh_backward__brackets(dy, z):
    z, dy = real_pair(z, dy)
    return 1 - tanh(z) ** 2 * dy


@wrong(r"your slope is the value times 1 minus the value\. That rule")
def tanh_backward__slope_of_sigmoid(dy, z):
    z, dy = real_pair(z, dy)
    t = tanh(z)
    return dy * t * (1 - t)


@wrong(r"your result is right, but the exponential is taken of large")
def elu__overflow_thrown_away(z, *, a=1.0):
    z = real_array(z)
    a = require_number(a, at_least=0)
    return np.where(z > 0, z, a * np.expm1(z))


@wrong(r"below 0 you subtract 1 after the multiplication by a\. The")
def elu__brackets(z, *, a=1.0):
    z = real_array(z)
    a = require_number(a, at_least=0)
    return np.where(z > 0, z, a * np.exp(np.minimum(z, 0)) - 1)


@wrong(r"at z exactly 0 your slope is 1\. Unless a is 1 there is a")
def elu_backward__corner_one(dy, z, *, a=1.0):
    z, dy = real_pair(z, dy)
    a = require_number(a, at_least=0)
    return dy * np.where(z >= 0, 1, a * np.exp(np.minimum(z, 0)))


@wrong
def elu_backward__elu_plus_one(dy, z, *, a=1.0):
    z, dy = real_pair(z, dy)
    a = require_number(a, at_least=0)
    return dy * np.where(z > 0, 1, elu(z, a=a) + 1)


@wrong(r"your activation acts on the outputs too\. The last layer")
def mlp_forward__outputs_bent(x, params, activation):
    if not params:
        raise ValueError("no layers")
    h, zs = x, []
    for W, b in params:
        z = dense_forward(h, W, b)
        zs.append(z)
        h = activation(z)
    return h, zs


@wrong(r"the arrays in your list have gone through the activation\.")
def mlp_forward__activations_kept(x, params, activation):
    if not params:
        raise ValueError("no layers")
    h, kept = x, []
    for W, b in params[:-1]:
        h = activation(dense_forward(h, W, b))
        kept.append(h)
    W, b = params[-1]
    outputs = dense_forward(h, W, b)
    kept.append(outputs)
    return outputs, kept


@wrong(r"your function empties the list of layers it was given, so")
def mlp_forward__pops_params(x, params, activation):
    if len(params) == 0:
        raise ValueError("no layers")
    zs = []
    z = dense_forward(x, *params.pop(0))
    zs.append(z)
    while params:
        z = dense_forward(activation(z), *params.pop(0))
        zs.append(z)
    return z, zs


@wrong(r"your result is the share of single entries that are not")
def dead_fraction__share_of_entries(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.mean(z <= 0))


@wrong(r"your function looks for samples for which every unit is")
def dead_fraction__wrong_axis(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.mean((z <= 0).all(axis=1)))


@wrong(r"your function takes a unit for alive that is 0 at best\. A")
def dead_fraction__zero_is_alive(z):
    z = real_array(z)
    require_axes(z, "NM")
    require_samples(z)
    return float(np.mean(z.max(axis=0) < 0))


@right
def collapse_affine__asks_the_stack(W1, b1, W2, b2):
    W1, b1, W2, b2 = fitting_arrays(W1=(W1, "D H"), b1=(b1, "H"), W2=(W2, "H M"), b2=(b2, "M"))
    b = dense_forward(b1[None, :], W2, b2)[0]
    W = np.stack([row @ W2 for row in W1])
    return W, b


@right
def leaky_relu_backward__column_loop(dy, z, a):
    z, dy = real_pair(z, dy)
    a = real_array(a)
    require_slopes(a, z)
    below = z <= 0
    slope = np.ones_like(z)
    slope[below] = np.broadcast_to(a, z.shape)[below]
    terms = np.where(below, dy * z, 0)
    if a.ndim == 0:
        da = float(terms.sum())
    else:
        da = np.array([terms[:, m].sum() for m in range(z.shape[1])])
    return dy * slope, da


@right
def maxout__loop(x, W, b, *, return_saved=False):
    x, W, b = fitting_arrays(x=(x, "N D"), W=(W, "P D M"), b=(b, "P M"))
    y = x @ W[0] + b[0]
    winners = np.zeros(y.shape, dtype=int)
    for p in range(1, W.shape[0]):
        piece = x @ W[p] + b[p]
        better = piece > y
        y[better] = piece[better]
        winners[better] = p
    if return_saved:
        return y, winners
    return y
