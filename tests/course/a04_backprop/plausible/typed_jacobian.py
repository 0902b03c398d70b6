"""Answers typed by a student on the Jacobian, and on doing without it."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_number
from tests.course.plausible import right, wrong


@right
def jacobian__right_filled(f, x, *, h=1e-5):
    x = real_array(x).astype(np.float64)
    h = require_number(h, above=0)
    J = np.empty((np.size(f(x.copy())), x.size))
    for j, index in enumerate(np.ndindex(x.shape)):
        s = h * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += s
        down[index] -= s
        J[:, j] = (np.ravel(f(up)) - np.ravel(f(down))) / (2 * s)
    return J


@wrong("your matrix is the transpose")
def jacobian__rows_are_inputs(f, x, *, h=1e-5):
    x = real_array(x).astype(np.float64)
    h = require_number(h, above=0)
    J = np.empty((x.size, np.size(f(x.copy()))))
    for j, index in enumerate(np.ndindex(x.shape)):
        s = h * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += s
        down[index] -= s
        J[j] = (np.ravel(f(up)) - np.ravel(f(down))) / (2 * s)
    return J


@wrong("keeps the axes of what the function returns")
def jacobian__output_not_flattened(f, x, *, h=1e-5):
    x = real_array(x).astype(np.float64)
    h = require_number(h, above=0)
    columns = []
    for index in np.ndindex(x.shape):
        s = h * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += s
        down[index] -= s
        columns.append((np.asarray(f(up)) - np.asarray(f(down))) / (2 * s))
    if not columns:
        return np.zeros((np.size(f(x.copy())), 0))
    return np.stack(columns, axis=-1)


@wrong("one entry after the other")
def diagonal_vjp__builds_the_matrix(dy, f, x, *, h=1e-5):
    x, dy = real_pair(np.asarray(real_array(x), dtype=np.float64), dy)
    J = jacobian__right_filled(f, x, h=h)
    return (dy.ravel() @ J).reshape(x.shape)


@wrong("you add up the products")
def diagonal_vjp__summed(dy, f, x, *, h=1e-5):
    x, dy = real_pair(np.asarray(real_array(x), dtype=np.float64), dy)
    h = require_number(h, above=0)
    s = h * np.maximum(1, np.abs(x))
    return np.sum(dy * (f(x + s) - f(x - s)) / (2 * s))


@wrong("the step of the largest")
def diagonal_vjp__step_of_largest(dy, f, x, *, h=1e-5):
    x, dy = real_pair(np.asarray(real_array(x), dtype=np.float64), dy)
    h = require_number(h, above=0)
    s = h * max(1, np.max(np.abs(x), initial=0))
    return dy * (f(x + s) - f(x - s)) / (2 * s)
