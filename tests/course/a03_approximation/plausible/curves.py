"""Answers typed from the notebook's text: hidden layers, bumps, distances, interpolants."""

import numpy as np

from dlkit.activations import relu, sigmoid
from dlkit.arguments import real_array, real_pair, require_number, require_whole_number
from tests.course.plausible import right, wrong


@right
def eval_hidden__with_dot(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    if x.ndim != 1 or w.ndim != 1 or not w.shape == b.shape == v.shape:
        raise ValueError("shapes")
    z = np.dot(x.reshape(-1, 1), w.reshape(1, -1)) + b
    return np.dot(activation(z), v) + c


@wrong("points and units are multiplied pairwise|operands could not be broadcast")
def eval_hidden__no_new_axis(x, w, b, v, c, activation):
    z = w * x + b
    h = activation(z)
    return h @ v + c


@wrong("shape")
def eval_hidden__units_first(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    z = w[:, None] * x + b[:, None]
    return (v[:, None] * activation(z)).sum(axis=1) + c


@wrong("must be refused with a ValueError")
def eval_hidden__no_guard(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    return activation(x[:, None] * w + b) @ v + c


@wrong("relu|is not right")
def eval_hidden__always_relu(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    return relu(x[:, None] * w + b) @ v + c


@wrong("all units bend together")
def eval_hidden__bent_at_the_end(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    if x.ndim != 1 or w.ndim != 1 or not w.shape == b.shape == v.shape:
        raise ValueError("shapes")
    return activation(np.dot(np.outer(x, w) + b, v) + c)


@wrong("The number c needs no array")
def eval_hidden__c_as_array(x, w, b, v, c, activation):
    x, w, b, v, c = (real_array(each) for each in (x, w, b, v, c))
    if x.ndim != 1 or w.ndim != 1 or not w.shape == b.shape == v.shape:
        raise ValueError("shapes")
    return activation(x[:, None] * w + b) @ v + c


@wrong("bias of the output, the number c, does not enter")
def eval_hidden__no_c(x, w, b, v, c, activation):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    if x.ndim != 1 or w.ndim != 1 or not w.shape == b.shape == v.shape:
        raise ValueError("shapes")
    return activation(np.outer(x, w) + b) @ v


@wrong("points the wrong way")
def bump__swapped(x, a, b, *, height, steepness):
    x, a, b = real_array(x), require_number(a), require_number(b)
    h, k = require_number(height, above=-np.inf), require_number(steepness, above=0)
    if a > b:
        raise ValueError("a > b")
    return h * (sigmoid(k * (x - b)) - sigmoid(k * (x - a)))


@wrong("edges exchanged|must be refused")
def bump__no_check_of_edges(x, a, b, *, height, steepness):
    x, a, b = real_array(x), require_number(a), require_number(b)
    h, k = require_number(height, above=-np.inf), require_number(steepness, above=0)
    return h * (sigmoid(k * (x - a)) - sigmoid(k * (x - b)))


@wrong("instead of stretched")
def bump__height_added(x, a, b, *, height, steepness):
    x, a, b = real_array(x), require_number(a), require_number(b)
    h, k = require_number(height, above=-np.inf), require_number(steepness, above=0)
    if a > b:
        raise ValueError("a > b")
    return sigmoid(k * (x - a)) - sigmoid(k * (x - b)) + h


@wrong("with ValueError: The truth value")
def bump__edges_sorted(x, a, b, *, height, steepness):
    a, b = min(a, b), max(a, b)
    x = real_array(x)
    h, k = require_number(height, above=-np.inf), require_number(steepness, above=0)
    return h * (sigmoid(k * (x - a)) - sigmoid(k * (x - b)))


@right
def bump__exponentials(x, a, b, *, height, steepness):
    x, a, b = real_array(x), require_number(a), require_number(b)
    h, k = require_number(height, above=-np.inf), require_number(steepness, above=0)
    if a > b:
        raise ValueError("a > b")
    with np.errstate(over="ignore"):
        return h / (1 + np.exp(-k * (x - a))) - h / (1 + np.exp(-k * (x - b)))


@wrong("keeps its sign")
def sup_error__no_abs(f, g, low, high, n):
    low, high, n = require_number(low), require_number(high), require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low")
    x = np.linspace(low, high, n)
    return float(np.max(f(x) - g(x)))


@wrong("stops before the right end")
def sup_error__arange(f, g, low, high, n):
    low, high, n = require_number(low), require_number(high), require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low")
    x = np.linspace(low, high, n, endpoint=False)
    return float(np.max(np.abs(f(x) - g(x))))


@wrong("low above high|must be refused")
def sup_error__no_guard(f, g, low, high, n):
    x = np.linspace(low, high, n)
    return float(np.max(np.abs(f(x) - g(x))))


@wrong("mean distance|is not right")
def l1_error__mean(f, g, low, high, n):
    low, high, n = require_number(low), require_number(high), require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low")
    x = np.linspace(low, high, n)
    return float(np.mean(np.abs(f(x) - g(x))))


@wrong("areas above and below cancel")
def l1_error__abs_of_the_integral(f, g, low, high, n):
    low, high, n = require_number(low), require_number(high), require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low")
    x = np.linspace(low, high, n)
    return float(abs(np.trapezoid(f(x) - g(x), x)))


@wrong("gaps are too narrow")
def l1_error__wrong_gap(f, g, low, high, n):
    low, high, n = require_number(low), require_number(high), require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low")
    x = np.linspace(low, high, n)
    d = np.abs(f(x) - g(x))
    gap = (high - low) / n
    return float(np.sum((d[:-1] + d[1:]) / 2) * gap)


@right
def l1_error__trapezoid(f, g, low, high, n):
    low, high, n = require_number(low), require_number(high), require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low")
    x = np.linspace(low, high, n)
    return np.trapezoid(np.abs(f(x) - g(x)), x)


@wrong("output weights are the slopes")
def relu_interpolant__slopes_of_whole_numbers(knots, values):
    t, y = np.asarray(knots), np.asarray(values)
    if t.ndim != 1 or t.shape != y.shape or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("knots")
    slopes = np.diff(y) / np.diff(t)
    return np.ones(len(slopes)), -t[:-1], slopes, float(y[0])


@wrong("output weights are the slopes")
def relu_interpolant__slopes(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("knots")
    slopes = np.diff(y) / np.diff(t)
    return np.ones(len(slopes)), -t[:-1], slopes, y[0]


@wrong("shape|two units")
def relu_interpolant__diff_without_first(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("knots")
    slopes = np.diff(y) / np.diff(t)
    return np.ones_like(slopes), -t[:-1], np.diff(slopes), float(y[0])


@wrong("must be refused with a ValueError")
def relu_interpolant__no_guard(knots, values):
    t, y = real_array(knots), real_array(values)
    slopes = np.diff(y) / np.diff(t)
    v = np.concatenate([slopes[:1], slopes[1:] - slopes[:-1]])
    return np.ones_like(v), -t[:-1], v, float(y[0])


@wrong("same knot twice: this input must be refused")
def relu_interpolant__equal_knots(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2 or np.any(np.diff(t) < 0):
        raise ValueError("knots")
    with np.errstate(all="ignore"):
        slopes = np.diff(y) / np.diff(t)
    v = np.concatenate([slopes[:1], slopes[1:] - slopes[:-1]])
    return np.ones_like(v), -t[:-1], v, float(y[0])


@wrong("4 values are needed")
def relu_interpolant__without_c(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("knots")
    v = np.diff(np.diff(y) / np.diff(t), prepend=0)
    return np.ones_like(v), -t[:-1], v


@wrong("in value 4")
def relu_interpolant__last_value_as_bias(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2 or not np.all(np.diff(t) > 0):
        raise ValueError("knots")
    v = np.diff(np.diff(y) / np.diff(t), prepend=0)
    return np.ones_like(v), -t[:-1], v, float(y[-1])
