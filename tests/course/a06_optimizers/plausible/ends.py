"""Plausible slips at an end: of a path, of a row of values, of a range of floats."""

import math

import numpy as np

from dlkit.arguments import real_array, real_arrays, require_number, require_whole_number
from tests.course.a06_optimizers.plausible.momenta import begun, rule_called
from tests.course.plausible import right, wrong


@wrong("one step too few")
def minimize__range_to_steps(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = np.zeros((steps + 1, *w.shape), w.dtype)
    path[0] = w
    for t in range(1, steps):
        arguments = path[t - 1], gradient(path[t - 1].copy()), state, t
        path[t], *state = rule_called(rule, *arguments, lr, options)
    return path


@wrong("float32 is needed")
def minimize__np_zeros(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = np.zeros((steps + 1, *w.shape))
    path[0] = w
    for t in range(1, steps + 1):
        w, *state = rule_called(rule, w, gradient(w.copy()), state, t, lr, options)
        path[t] = w
    return path


@wrong("Hand it a copy")
def minimize__gradient_of_the_row(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = np.empty((steps + 1, *w.shape), w.dtype)
    path[0] = w
    for t in range(1, steps + 1):
        w = path[t - 1]
        path[t], *state = rule_called(rule, w, gradient(w), state, t, lr, options)
    return path


@right
def minimize__while_loop(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    rows, t = [w], 0
    while t < steps:
        t += 1
        w, *state = rule_called(rule, w, gradient(w.copy()), state, t, lr, options)
        rows.append(w)
    return np.stack(rows).astype(rows[0].dtype)


def checked(values, tolerance, hold):
    values = real_array(values)
    if values.ndim != 1:
        raise ValueError("one row")
    return values, require_number(tolerance), require_whole_number(hold, at_least=1)


@wrong("compare with <=")
def steps_to_tolerance__below(values, tolerance, *, hold=1):
    values, tolerance, hold = checked(values, tolerance, hold)
    low = 0
    for t, value in enumerate(values):
        low = low + 1 if value < tolerance else 0
        if low == hold:
            return t - hold + 1
    return None


@wrong("the values end before your row")
def steps_to_tolerance__slices(values, tolerance, *, hold=1):
    values, tolerance, hold = checked(values, tolerance, hold)
    for t in range(len(values)):
        if np.all(values[t : t + hold] <= tolerance):
            return t
    return None


@wrong("sum of the norms")
def clip_by_global_norm__linalg_norms(grads, max_norm):
    grads, max_norm = real_arrays(grads), require_number(max_norm, above=0)
    with np.errstate(over="ignore"):
        norm = float(sum(np.linalg.norm(g) for g in grads))
    factor = min(1.0, max_norm / norm) if norm > 0 else 1.0
    return [g * factor for g in grads], norm


@right
def clip_by_global_norm__math_hypot(grads, max_norm):
    grads, max_norm = real_arrays(grads), require_number(max_norm, above=0)
    norm = math.hypot(*(float(x) for g in grads for x in g.ravel()))
    if norm <= max_norm:
        return [g.copy() for g in grads], norm
    return [(g / norm * max_norm).astype(g.dtype) for g in grads], norm


@right
def warmup_cosine__half_the_angle(updates, *, lr, total, warmup):
    k, lr = require_whole_number(updates, at_least=0), require_number(lr, at_least=0)
    total = require_whole_number(total, at_least=1)
    warmup = require_whole_number(warmup, at_least=0)
    if warmup >= total:
        raise ValueError("warmup")
    if k < warmup:
        return lr * ((k + 1) / warmup)
    share = min(1.0, (k - warmup) / (total - warmup))
    return lr * math.cos(math.pi / 2 * share) ** 2


@wrong("Hand it a copy")
def minimize__gradient_of_the_weights(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = np.empty((steps + 1, *w.shape), w.dtype)
    path[0] = w
    for t in range(1, steps + 1):
        w, *state = rule_called(rule, w, gradient(w), state, t, lr, options)
        path[t] = w
    return path


@wrong("Half of the points .* with the state it left")
def minimize__one_state_at_most(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = [w]
    for t in range(1, steps + 1):
        w, *new = rule_called(rule, w, gradient(w.copy()), state, t, lr, options)
        state[:1] = new[:1]
        path.append(w)
    return np.stack(path)


@wrong("stops looking too early")
def steps_to_tolerance__last_window_missed(values, tolerance, *, hold=1):
    values, tolerance, hold = checked(values, tolerance, hold)
    for t in range(len(values) - hold):
        if (values[t : t + hold] <= tolerance).all():
            return t
    return None


@wrong("shares its memory")
def clip_by_global_norm__same_arrays_below(grads, max_norm):
    grads, max_norm = real_arrays(grads), require_number(max_norm, above=0)
    norm = math.hypot(*(float(x) for g in grads for x in g.ravel()))
    if norm <= max_norm:
        return grads, norm
    return [(g / norm * max_norm).astype(g.dtype) for g in grads], norm


@wrong("shares its memory")
def clip_by_global_norm__zeros_handed_back(grads, max_norm):
    grads, max_norm = real_arrays(grads), require_number(max_norm, above=0)
    norm = math.hypot(*(float(x) for g in grads for x in g.ravel()))
    if norm == 0:
        return grads, 0.0
    return [g / norm * min(norm, max_norm) for g in grads], norm
