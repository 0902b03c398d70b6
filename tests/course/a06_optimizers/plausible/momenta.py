"""Plausible answers on momentum and on whole descents."""

import numpy as np

from dlkit.arguments import (
    arrays_alike,
    positional_names,
    real_array,
    require_number,
    require_whole_number,
)
from tests.course.plausible import right, wrong


def checked(w, dw, v, lr, momentum):
    require_number(lr, at_least=0)
    require_number(momentum, at_least=0, below=1)
    return arrays_alike(w=w, dw=dw, v=v)


@wrong("a mean of the gradients")
def momentum_step__smoothed(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    v = v + (1 - momentum) * (dw - v)
    return w - lr * v, v


@wrong("gradient goes into it times the learning rate")
def momentum_step__as_in_the_sheet(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    v = momentum * v + lr * dw
    return w - v, v


@wrong("sign is wrong")
def momentum_step__as_in_keras(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    v = momentum * v - dw
    return w + lr * v, v


@wrong
def momentum_step__weights_alone(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    return w - lr * (momentum * v + dw)


@wrong("velocity that came in")
def momentum_step__moved_too_early(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    w = w - lr * v
    return w, momentum * v + dw


@wrong("changed")
def momentum_step__in_place(w, dw, v, *, lr, momentum=0.9):
    arrays = checked(w, dw, v, lr, momentum)
    if v.flags.writeable and v.dtype.kind == "f":
        v *= momentum
        v += dw
        return arrays[0] - lr * v, v
    return arrays[0] - lr * (momentum * arrays[2] + arrays[1]), momentum * arrays[2] + arrays[1]


@wrong("plain momentum")
def nesterov_step__with_the_old_velocity(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    return w - lr * (dw + momentum * v), momentum * v + dw


@wrong
def nesterov_step__gradient_twice(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    v = momentum * v + dw
    return w - lr * (dw + v), v


@right
def nesterov_step__with_einsum(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = checked(w, dw, v, lr, momentum)
    v = np.einsum(",...->...", momentum, v).astype(w.dtype) + dw
    return np.subtract(w, lr * np.add(dw, momentum * v)), v


@right
def momentum_step__on_own_copies(w, dw, v, *, lr, momentum=0.9):
    w, dw, v = (np.array(each) for each in checked(w, dw, v, lr, momentum))
    v *= momentum
    v += dw
    w -= lr * v
    return (w, v)


def rule_called(rule, w, dw, state, t, lr, options):
    names = positional_names(rule)
    result = rule(w, dw, *state, *([t] if "t" in names else []), lr=lr, **options)
    return result if isinstance(result, tuple) else (result,)


def begun(w, rule, steps):
    require_whole_number(steps, at_least=0)
    w = np.array(real_array(w))
    return w, [np.zeros_like(w) for name in positional_names(rule)[2:] if name != "t"]


@wrong("one array was kept")
def minimize__one_row_changed(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = [w]
    for t in range(1, steps + 1):
        new, *state = rule_called(rule, w, gradient(w.copy()), state, t, lr, options)
        w[...] = new
        path.append(w)
    return np.array(path)


@wrong("same state to every step")
def minimize__zeros_every_time(gradient, w, rule, *, steps, lr, **options):
    w, zeros = begun(w, rule, steps)
    path = [w]
    for t in range(1, steps + 1):
        path.append(
            rule_called(rule, path[-1], gradient(path[-1].copy()), zeros, t, lr, options)[0]
        )
    return np.stack(path)


@wrong("first step gets t = 0")
def minimize__range_from_zero(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = [w]
    for t in range(steps):
        arguments = path[-1], gradient(path[-1].copy()), state, t
        new, *state = rule_called(rule, *arguments, lr, options)
        path.append(new)
    return np.stack(path)


@wrong("do not unpack them")
def minimize__one_result_like_all(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    path = np.zeros((steps + 1, *w.shape), w.dtype)
    path[0] = w
    for t in range(steps):
        count = [t + 1] if "t" in positional_names(rule) else []
        dw = gradient(path[t].copy())
        path[t + 1], *state = rule(path[t], dw, *state, *count, lr=lr, **options)
    return path


KEPT = {}


@wrong
def minimize__state_kept_between_runs(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    state = KEPT.get((rule, w.shape, w.dtype), state)
    path = [w]
    for t in range(1, steps + 1):
        new, *state = rule_called(rule, path[-1], gradient(path[-1].copy()), state, t, lr, options)
        path.append(new)
    KEPT[rule, w.shape, w.dtype] = state
    return np.stack(path)


@wrong("last point alone|point where the descent ends|rows|shape")
def minimize__end(gradient, w, rule, *, steps, lr, **options):
    w, state = begun(w, rule, steps)
    for t in range(1, steps + 1):
        w, *state = rule_called(rule, w, gradient(w.copy()), state, t, lr, options)
    return w


@wrong("row of low values ends")
def steps_to_tolerance__complete(values, tolerance, *, hold=1):
    values, tolerance = real_array(values), require_number(tolerance)
    require_whole_number(hold, at_least=1)
    if values.ndim != 1:
        raise ValueError("one row")
    low = 0
    for t, value in enumerate(values):
        low = low + 1 if value <= tolerance else 0
        if low == hold:
            return t
    return None


@wrong("first value below the tolerance")
def steps_to_tolerance__argmax(values, tolerance, *, hold=1):
    values, tolerance = real_array(values), require_number(tolerance)
    require_whole_number(hold, at_least=1)
    if values.ndim != 1:
        raise ValueError("one row")
    low = values <= tolerance
    return int(low.argmax()) if low.any() else None


@wrong("count all values")
def steps_to_tolerance__never_anew(values, tolerance, *, hold=1):
    values, tolerance = real_array(values), require_number(tolerance)
    require_whole_number(hold, at_least=1)
    if values.ndim != 1:
        raise ValueError("one row")
    low = 0
    for t, value in enumerate(values):
        low += value <= tolerance
        if low == hold:
            return t - hold + 1
    return None


@right
def steps_to_tolerance__by_convolution(values, tolerance, *, hold=1):
    values, tolerance = real_array(values), require_number(tolerance)
    hold = require_whole_number(hold, at_least=1)
    if values.ndim != 1:
        raise ValueError("one row")
    if len(values) < hold:
        return None
    sums = np.convolve(values <= tolerance, np.ones(hold), "valid")
    hits = np.flatnonzero(np.round(sums) == hold)
    return hits[0] if hits.size else None
