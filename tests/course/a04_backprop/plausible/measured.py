"""Plausible answers on what is measured: gradients, shares, Jacobians."""

import numpy as np

from tests.course.plausible import right, wrong


def positive(h):
    if h <= 0:
        raise ValueError("h")
    return h


@wrong("one number|an array is needed")
def numerical_gradient__of_the_whole_array(f, x, *, h=1e-5):
    x = np.array(x, dtype=float)
    return (f(x + positive(h)) - f(x - h)) / (2 * h)


@wrong
def numerical_gradient__whole_rows(f, x, *, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += positive(h)
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient


@wrong("shape")
def numerical_gradient__flat(f, x, *, h=1e-5):
    x = np.array(x, dtype=float)
    slopes = []
    for index in np.ndindex(x.shape):
        step = positive(h) * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        slopes.append((f(up) - f(down)) / (2 * step))
    return np.array(slopes)


@wrong("h for every entry")
def numerical_gradient__step_without_scale(f, x, *, h=1e-5):
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += positive(h)
        down[index] -= h
        gradient[index] = (f(up) - f(down)) / (2 * h)
    return gradient


@right
def numerical_gradient__with_an_iterator(f, x, *, h=1e-5):
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros(x.shape)
    for index, entry in np.ndenumerate(x):
        step = positive(h) * max(1.0, np.abs(entry))
        moved = x.copy()
        moved[index] = entry + step
        above = f(moved)
        moved = x.copy()
        moved[index] = entry - step
        gradient[index] = (above - f(moved)) / (2 * step)
    return gradient


@wrong
def relative_error__as_it_reads(a, b):
    with np.errstate(all="ignore"):
        return float(np.max(np.abs(a - b) / np.maximum(np.abs(a), np.abs(b))))


@wrong("is not right")
def relative_error__of_sums(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes")
    if not np.any(a != b):
        return 0.0
    return float(np.sum(np.abs(a - b)) / np.sum(np.maximum(np.abs(a), np.abs(b))))


@wrong
def relative_error__how_many_agree(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes")
    return float(np.mean(~np.isclose(a, b))) if a.size else 0.0


@right
def relative_error__with_a_mask(a, b):
    if a.shape != b.shape:
        raise ValueError("shapes")
    a, b = a.astype(float), b.astype(float)
    if np.isnan(a).any() or np.isnan(b).any():
        return float("inf")
    size = np.maximum(abs(a), abs(b))
    mask = a != b
    if np.isinf(size[mask]).any():
        return float("inf")
    return max((abs(a - b)[mask] / size[mask]).tolist(), default=0.0)


@wrong("transpose")
def jacobian__columns_as_rows(f, x, *, h=1e-5):
    x = np.array(x, dtype=float)
    rows = []
    for index in np.ndindex(x.shape):
        step = positive(h) * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        rows.append(np.ravel(np.subtract(f(up), f(down))) / (2 * step))
    return np.array(rows).reshape(x.size, -1 if x.size else 4)


@right
def jacobian__stacked_columns(f, x, *, h=1e-5):
    x = np.array(x, dtype=float)
    matrix = np.zeros((np.size(f(x.copy())), x.size))
    for j, index in enumerate(np.ndindex(*x.shape)):
        step = positive(h) * max(1, abs(x[index]))
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        matrix[:, j] = (np.ravel(f(up)) - np.ravel(f(down))) / (2 * step)
    return matrix


@wrong("one entry after the other|move all of them")
def diagonal_vjp__by_the_matrix(dy, f, x, *, h=1e-5):
    if dy.shape != x.shape:
        raise ValueError("shapes")
    matrix = jacobian__stacked_columns(f, x, h=h)
    return (dy.ravel() @ matrix).reshape(x.shape).astype(float)


@right
def diagonal_vjp__two_calls(dy, f, x, *, h=1e-5):
    if dy.shape != x.shape:
        raise ValueError("shapes")
    x = np.array(x, dtype=float)
    s = np.where(np.abs(x) > 1, positive(h) * np.abs(x), h)
    return np.array(dy * ((f(x + s) - f(x - s)) / (2 * s)))
