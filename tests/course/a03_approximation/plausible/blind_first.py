"""Answers typed by somebody who had seen the notebook alone, first part."""

import numpy as np

from dlkit.activations import sigmoid
from dlkit.arguments import real_array, real_pair, require_number, require_whole_number
from tests.course.a03_approximation.plausible.blind_helpers import (
    _bump_arguments,
    _grid,
    _knots,
    _layer,
    _tent,
)
from tests.course.plausible import wrong


@wrong(r"the biases of your hidden units are added after the")
def eval_hidden__bias_after_activation(x, w, b, v, c, activation):
    x, w, b, v = _layer(x, w, b, v)
    h = activation(x[:, None] * w) + b
    return h @ v + c


@wrong(r"your output bias is added once for each unit\. There is one")
def eval_hidden__c_in_every_unit(x, w, b, v, c, activation):
    x, w, b, v = _layer(x, w, b, v)
    h = activation(x[:, None] * w + b)
    return np.sum(v * h + c, axis=1)


@wrong(r"float32 goes into your function and float64 comes out")
def eval_hidden__zeros_float64(x, w, b, v, c, activation):
    x, w, b, v = _layer(x, w, b, v)
    y = np.zeros(len(x))
    for h in range(len(w)):
        y += v[h] * activation(w[h] * x + b[h])
    return y + c


@wrong(r"one bias for three units: this input must be refused with a")
def eval_hidden__bias_not_compared(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    if x.ndim != 1 or w.ndim != 1 or w.shape != v.shape:
        raise ValueError("shapes do not fit")
    return activation(np.outer(x, w) + b) @ v + c


@wrong(r"your output weights act before the activation: each unit")
def eval_hidden__v_inside(x, w, b, v, c, activation):
    x, w, b, v = _layer(x, w, b, v)
    return activation(v * (x[:, None] * w + b)).sum(axis=1) + c


@wrong(r"your steepness multiplies the point and not the edge, so")
def bump__bracket_forgotten(x, a, b, *, height, steepness):
    x, a, b, h, k = _bump_arguments(x, a, b, height, steepness)
    return h * (sigmoid(k * x - a) - sigmoid(k * x - b))


@wrong(r"your bump is a product of two sigmoids\. It looks alike")
def bump__product(x, a, b, *, height, steepness):
    x, a, b, h, k = _bump_arguments(x, a, b, height, steepness)
    return h * sigmoid(k * (x - a)) * (1 - sigmoid(k * (x - b)))


@wrong(r"a steepness of 10 000: element \[0\] is nan, a finite number")
def bump__own_sigmoid_overflows(x, a, b, *, height, steepness):
    x, a, b, h, k = _bump_arguments(x, a, b, height, steepness)
    up, down = np.exp(k * (x - a)), np.exp(k * (x - b))
    return h * (up / (1 + up) - down / (1 + down))


@wrong
def bump__equal_edges_refused(x, a, b, *, height, steepness):
    x, a, b, h, k = _bump_arguments(x, a, b, height, steepness)
    if a >= b:
        raise ValueError("a must be below b")
    return h * (sigmoid(k * (x - a)) - sigmoid(k * (x - b)))


@wrong(r"your difference keeps its sign, so where the first function")
def sup_error__no_abs(f, g, low, high, n):
    x, *_ = _grid(low, high, n)
    return float(np.max(f(x) - g(x)))


@wrong(r"your grid stops before the right end of the interval\. Both")
def sup_error__arange_without_end(f, g, low, high, n):
    _, low, high, n = _grid(low, high, n)
    x = low + np.arange(n) * (high - low) / n
    return float(np.max(np.abs(f(x) - g(x))))


@wrong(r"your result says where the functions are farthest apart")
def sup_error__where_not_how_much(f, g, low, high, n):
    x, *_ = _grid(low, high, n)
    return float(x[np.argmax(np.abs(f(x) - g(x)))])


@wrong(r"an interval without length: this input must be refused with")
def sup_error__equal_ends_allowed(f, g, low, high, n):
    low, high = require_number(low), require_number(high)
    n = require_whole_number(n, at_least=2)
    if low > high:
        raise ValueError("low must be below high")
    x = np.linspace(low, high, n)
    return float(np.max(np.abs(f(x) - g(x))))


@wrong(r"your result is a mean distance\. An area grows with the")
def l1_error__mean(f, g, low, high, n):
    x, *_ = _grid(low, high, n)
    return float(np.mean(np.abs(f(x) - g(x))))


@wrong(r"your sum counts the two end points whole\. Each of them")
def l1_error__ends_not_halved(f, g, low, high, n):
    x, low, high, n = _grid(low, high, n)
    return float(np.sum(np.abs(f(x) - g(x))) * (high - low) / (n - 1))


@wrong(r"your gaps are too narrow")
def l1_error__width_by_n(f, g, low, high, n):
    x, low, high, n = _grid(low, high, n)
    d = np.abs(f(x) - g(x))
    s = (high - low) / n
    return float(np.sum(s * (d[:-1] + d[1:]) / 2))


@wrong(r"areas above and below cancel in your result: take the")
def l1_error__abs_outside(f, g, low, high, n):
    x, *_ = _grid(low, high, n)
    d = f(x) - g(x)
    return float(abs(np.sum(np.diff(x) * (d[:-1] + d[1:]) / 2)))


@wrong(r"your output weights are the slopes of the pieces\. The units")
def relu_interpolant__slopes(knots, values):
    t, y = _knots(knots, values)
    v = np.diff(y) / np.diff(t)
    return np.ones(len(v)), -t[:-1], v, float(y[0])


@wrong(r"your units begin at the right ends of their pieces")
def relu_interpolant__begins_a_knot_late(knots, values):
    t, y = _knots(knots, values)
    s = np.diff(y) / np.diff(t)
    return np.ones(len(s)), -t[1:], np.concatenate([s[:1], np.diff(s)]), float(y[0])


@wrong(r"knots that turn back: this input must be refused with a")
def relu_interpolant__sorts(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2:
        raise ValueError("at least two knots")
    order = np.argsort(t)
    t, y = t[order], y[order]
    if np.any(np.diff(t) == 0):
        raise ValueError("two equal knots")
    s = np.diff(y) / np.diff(t)
    return np.ones(len(s)), -t[:-1], np.diff(s, prepend=0.0), float(y[0])


@wrong(r"inputs stay as they were: argument 2 of relu_interpolant")
def relu_interpolant__shifts_values_in_place(knots, values):
    t, y = _knots(knots, values)
    c = float(y[0])
    y -= c
    s = np.diff(y) / np.diff(t)
    return np.ones(len(s)), -t[:-1], np.diff(s, prepend=0.0), c


@wrong(r"your result is one tent, whatever the depth is\. Apply the")
def sawtooth__always_of_x(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    for _ in range(depth):
        y = _tent(x)
    return y


@wrong(r"the number of your folds is not the depth: depth 1 is one")
def sawtooth__one_fold_too_many(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    y = _tent(x)
    for _ in range(depth):
        y = _tent(y)
    return y


@wrong(r"it goes on falling below 0 on both sides")
def sawtooth__not_zero_outside(x, depth):
    y, depth = real_array(x), require_whole_number(depth, at_least=1)
    for _ in range(depth):
        y = 1 - np.abs(2 * y - 1)
    return y
