"""Answers typed from the notebook's text alone: squared, absolute, and Huber's loss."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_number, require_samples
from tests.course.plausible import right, wrong


@right
def mse__numpy_scalar(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    residual = p - t
    squares = residual**2
    return squares.mean()


@wrong("your loss squares the mean of the residuals")
def mse__square_of_mean(predictions, targets):
    residual = np.array(predictions, dtype=float) - np.array(targets, dtype=float)
    return float(np.mean(residual) ** 2)


@wrong("predictions of shape \\(N")
def mse__broadcasts(predictions, targets):
    p = real_array(predictions)
    t = real_array(targets)
    require_samples(p)
    require_samples(t)
    return float(np.mean((p - t) ** 2))


@wrong("has the wrong sign")
def mse_grad__target_minus_prediction(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    n = p.size
    residual = t - p
    return 2 / n * residual


@wrong("is the right one times the number of columns")
def mse_grad__len_of_p(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    n = len(p)
    return 2 * (p - t) / n


@wrong("errors of opposite sign cancel in your loss")
def mae__abs_outside(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return float(abs((p - t).mean()))


@wrong("with TypeError")
def mae__loop_one_dimension(predictions, targets):
    total = 0.0
    for i in range(len(predictions)):
        total += abs(float(predictions[i]) - float(targets[i]))
    return total / len(predictions)


@wrong("where a prediction equals its target your gradient is not a")
def mae_grad__residual_by_abs(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    r = p - t
    return r / np.abs(r) / p.size


@wrong("the small number that you add before dividing makes the")
def mae_grad__eps_in_denominator(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    r = p - t
    return r / ((np.abs(r) + 1e-8) * p.size)


@wrong("the result has dtype float64")
def mae_grad__where_of_integers(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    direction = np.where(p > t, 1, np.where(p < t, -1, 0))
    return direction / p.size


@wrong("the signs are right but the length is not")
def mae_grad__only_the_sign(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return np.sign(p - t)


@wrong("the straight part of your loss is lowered by a constant")
def huber__offset_half(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    distance = np.abs(p - t)
    cost = np.where(distance <= delta, 0.5 * distance**2, delta * distance - 0.5)
    return float(cost.mean())


@wrong("a residual far below 0 is still squared in your loss")
def huber__condition_without_abs(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    r = p - t
    cost = np.where(r <= delta, r**2 / 2, delta * (np.abs(r) - delta / 2))
    return float(np.mean(cost))


@wrong("your loss chooses between parabola and line once for the")
def huber__one_case_for_all(predictions, targets, *, delta=1.0):
    p = np.asarray(predictions, dtype=float)
    t = np.asarray(targets, dtype=float)
    distance = np.abs(p - t)
    if np.all(distance <= delta):
        cost = 0.5 * distance**2
    else:
        cost = delta * (distance - 0.5 * delta)
    return float(np.mean(cost))


@wrong("must be refused")
def huber__delta_only_positive(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    if not isinstance(delta, (int, float)):
        raise TypeError("delta must be a number")
    if delta <= 0:
        raise ValueError("delta must be positive")
    distance = np.abs(p - t)
    small = distance <= delta
    cost = np.empty_like(distance)
    cost[small] = distance[small] ** 2 / 2
    cost[~small] = delta * (distance[~small] - delta / 2)
    return float(cost.mean())


@wrong("beyond delta your gradient is positive on both sides")
def huber_grad__sign_forgotten(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    residual = p - t
    return np.where(np.abs(residual) <= delta, residual, delta) / residual.size


@wrong("was changed by the call")
def huber_grad__in_place(predictions, targets, *, delta=1.0):
    residual, t = real_pair(predictions, targets)
    require_samples(residual)
    delta = require_number(delta, above=0)
    residual -= t
    residual[residual > delta] = delta
    residual[residual < -delta] = -delta
    return residual / residual.size


@right
def mse__plain_loop(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    total = 0.0
    for a, b in zip(p.ravel().tolist(), t.ravel().tolist()):
        total += (a - b) * (a - b)
    return total / p.size


@right
def mse_grad__defensive(predictions, targets):
    predictions = real_array(predictions)
    targets = real_array(targets)
    if predictions.shape != targets.shape:
        raise ValueError(f"different shapes: {predictions.shape}, {targets.shape}")
    if predictions.size == 0:
        raise ValueError("nothing to average")
    p = predictions.copy()
    t = targets.astype(p.dtype)
    gradient = np.zeros_like(p)
    gradient += p
    gradient -= t
    gradient *= 2.0 / p.size
    assert gradient.shape == p.shape and gradient.dtype == p.dtype
    return gradient


@right
def mae__where(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    return float(np.where(p > t, p - t, t - p).mean())


@right
def mae_grad__masks(predictions, targets):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    grad = np.zeros_like(p)
    grad[p > t] = 1 / p.size
    grad[p < t] = -1 / p.size
    return grad


@right
def huber__minimum_trick(predictions, targets, *, delta=1.0):
    p, t = real_pair(predictions, targets)
    require_samples(p)
    delta = require_number(delta, above=0)
    far = np.abs(p - t)
    near = np.minimum(far, delta)  # r inside, delta outside: both cases at once
    return float(np.mean(near * (far - near / 2)))


@right
def huber_grad__clip_one_liner(predictions, targets, *, delta=1.0):
    (p, t), d = real_pair(predictions, targets), require_number(delta, above=0.0)
    require_samples(p)
    return np.clip(p - t, -d, d) / p.size
