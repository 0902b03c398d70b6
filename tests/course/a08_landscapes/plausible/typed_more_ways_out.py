"""More plausible answers on the ways out: the size of noise, counters and nan."""

import numpy as np

from tests.course.a08_landscapes.plausible.typed_ways_out import curve, prepared, slope_of
from tests.course.plausible import right, wrong


@wrong("variance of your noise")
def perturbed_gd__variance(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = np.empty((steps + 1, *x.shape))
    path[0] = x
    for t in range(steps):
        noise = np.sqrt(sigma) * rng.standard_normal(x.shape)
        path[t + 1] = path[t] - lr * (slope_of(gradient, path[t]) + noise)
    return path


@right
def perturbed_gd__while_loop(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = [x]
    while len(path) <= steps:
        noise = rng.normal(0.0, sigma, size=x.shape)
        path.append(path[-1] - lr * (slope_of(gradient, path[-1]) + noise))
    return np.stack(path)


def best_of(best, stop):
    if best < 0:
        raise ValueError("no improvement")
    return best, stop


@wrong("adds up all epochs without improvement")
def early_stop__counter_not_reset(val, patience, min_delta=0.0):
    best, lowest, bad, e = -1, np.inf, 0, -1
    for e, v in enumerate(curve(val, patience, min_delta)):
        if v < lowest - min_delta:
            best, lowest = e, v
        else:
            bad += 1
            if bad >= patience:
                break
    return best_of(best, e)


@wrong("adds up all epochs without improvement")
def early_stop__all_bad_epochs_counted(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, stop, bad = -1, len(losses) - 1, []
    for e in range(len(losses)):
        if losses[e] < (losses[best] if best >= 0 else np.inf) - min_delta:
            best = e
        else:
            bad.append(e)
            if len(bad) >= patience:
                stop = e
                break
    return best_of(best, stop)


@wrong("moves down at every decrease")
def early_stop__minimum_follows(val, patience, min_delta=0.0):
    best, lowest, e = -1, np.inf, -1
    for e, v in enumerate(curve(val, patience, min_delta)):
        if v < lowest - min_delta:
            best = e
        elif e - best >= patience:
            break
        if v < lowest:
            lowest = v
    return best_of(best, e)


@wrong("nan becomes the best loss")
def early_stop__not_higher_is_better(val, patience, min_delta=0.0):
    best, lowest, e = -1, np.inf, -1
    for e, v in enumerate(curve(val, patience, min_delta)):
        if v >= lowest - min_delta:
            if e - best >= patience:
                break
        else:
            best, lowest = e, v
    return best_of(best, e)


@wrong("must be refused with a ValueError")
def early_stop__minus_one(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, lowest, stop = -1, np.inf, len(losses) - 1
    for e, v in enumerate(losses):
        if v < lowest - min_delta:
            best, lowest = e, v
        elif e - best >= patience:
            stop = e
            break
    return best, stop


@right
def early_stop__waited(val, patience, min_delta=0.0):
    losses = curve(val, patience, min_delta)
    best, goal, waited, stop = -1, float("inf"), 0, len(losses) - 1
    for epoch, loss in enumerate(losses.tolist()):
        waited += 1
        if loss < goal:
            best, goal, waited = epoch, loss - min_delta, 0
        elif waited >= patience:
            stop = epoch
            break
    return best_of(best, stop)
