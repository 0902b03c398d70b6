"""Answers with the mistake that comes first, typed without any guard beside it."""

import numpy as np

from dlkit.activations import sigmoid, tanh, tanh_backward
from dlkit.arguments import fitting_arrays, real_array, real_pair, require_number
from dlkit.backprop import gd_step, two_layer_objective, two_layer_objective_grad
from tests.course.plausible import wrong


@wrong("to one side only")
def numerical_gradient__f_of_x_itself(f, x, *, h=1e-5):
    x = real_array(x).astype(np.float64)
    h = require_number(h, above=0)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[index]))
        up = x.copy()
        up[index] += step
        gradient[index] = (f(up) - f(x)) / step
    return gradient


@wrong("a constant protects your denominator")
def relative_error__nanmax_with_1e_12(a, b):
    a, b = real_array(a), real_array(b)
    if a.shape != b.shape:
        raise ValueError("shapes")
    share = np.abs(a - b) / (np.maximum(np.abs(a), np.abs(b)) + 1e-12)
    return float(np.nanmax(share, initial=0.0))


def means(dy, x, W, b, need_dx):
    dy, x, W, b = fitting_arrays(dy=(dy, "N M"), x=(x, "N D"), W=(W, "D M"), b=(b, "M"))
    dx = (dy @ W.T).astype(x.dtype) if need_dx else None
    dW, db = x.T @ dy, dy.sum(axis=0)
    return dx, dW.astype(W.dtype), db.astype(b.dtype), len(x)


@wrong("you divide by N")
def dense_backward__both_divided(dy, x, W, b, *, need_dx=True):
    dx, dW, db, n = means(dy, x, W, b, need_dx)
    with np.errstate(invalid="ignore"):
        return dx, np.divide(dW, n), np.divide(db, n)


@wrong("the gradient of b is the sum over the samples")
def dense_backward__mean_of_dy(dy, x, W, b, *, need_dx=True):
    dx, dW, db, n = means(dy, x, W, b, need_dx)
    with np.errstate(invalid="ignore"):
        return dx, dW, np.divide(db, n)


def slopes(name, z):
    s, t = sigmoid(z), tanh(z)
    return {"sigmoid": s * (1 - s), "tanh": 1 - t * t, "relu": (z > 0).astype(z.dtype)}[name]


def known(name, dy, z):
    if name not in ("sigmoid", "tanh", "relu"):
        raise ValueError(name)
    return real_pair(z, dy)


@wrong("you take the slope at dy and multiply it by z")
def activation_backward__arguments_exchanged(name, dy, z):
    z, dy = known(name, dy, z)
    return z * slopes(name, dy)


@wrong("something else than the output is squared")
def activation_backward__square_inside(name, dy, z):
    z, dy = known(name, dy, z)
    return dy * (1 - np.tanh(z**2)) if name == "tanh" else dy * slopes(name, z)


@wrong("z stands in its place")
def activation_backward__half_a_formula(name, dy, z):
    z, dy = known(name, dy, z)
    return dy * sigmoid(z) * (1 - z) if name == "sigmoid" else dy * slopes(name, z)


@wrong("nested in any way")
def gd_step__of_an_array(params, grads, *, lr):
    return params - require_number(lr, at_least=0) * grads


@wrong("somewhere in your descent it is tanh")
def fit_gd__activation_forgotten(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    if steps < 0:
        raise ValueError("steps")
    params, history = [np.array(real_array(p)) for p in params], []
    for step in range(steps + 1):
        if step:
            grads = two_layer_objective_grad(params, x, labels, lam=lam)
            params = gd_step(params, grads, lr=lr)
        with np.errstate(all="ignore"):
            history.append(two_layer_objective(params, x, labels, lam=lam))
        if not np.isfinite(history[-1]):
            raise FloatingPointError("exploded")
    return params, history
