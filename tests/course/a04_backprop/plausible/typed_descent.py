"""Answers typed by a student on one step down, and on all of them."""

import numpy as np

from dlkit.activations import tanh, tanh_backward
from dlkit.arguments import real_array, real_pair, require_number, require_whole_number
from dlkit.backprop import gd_step, two_layer_objective, two_layer_objective_grad
from tests.course.plausible import right, wrong


@right
def gd_step__right_recursive(params, grads, *, lr):
    lr = require_number(lr, at_least=0)
    if isinstance(params, (list, tuple)):
        if not isinstance(grads, (list, tuple)) or len(params) != len(grads):
            raise ValueError("grads has another structure than params")
        return type(params)(
            gd_step__right_recursive(p, g, lr=lr) for p, g in zip(params, grads, strict=True)
        )
    if isinstance(grads, (list, tuple)):
        raise ValueError("grads has another structure than params")
    p, g = real_pair(params, grads)
    return np.array(p - lr * g, dtype=p.dtype)


@wrong("which is up")
def gd_step__uphill(params, grads, *, lr):
    lr = require_number(lr, at_least=0)
    if isinstance(params, (list, tuple)):
        if not isinstance(grads, (list, tuple)) or len(params) != len(grads):
            raise ValueError("structure")
        return type(params)(
            gd_step__uphill(p, g, lr=lr) for p, g in zip(params, grads, strict=True)
        )
    if isinstance(grads, (list, tuple)):
        raise ValueError("structure")
    p, g = real_pair(params, grads)
    return np.array(p + lr * g, dtype=p.dtype)


@wrong("has been written into")
def gd_step__in_place(params, grads, *, lr):
    lr = require_number(lr, at_least=0)
    if isinstance(params, (list, tuple)):
        if not isinstance(grads, (list, tuple)) or len(params) != len(grads):
            raise ValueError("structure")
        return type(params)(
            gd_step__in_place(p, g, lr=lr) for p, g in zip(params, grads, strict=True)
        )
    if isinstance(grads, (list, tuple)):
        raise ValueError("structure")
    p, g = real_pair(params, grads)
    p -= lr * g
    return p


@wrong("must be refused with a ValueError")
def gd_step__zip_stops_early(params, grads, *, lr):
    lr = require_number(lr, at_least=0)
    if isinstance(params, (list, tuple)):
        return type(params)(
            gd_step__zip_stops_early(p, g, lr=lr) for p, g in zip(params, grads, strict=False)
        )
    if isinstance(grads, (list, tuple)):
        raise ValueError("structure")
    p, g = real_pair(params, grads)
    return np.array(p - lr * g, dtype=p.dtype)


@wrong("after the last step is missing")
def fit_gd__end_missing(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    lr, steps = require_number(lr, at_least=0), require_whole_number(steps, at_least=0)
    params = tuple(np.array(real_array(p)) for p in params)
    history = []
    for k in range(steps):
        history.append(two_layer_objective(params, x, labels, lam=lam, activation=activation))
        if not np.isfinite(history[-1]):
            raise FloatingPointError(f"exploded in step {k}")
        grads = two_layer_objective_grad(
            params,
            x,
            labels,
            lam=lam,
            activation=activation,
            activation_backward=activation_backward,
        )
        params = gd_step(params, grads, lr=lr)
    return params, history


@wrong("your history leaves it out")
def fit_gd__history_without_penalty(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    lr, steps = require_number(lr, at_least=0), require_whole_number(steps, at_least=0)
    params = tuple(np.array(real_array(p)) for p in params)
    history = [two_layer_objective(params, x, labels, activation=activation)]
    if not np.isfinite(history[-1]):
        raise FloatingPointError("exploded at the start")
    for k in range(steps):
        grads = two_layer_objective_grad(
            params,
            x,
            labels,
            lam=lam,
            activation=activation,
            activation_backward=activation_backward,
        )
        params = gd_step(params, grads, lr=lr)
        history.append(two_layer_objective(params, x, labels, activation=activation))
        if not np.isfinite(history[-1]):
            raise FloatingPointError(f"exploded in step {k + 1}")
    return params, history


@wrong("finds nan alone")
def fit_gd__only_nan_explodes(
    params, x, labels, *, lr, steps, lam=0.0, activation=tanh, activation_backward=tanh_backward
):
    lr, steps = require_number(lr, at_least=0), require_whole_number(steps, at_least=0)
    params = tuple(np.array(real_array(p)) for p in params)
    history = [two_layer_objective(params, x, labels, lam=lam, activation=activation)]
    for k in range(steps):
        grads = two_layer_objective_grad(
            params,
            x,
            labels,
            lam=lam,
            activation=activation,
            activation_backward=activation_backward,
        )
        params = gd_step(params, grads, lr=lr)
        history.append(two_layer_objective(params, x, labels, lam=lam, activation=activation))
        if np.isnan(history[-1]):
            raise FloatingPointError(f"exploded in step {k + 1}")
    return params, history
