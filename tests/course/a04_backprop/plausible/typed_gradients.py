"""Answers typed by a student on measured gradients, and on how far two of them are apart."""

import numpy as np

from dlkit.arguments import real_array, require_number, require_same_shape
from tests.course.plausible import right, wrong


@right
def numerical_gradient__right_flat(f, x, *, h=1e-5):
    x = real_array(x).astype(np.float64)
    h = require_number(h, above=0)
    slopes = []
    for i, value in enumerate(x.ravel()):
        s = h * max(1.0, abs(value))
        ends = []
        for move in (s, -s):
            moved = x.flatten()
            moved[i] += move
            ends.append(float(f(moved.reshape(x.shape))))
        slopes.append((ends[0] - ends[1]) / (2 * s))
    return np.array(slopes, dtype=np.float64).reshape(x.shape)


@wrong("to one side only")
def numerical_gradient__one_sided(f, x, *, h=1e-5):
    x = np.array(real_array(x), dtype=np.float64)
    h = require_number(h, above=0)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = h * max(1, abs(x[index]))
        up = x.copy()
        up[index] += step
        gradient[index] = (f(up) - f(x.copy())) / step
    return gradient


@wrong("twice the slope")
def numerical_gradient__divided_by_one_step(f, x, *, h=1e-5):
    x = np.array(real_array(x), dtype=np.float64)
    h = require_number(h, above=0)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = h * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / step
    return gradient


@wrong("the larger of 1 and the entry itself")
def numerical_gradient__step_without_abs(f, x, *, h=1e-5):
    x = np.array(real_array(x), dtype=np.float64)
    h = require_number(h, above=0)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = h * max(1, x[index])
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / (2 * step)
    return gradient


@wrong("stays moved")
def numerical_gradient__not_put_back(f, x, *, h=1e-5):
    x = np.array(real_array(x), dtype=np.float64)
    h = require_number(h, above=0)
    gradient = np.zeros(x.shape)
    up, down = x.copy(), x.copy()
    for index in np.ndindex(x.shape):
        step = h * max(1, abs(x[index]))
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up.copy()) - f(down.copy())) / (2 * step)
    return gradient


@wrong("your result is `float32`, too")
def numerical_gradient__stays_float32(f, x, *, h=1e-5):
    x = real_array(x)
    h = require_number(h, above=0)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = h * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / (2 * step)
    return gradient


@wrong("a fresh copy to every call")
def numerical_gradient__one_array_for_all(f, x, *, h=1e-5):
    x = np.array(real_array(x), dtype=np.float64)
    h = require_number(h, above=0)
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        old = x[index]
        step = h * max(1, abs(old))
        x[index] = old + step
        up = f(x)
        x[index] = old - step
        down = f(x)
        x[index] = old
        gradient[index] = (up - down) / (2 * step)
    return gradient


@right
def relative_error__right_masked(a, b):
    a, b = real_array(a), real_array(b)
    require_same_shape(a=a, b=b)
    different = ~(a == b)
    if not different.any():
        return 0.0
    a, b = a[different], b[different]
    shares = np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))
    if np.isnan(shares).any():
        return np.inf
    return float(shares.max())


@wrong("the sum of the two sizes")
def relative_error__sum_of_sizes(a, b):
    a, b = real_array(a), real_array(b)
    require_same_shape(a=a, b=b)
    size = np.where(a == b, 1.0, np.abs(a) + np.abs(b))
    shares = np.where(a == b, 0.0, np.abs(a - b) / size)
    shares = np.where(np.isnan(shares), np.inf, shares)
    return float(shares.max(initial=0.0))


@wrong("a constant protects your denominator")
def relative_error__guarded_by_1e_8(a, b):
    a, b = real_array(a), real_array(b)
    require_same_shape(a=a, b=b)
    size = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-8)
    shares = np.abs(a - b) / size
    shares = np.where(np.isnan(shares), np.inf, shares)
    return float(shares.max(initial=0.0))


@wrong("your result is nan")
def relative_error__nan_stays(a, b):
    a, b = real_array(a), real_array(b)
    require_same_shape(a=a, b=b)
    size = np.where(a == b, 1.0, np.maximum(np.abs(a), np.abs(b)))
    shares = np.abs(a - b) / size
    return float(np.max(shares, initial=0.0))


@wrong("stretched to fit")
def relative_error__stretches(a, b):
    a, b = real_array(a), real_array(b)
    size = np.where(a == b, 1.0, np.maximum(np.abs(a), np.abs(b)))
    shares = np.where(a == b, 0.0, np.abs(a - b) / size)
    shares = np.where(np.isnan(shares), np.inf, shares)
    return float(shares.max(initial=0.0))
