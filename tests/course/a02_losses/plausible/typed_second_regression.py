"""Answers typed by a second hand: squared, absolute, Huber's loss, and the penalty."""

import numpy as np

from dlkit.arguments import real_array, real_arrays, real_pair, require_number, require_samples
from tests.course.plausible import right, wrong


@wrong("for a matrix numpy's norm with the order 2 is its largest")
def mse__norm_two(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return float(np.linalg.norm(p - t, 2) ** 2 / p.size)


@wrong("predictions of shape \\(N")
def mse__only_len_compared(predictions, targets):
    p = real_array(predictions)
    t = real_array(targets).astype(p.dtype)
    require_samples(p)
    if len(p) != len(t):
        raise ValueError("predictions and targets must have the same number of samples")
    return float(np.mean((p - t) ** 2))


@wrong("is the right one times the number of columns")
def mse_grad__divided_by_rows(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    n = len(p)
    return 2 * (p - t) / n


@right
def mse__vdot(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    r = p - t
    return float(np.vdot(r, r) / r.size)


@wrong("the small number that you add before dividing makes the")
def mae_grad__eps_in_denominator(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    residual = p - t
    return residual / (np.abs(residual) + 1e-8) / residual.size


@wrong("the result has dtype float64")
def mae_grad__where_float64(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    direction = np.where(p > t, 1.0, np.where(p < t, -1.0, 0.0))
    return direction / p.size


@right
def mae_grad__loop(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    grad = np.zeros_like(p)
    for i in np.ndindex(p.shape):
        if p[i] > t[i]:
            grad[i] = 1 / p.size
        elif p[i] < t[i]:
            grad[i] = -1 / p.size
    return grad


@wrong("a residual far below 0 is still squared in your loss")
def huber__signed_condition(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    r = p - t
    cost = np.where(r <= delta, 0.5 * r**2, delta * (np.abs(r) - 0.5 * delta))
    return float(cost.mean())


@wrong("was changed by the call")
def huber_grad__minus_in_place(predictions, targets, *, delta=1.0):
    r, t = real_pair(predictions, targets)
    require_samples(r)
    delta = require_number(delta, above=0)
    r -= t
    return np.clip(r, -delta, delta) / r.size


@right
def huber__minimum(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    distance = np.abs(p - t)
    near = np.minimum(distance, delta)
    return float(np.mean(near * (distance - near / 2)))


@wrong("the square is taken too late in your penalty")
def l2_objective__square_after_sum(loss, weights, lam):
    loss = require_number(loss)
    lam = require_number(lam, at_least=0)
    norm = sum(np.linalg.norm(W) for W in real_arrays(weights))
    return float(loss + lam / 2 * norm**2)


@wrong("shares its memory")
def l2_objective_grad__times_in_place(weights, lam):
    lam = require_number(lam, at_least=0)
    grads = []
    for W in real_arrays(weights):
        W *= lam
        grads.append(W)
    return grads
