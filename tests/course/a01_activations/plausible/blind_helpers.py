"""What the answers of a stranger to the exercises call."""

import numpy as np

from dlkit.arguments import (
    real_array,
    require_number,
)


def require_slopes(a, z):
    if real_array(a).shape not in ((), np.shape(z)[1:]):
        raise ValueError("a must be one number, or have shape (M,) where z has shape (N, M)")


def relu(z):
    return np.maximum(real_array(z), 0)


def sigmoid(z):
    z = real_array(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def tanh(z):
    z = real_array(z)
    u = np.expm1(-2 * np.abs(z))
    return np.sign(z) * -u / (2 + u)


def elu(z, *, a=1.0):
    z = real_array(z)
    a = require_number(a, at_least=0)
    return np.where(z > 0, z, a * np.expm1(np.minimum(z, 0)))


def _leaky_dz(dy, z, a):
    return dy * np.where(z > 0, np.ones_like(z), a * np.ones_like(z))
