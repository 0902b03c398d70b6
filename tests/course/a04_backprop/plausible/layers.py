"""Plausible answers on single layers: dense and activation."""

import numpy as np

from tests.course.plausible import right, wrong


def checked(dy, x, W, b):
    arrays = [each.astype(np.result_type(each, np.float32)) for each in (dy, x, W, b)]
    dy, x, W, b = arrays
    fits = dy.shape == (len(x), *b.shape) and W.shape == (x.shape[1], *b.shape) and b.ndim == 1
    if not fits:
        raise ValueError("shapes")
    return arrays


def typed(need_dx, gradients, inputs):
    dx, dW, db = (np.asarray(g).astype(a.dtype) for g, a in zip(gradients, inputs, strict=True))
    return (dx if need_dx else None), dW, db


@wrong
def dense_backward__one_number_for_all_biases(dy, x, W, b, *, need_dx=True):
    dy, *inputs = checked(dy, x, W, b)
    x, W, b = inputs
    return typed(need_dx, (dy @ W.T, x.T @ dy, np.sum(dy)), inputs)


@wrong("3 values are needed, but 2 came|values are needed")
def dense_backward__without_dx(dy, x, W, b, *, need_dx=True):
    dy, *inputs = checked(dy, x, W, b)
    x, W, b = inputs
    return typed(need_dx, (dy @ W.T, x.T @ dy, dy.sum(axis=0)), inputs)[1:]


@wrong("divide by N")
def dense_backward__mean(dy, x, W, b, *, need_dx=True):
    dy, *inputs = checked(dy, x, W, b)
    x, W, b = inputs
    n = max(len(x), 1)
    return typed(need_dx, (dy @ W.T, x.T @ dy / n, dy.sum(axis=0) / n), inputs)


@wrong
def dense_backward__bias_times_itself(dy, x, W, b, *, need_dx=True):
    dy, *inputs = checked(dy, x, W, b)
    x, W, b = inputs
    return typed(need_dx, (dy @ W.T, x.T @ dy, dy.sum(axis=0) * b), inputs)


@wrong
def dense_backward__dx_summed(dy, x, W, b, *, need_dx=True):
    dy, *inputs = checked(dy, x, W, b)
    x, W, b = inputs
    dx = np.broadcast_to((dy @ W.T).sum(axis=0), x.shape)
    return typed(need_dx, (dx, x.T @ dy, dy.sum(axis=0)), inputs)


@right
def dense_backward__turned_twice(dy, x, W, b, *, need_dx=True):
    dy, *inputs = checked(dy, x, W, b)
    x, W, b = inputs
    return typed(need_dx, ((W @ dy.T).T, (dy.T @ x).T, np.ones(len(dy)) @ dy), inputs)


def same_shape(name, dy, z):
    if name not in ("sigmoid", "tanh", "relu") or dy.shape != z.shape:
        raise ValueError("name or shape")
    z = z.astype(np.result_type(z, np.float32))
    return dy.astype(z.dtype), z


@wrong("at exactly 0")
def activation_backward__greater_or_equal(name, dy, z):
    dy, z = same_shape(name, dy, z)
    if name == "relu":
        return dy * (z >= 0)
    y = np.tanh(z / 2) / 2 + 0.5 if name == "sigmoid" else np.tanh(z)
    return dy * (y * (1 - y) if name == "sigmoid" else 1 - y**2)


@wrong
def activation_backward__slope_of_dy(name, dy, z):
    dy, z = same_shape(name, dy, z)
    if name == "relu":
        return z * (dy > 0)
    y = np.tanh(dy / 2) / 2 + 0.5 if name == "sigmoid" else np.tanh(dy)
    return z * (y * (1 - y) if name == "sigmoid" else 1 - y**2)


@wrong("takes the output of the activation|z stands in its place")
def activation_backward__short_formulas_of_z(name, dy, z):
    dy, z = same_shape(name, dy, z)
    return dy * {"sigmoid": z * (1 - z), "tanh": 1 - z**2, "relu": 1.0 * (z > 0)}[name]


@wrong
def activation_backward__sum(name, dy, z):
    dy, z = same_shape(name, dy, z)
    y = np.tanh(z / 2) / 2 + 0.5
    slopes = {"sigmoid": y * (1 - y), "tanh": 1 - np.tanh(z) ** 2, "relu": 1.0 * (z > 0)}
    return dy + slopes[name]


@right
def activation_backward__a_dictionary(name, dy, z):
    dy, z = same_shape(name, dy, z)
    y = np.tanh(z / 2) / 2 + 0.5
    slopes = {
        "sigmoid": y * (1 - y),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.sign(np.maximum(z, 0)),
    }
    return (dy * slopes[name]).astype(z.dtype)
