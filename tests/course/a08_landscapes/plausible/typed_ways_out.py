"""Plausible answers on the ways out: noise, and stopping in time."""

import numpy as np

from dlkit.arguments import (
    real_array,
    require_generator,
    require_number,
    require_same_shape,
    require_whole_number,
)
from tests.course.plausible import right, wrong


def prepared(x, lr, steps, sigma, rng):
    x = real_array(x).astype(np.float64)
    require_number(lr, at_least=0)
    require_number(sigma, at_least=0)
    require_generator(rng)
    return x, require_whole_number(steps, at_least=0)


def slope_of(gradient, x):
    slope = real_array(gradient(x.copy()))
    require_same_shape(x=x, gradient=slope)
    return slope


@wrong("learning rate does not reach|exactly once")
def perturbed_gd__noise_outside(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = [x]
    for _ in range(steps):
        x = x - lr * slope_of(gradient, x) - sigma * rng.standard_normal(x.shape)
        path.append(x)
    return np.array(path)


@wrong("fresh numbers|drawn once")
def perturbed_gd__drawn_before_the_loop(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    noise = sigma * rng.standard_normal(x.shape)
    path = [x]
    for _ in range(steps):
        x = x - lr * (slope_of(gradient, x) + noise)
        path.append(x)
    return np.array(path)


@wrong("pushes all entries alike|one random number")
def perturbed_gd__scalar_noise(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = [x]
    for _ in range(steps):
        x = x - lr * (slope_of(gradient, x) + sigma * rng.standard_normal())
        path.append(x)
    return np.array(path)


@wrong("as many places|one more")
def perturbed_gd__start_missing(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = np.empty((steps, *x.shape))
    for t in range(steps):
        x = x - lr * (slope_of(gradient, x) + sigma * rng.standard_normal(x.shape))
        path[t] = x
    return path


@wrong("last place")
def perturbed_gd__end_only(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    for _ in range(steps):
        x = x - lr * (slope_of(gradient, x) + sigma * rng.standard_normal(x.shape))
    return x


@wrong("every row|same array")
def perturbed_gd__one_array_in_the_list(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    x = x.copy()
    path = [x]
    for _ in range(steps):
        x -= lr * (slope_of(gradient, x) + sigma * rng.standard_normal(x.shape))
        path.append(x)
    return np.array(path)


@right
def perturbed_gd__with_normal(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = np.zeros((steps + 1, *x.shape))
    path[0] = x
    for t in range(1, steps + 1):
        noise = rng.normal(loc=0.0, scale=sigma, size=x.shape)
        path[t] = path[t - 1] - lr * (slope_of(gradient, path[t - 1]) + noise)
    return path


def curve(val, patience, min_delta):
    losses = real_array(val)
    if losses.ndim != 1:
        raise ValueError("one axis")
    require_whole_number(patience, at_least=0)
    require_number(min_delta, at_least=0)
    return losses


@wrong("epoch by epoch|waiting began|rest of the curve")
def early_stop__argmin(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    if not np.isfinite(losses).any():
        raise ValueError("nothing")
    best = int(np.nanargmin(losses))
    return best, min(best + max(patience, 1), len(losses) - 1)


@wrong("one before it|best so far")
def early_stop__against_the_last_epoch(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, wait, epoch = -1, 0, -1
    for epoch in range(len(losses)):
        previous = losses[epoch - 1] if epoch else np.inf
        if losses[epoch] < previous - min_delta:
            best, wait = epoch, 0
        else:
            wait += 1
            if wait >= patience:
                break
    if best < 0:
        raise ValueError("nothing")
    return best, epoch


@wrong("waits for another number")
def early_stop__more_than_patience(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, lowest, epoch = -1, np.inf, -1
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        elif epoch - best > patience:
            break
    if best < 0:
        raise ValueError("nothing")
    return best, epoch


@wrong("count from 1")
def early_stop__from_one(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, lowest, epoch = 0, np.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    if best == 0:
        raise ValueError("nothing")
    return best, epoch


@wrong("equal loss")
def early_stop__less_or_equal(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, lowest, epoch = -1, np.inf, -1
    for epoch, loss in enumerate(losses):
        if loss <= lowest - min_delta:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    if best < 0:
        raise ValueError("nothing")
    return best, epoch


@wrong("exchanged")
def early_stop__stop_first(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, lowest, epoch = -1, np.inf, -1
    for epoch, loss in enumerate(losses):
        if loss < lowest - min_delta:
            best, lowest = epoch, loss
        elif epoch - best >= patience:
            break
    if best < 0:
        raise ValueError("nothing")
    return epoch, best


@right
def early_stop__while_loop(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, lowest, e = None, np.inf, 0
    while e < len(losses):
        if losses[e] < lowest - min_delta:
            best, lowest = e, losses[e]
        elif e - (-1 if best is None else best) >= patience:
            break
        e += 1
    if best is None:
        raise ValueError("no improvement")
    return [best, min(e, len(losses) - 1)]
