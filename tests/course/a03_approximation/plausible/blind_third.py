"""Answers typed by somebody who had seen the notebook alone, third part."""

import math

import numpy as np

from dlkit.activations import relu
from dlkit.arguments import real_array, require_number, require_whole_number
from tests.course.plausible import right


@right
def sawtooth__recursive_minimum(x, depth):
    x, depth = real_array(x), require_whole_number(depth, at_least=1)
    inner = x if depth == 1 else sawtooth__recursive_minimum(x, depth - 1)
    return relu(2 * np.minimum(inner, 1 - inner))


@right
def half_plane__hypot(p, q):
    p, q = real_array(p), real_array(q)
    if p.shape != (2,) or q.shape != (2,):
        raise ValueError("points of the plane")
    if not np.isfinite([p, q]).all() or (p == q).all():
        raise ValueError("two different finite points")
    d0, d1 = (q - p).tolist()
    length = math.hypot(d0, d1)
    w = np.array([-d1 / length, d0 / length])
    return w, -float(np.dot(w, p))


@right
def polygon_net__all_distances(vertices, steepness):
    v = real_array(vertices)
    k = require_number(steepness, above=0)
    if v.ndim != 2 or v.shape[0] < 3 or v.shape[1] != 2:
        raise ValueError("vertices must be (m, 2)")
    m = len(v)
    step = np.roll(v, -1, axis=0) - v
    length = np.linalg.norm(step, axis=1)
    if np.any(length == 0):
        raise ValueError("two equal corners")
    W = np.stack([-step[:, 1], step[:, 0]]) / length
    b = -np.sum(W.T * v, axis=1)
    d = v @ W + b  # corner i, edge e
    other = ~(np.eye(m, dtype=bool) | np.roll(np.eye(m, dtype=bool), 1, axis=0))
    others = d[other]
    tiny = 1e-12 * np.abs(v).max()
    if np.all(others < -tiny):
        W, b = -W, -b
    elif not np.all(others > tiny):
        raise ValueError("not convex")
    return [(k * W, k * b), (k * np.ones((m, 1)), np.array([-k * (m - 0.5)]))]


@right
def uat_counterexample__zero_and_a_wave(z, x):
    return np.zeros(np.shape(z)), np.cos(np.pi * np.asarray(x, dtype=float)), 0.9
