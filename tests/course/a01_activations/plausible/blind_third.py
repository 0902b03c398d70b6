"""Answers typed by somebody who had seen the notebook alone, third part."""

import numpy as np

from dlkit.arguments import (
    real_array,
    real_pair,
    require_number,
)
from dlkit.shapes import dense_forward
from tests.course.a01_activations.plausible.blind_helpers import sigmoid, tanh
from tests.course.plausible import right


@right
def sigmoid__two_masks(z):
    z = real_array(z)
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    result[~positive] = e / (1 + e)
    return result


@right
def sigmoid_backward__s_one_minus_s(dy, z):
    z, dy = real_pair(z, dy)
    s = sigmoid(z)
    return dy * s * (1 - s)


@right
def tanh_backward__one_minus_square(dy, z):
    z, dy = real_pair(z, dy)
    t = tanh(z)
    return dy * (1 - t * t)


@right
def elu__exp_minus_one(z, *, a=1.0):
    a = require_number(a, at_least=0)
    z = real_array(z)
    below = np.minimum(z, 0)
    return np.maximum(z, 0) + a * (np.exp(below) - 1)


@right
def mlp_forward__recursive(x, params, activation):
    if len(params) == 0:
        raise ValueError("at least one layer")
    z = dense_forward(x, *params[0])
    if len(params) == 1:
        return z, [z]
    outputs, rest = mlp_forward__recursive(activation(z), params[1:], activation)
    return outputs, [z, *rest]
