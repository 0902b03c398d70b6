"""What the answers of a stranger to the exercises call."""

import numpy as np

from dlkit.activations import relu
from dlkit.arguments import real_array, real_pair, require_number, require_whole_number


def _layer(x, w, b, v):
    x, w, b, v = real_array(x), real_array(w), real_array(b), real_array(v)
    if x.ndim != 1 or w.ndim != 1 or b.shape != w.shape or v.shape != w.shape:
        raise ValueError("shapes do not fit")
    return x, w, b, v


def _bump_arguments(x, a, b, height, steepness):
    x, a, b = real_array(x), require_number(a), require_number(b)
    if a > b:
        raise ValueError("a must not be above b")
    return x, a, b, require_number(height, above=-np.inf), require_number(steepness, above=0)


def _grid(low, high, n):
    low, high = require_number(low), require_number(high)
    n = require_whole_number(n, at_least=2)
    if low >= high:
        raise ValueError("low must be below high")
    return np.linspace(low, high, n), low, high, n


def _knots(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or len(t) < 2 or np.any(np.diff(t) <= 0):
        raise ValueError("knots must increase")
    return t, y


def _tent(x):
    return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)


def _heights(y):
    y = real_array(y)
    if y.ndim != 1 or len(y) < 2 or not np.all(np.isfinite(y)):
        raise ValueError("y must be (n,)")
    return y


def _ends(p, q):
    p, q = real_pair(p, q)
    if p.shape != (2,) or not np.all(np.isfinite(p)) or not np.all(np.isfinite(q)):
        raise ValueError("two finite points of the plane")
    if np.all(p == q):
        raise ValueError("two different points")
    return p, q


def _half_plane(p, q):
    p, q = _ends(p, q)
    d = q - p
    w = np.array([-d[1], d[0]]) / np.sqrt(d[0] ** 2 + d[1] ** 2)
    return w, float(-w @ p)


def _area(v):
    # twice the signed area, positive for counter-clockwise corners
    x, y = v[:, 0], v[:, 1]
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


def _corners(vertices, steepness):
    v, k = real_array(vertices), require_number(steepness, above=0)
    if v.shape != (3, 2):
        raise ValueError("three corners")
    a, b = v[1] - v[0], v[2] - v[0]
    if abs(a[0] * b[1] - a[1] * b[0]) <= 1e-12 * np.abs(v).max() ** 2:
        raise ValueError("corners on one line")
    return v, k


def _edges(v):
    units = [_half_plane(v[e], v[(e + 1) % len(v)]) for e in range(len(v))]
    return np.array([w for w, _ in units]).T, np.array([b for _, b in units])


def _polygon_units(vertices, steepness):
    v, k = real_array(vertices), require_number(steepness, above=0)
    if v.ndim != 2 or v.shape[1] != 2 or len(v) < 3:
        raise ValueError("vertices must be (m, 2)")
    m = len(v)
    W, b = _edges(v)
    if _area(v) < 0:
        W, b = -W, -b
    d = v @ W + b
    for e in range(m):
        for i in range(m):
            if i not in (e, (e + 1) % m) and d[i, e] <= 1e-12 * np.abs(v).max():
                raise ValueError("not convex")
    return W, b, k, m
