"""Plausible answers that begin or end at another place, and powers and pairs beside the right."""

import numpy as np

from dlkit.backprop import numerical_gradient
from dlkit.landscapes import hessian_fd
from tests.course.a08_landscapes.plausible.typed_curvatures import guarded
from tests.course.a08_landscapes.plausible.typed_ways_out import curve, prepared, slope_of
from tests.course.plausible import wrong


@wrong("ends at the first point that is not critical")
def index_vs_loss__break(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    rows = []
    for x in points:
        x = np.array(x, dtype=float)
        if np.linalg.norm(numerical_gradient(f, x)) > gradient_tolerance:
            break
        rows.append([f(x), np.mean(np.linalg.eigvalsh(hessian_fd(f, x)) < -tolerance)])
    return np.array(rows).reshape(-1, 2)


@wrong("same order in all dimensions|spread as in a ball of 2 dimensions")
def sample_ball__square_root(n, dimensions, *, rng):
    z = rng.normal(size=(n, dimensions))
    return z / np.linalg.norm(z, axis=1, keepdims=True) * np.sqrt(rng.uniform(size=(n, 1)))


@wrong("as if each direction were compared with itself")
def mean_pairwise_cos__whole_table_without_guards(n, dimensions, *, rng):
    z = rng.normal(size=(n, dimensions))
    z /= np.linalg.norm(z, axis=1, keepdims=True)
    return float(np.mean(np.abs(z @ z.T)))


@wrong("before the gradient is taken there")
def perturbed_gd__noise_before_the_gradient(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = [x]
    for _ in range(steps):
        beside = path[-1] + sigma * rng.normal(size=x.shape)
        path.append(path[-1] - lr * slope_of(gradient, beside))
    return np.stack(path)


@wrong("before the gradient is taken there")
def perturbed_gd__noise_moves_the_place(gradient, x, *, lr, steps, sigma, rng):
    x, steps = prepared(x, lr, steps, sigma, rng)
    path = [x]
    for _ in range(steps):
        here = path[-1] + sigma * rng.normal(size=x.shape)
        path.append(here - lr * slope_of(gradient, here))
    return np.stack(path)


@wrong("begins with epoch 0 as the best")
def early_stop__from_epoch_0(val, patience, min_delta=0.0):
    val = curve(val, patience, min_delta)
    if not len(val):
        raise ValueError("an empty curve")
    best = 0
    for e in range(1, len(val)):
        if val[e] < val[best] - min_delta:
            best = e
        elif e - best >= patience:
            return best, e
    return best, len(val) - 1


@wrong("begins with epoch 0 as the best")
def early_stop__lowest_is_the_first(val, patience, min_delta=0.0):
    val = curve(val, patience, min_delta)
    if not len(val) or np.isnan(val).all():
        raise ValueError("no improvement")
    best, lowest, waited = 0, val[0], 0
    for e, v in enumerate(val[1:], start=1):
        if v < lowest - min_delta:
            best, lowest, waited = e, v, 0
        else:
            waited += 1
            if waited >= patience:
                return best, e
    return best, len(val) - 1
