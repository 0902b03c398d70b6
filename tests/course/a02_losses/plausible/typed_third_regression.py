"""Answers typed by a third hand: squared, absolute, Huber's loss, and the penalty."""

import numpy as np

from dlkit.arguments import real_array, real_arrays, real_pair, require_number, require_samples
from tests.course.plausible import right, wrong


@wrong("predictions of shape \\(N")
def mse__arrays_one_by_one(predictions, targets):
    p = real_array(predictions)
    t = real_array(targets)
    require_samples(p)
    residual = p - t
    squares = residual**2
    return float(np.mean(squares))


@wrong("has the wrong sign")
def mse_grad__pull_instead(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    n = p.size
    return 2 / n * (t - p)


@wrong("errors of opposite sign cancel in your loss")
def mae__abs_of_mean(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return float(abs(np.mean(p - t)))


@wrong("where a prediction equals its target your gradient is not a")
def mae_grad__divide_by_distance(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    residual = p - t
    direction = residual / np.abs(residual)
    return direction / p.size


@wrong("the straight part of your loss is lowered by a constant")
def huber__bracket_lost(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    distance = np.abs(p - t)
    cost = np.where(distance <= delta, 0.5 * distance**2, delta * distance - 0.5 * delta)
    return float(np.mean(cost))


@wrong("one of your two cases is divided by the number of elements")
def huber_grad__one_branch_unscaled(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    residual = p - t
    return np.where(np.abs(residual) <= delta, residual / p.size, delta * np.sign(residual))


@right
def huber__clipped_distance(predictions, targets, *, delta=1.0):
    delta = require_number(delta, above=0)
    p, t = real_pair(predictions, targets)
    require_samples(p)
    distance = np.abs(p - t)
    near = np.minimum(distance, delta)
    return float(np.mean(near * (distance - near / 2)))


@wrong("your penalty adds up the norms of the matrices")
def l2_objective__norm_not_squared(loss, weights, lam):
    loss = require_number(loss)
    lam = require_number(lam, at_least=0)
    price = 0.0
    for W in real_arrays(weights):
        price += float(np.sqrt(np.sum(W**2)))
    return float(loss + lam / 2 * price)


@wrong("shares its memory")
def l2_objective_grad__in_place(weights, lam):
    lam = require_number(lam, at_least=0)
    grads = real_arrays(weights)
    for W in grads:
        W *= lam
    return grads
