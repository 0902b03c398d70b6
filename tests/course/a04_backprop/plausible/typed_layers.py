"""Answers typed by a student on a layer and an activation backwards."""

import numpy as np

from dlkit.activations import sigmoid, tanh
from dlkit.arguments import fitting_arrays, real_pair
from tests.course.plausible import right, wrong


@right
def dense_backward__right_einsum(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    dx = np.einsum("nm,dm->nd", dy, W).astype(x.dtype) if need_dx else None
    dW = np.einsum("nd,nm->dm", x, dy).astype(W.dtype)
    db = np.einsum("nm->m", dy).astype(b.dtype)
    return dx, dW, db


@wrong("you divide by N")
def dense_backward__mean_over_batch(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    n = max(len(x), 1)
    dx = (dy @ W.T).astype(x.dtype) if need_dx else None
    dW = (x.T @ dy / n).astype(W.dtype)
    db = (dy.sum(axis=0) / n).astype(b.dtype)
    return dx, dW, db


@wrong("shape \\(1, M\\)")
def dense_backward__bias_as_row(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    dx = (dy @ W.T).astype(x.dtype) if need_dx else None
    dW = (x.T @ dy).astype(W.dtype)
    db = dy.sum(axis=0, keepdims=True).astype(b.dtype)
    return dx, dW, db


@wrong("the transpose of the right one")
def dense_backward__transposed_weights(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    dx = (dy @ W.T).astype(x.dtype) if need_dx else None
    dW = (dy.T @ x).astype(W.dtype)
    db = dy.sum(axis=0).astype(b.dtype)
    return dx, dW, db


@wrong("two results come back")
def dense_backward__two_without_dx(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    dW = (x.T @ dy).astype(W.dtype)
    db = dy.sum(axis=0).astype(b.dtype)
    if not need_dx:
        return dW, db
    return (dy @ W.T).astype(x.dtype), dW, db


@wrong("in the `dtype` of its own input")
def dense_backward__dtype_of_dy(dy, x, W, b, *, need_dx=True):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    dx = dy @ W.T if need_dx else None
    return dx, x.T @ dy, dy.sum(axis=0)


def sigmoid_slope(z):
    s = sigmoid(z)
    return s * (1 - s)


SLOPES = {
    "sigmoid": sigmoid_slope,
    "tanh": lambda z: 1 - tanh(z) ** 2,
    "relu": lambda z: (z > 0).astype(z.dtype),
}


@right
def activation_backward__right_table(name, dy, z):
    if name not in SLOPES:
        raise ValueError(f"unknown activation {name!r}")
    z, dy = real_pair(z, dy)
    return dy * SLOPES[name](z)


@wrong("z stands in its place")
def activation_backward__sigmoid_of_output(name, dy, z):
    z, dy = real_pair(z, dy)
    if name == "sigmoid":
        return dy * z * (1 - z)
    if name == "tanh":
        return dy * (1 - tanh(z) ** 2)
    if name == "relu":
        return dy * (z > 0)
    raise ValueError(name)


@wrong("as if it were applied twice")
def activation_backward__tanh_twice(name, dy, z):
    z, dy = real_pair(z, dy)
    if name == "sigmoid":
        s = sigmoid(z)
        return dy * s * (1 - s)
    if name == "tanh":
        h = tanh(z)
        return dy * (1 - tanh(h) ** 2)
    if name == "relu":
        return dy * (z > 0)
    raise ValueError(name)


@wrong("at exactly 0")
def activation_backward__relu_one_at_zero(name, dy, z):
    z, dy = real_pair(z, dy)
    if name == "sigmoid":
        s = sigmoid(z)
        return dy * s * (1 - s)
    if name == "tanh":
        return dy * (1 - tanh(z) ** 2)
    if name == "relu":
        return np.where(z < 0, 0, dy)
    raise ValueError(name)


@wrong("pre-activations far from 0 an exponential")
def activation_backward__exp_overflows(name, dy, z):
    z, dy = real_pair(z, dy)
    if name == "sigmoid":
        e = np.exp(-z)
        return dy * e / (1 + e) ** 2
    if name == "tanh":
        return dy * (1 - tanh(z) ** 2)
    if name == "relu":
        return dy * (z > 0)
    raise ValueError(name)


@wrong("a name that is none of the three")
def activation_backward__else_is_relu(name, dy, z):
    z, dy = real_pair(z, dy)
    if name == "sigmoid":
        s = sigmoid(z)
        slope = s * (1 - s)
    elif name == "tanh":
        slope = 1 - tanh(z) ** 2
    else:
        slope = (z > 0).astype(z.dtype)
    return dy * slope
