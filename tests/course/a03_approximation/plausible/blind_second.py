"""Answers typed by somebody who had seen the notebook alone, second part."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_number
from tests.course.a03_approximation.plausible.blind_helpers import (
    _area,
    _bump_arguments,
    _corners,
    _edges,
    _ends,
    _grid,
    _half_plane,
    _heights,
    _layer,
    _polygon_units,
)
from tests.course.plausible import right, wrong


@wrong(r"you count the bends\. A line without a bend is one piece")
def count_pieces__bends(y):
    steps = np.diff(_heights(y))
    return int(np.sum(np.abs(np.diff(steps)) > 1e-6 * np.max(np.abs(steps))))


@wrong(r"your tolerance is a fixed number, so in a function of very")
def count_pieces__absolute_tolerance(y):
    steps = np.diff(_heights(y))
    return 1 + int(np.sum(np.abs(np.diff(steps)) > 1e-6))


@wrong(r"you count where the function turns from rising to falling")
def count_pieces__turning_points(y):
    steps = np.diff(_heights(y))
    return 1 + int(np.sum(np.sign(steps[1:]) != np.sign(steps[:-1])))


@wrong(r"you count how many different slopes there are\. Two pieces")
def count_pieces__different_slopes(y):
    steps = np.diff(_heights(y))
    largest = np.max(np.abs(steps))
    if largest == 0:
        return 1
    return len(np.unique(np.round(steps / largest, 6)))


@wrong(r"your unit is positive on the right side of the line, seen")
def half_plane__hand_on_the_right_side(p, q):
    p, q = _ends(p, q)
    d = q - p
    w = np.array([d[1], -d[0]]) / np.linalg.norm(d)
    return w, float(-w @ p)


@wrong(r"the direction of your weights is right but their length is")
def half_plane__not_length_one(p, q):
    p, q = _ends(p, q)
    d = q - p
    w = np.array([-d[1], d[0]])
    return w, float(-w @ p)


@wrong(r"your bias has the wrong sign, so that the line is moved")
def half_plane__plus_b(p, q):
    p, q = _ends(p, q)
    d = q - p
    w = np.array([-d[1], d[0]]) / np.linalg.norm(d)
    return w, float(w @ p)


@wrong
def half_plane__any_instead_of_all(p, q):
    p, q = _ends(p, q)
    if np.any(p == q):
        raise ValueError("p and q must differ")
    return _half_plane(p, q)


@wrong(r"your units are right when the corners run")
def triangle_net__direction_forgotten(vertices, steepness):
    v, k = _corners(vertices, steepness)
    W, b = _edges(v)
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong(r"you reverse the corners when they run clockwise, which")
def triangle_net__corners_reversed(vertices, steepness):
    v, k = _corners(vertices, steepness)
    if _area(v) < 0:
        v = v[::-1]
    W, b = _edges(v)
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong(r"you turn the signs of the weights or of the biases")
def triangle_net__bias_not_turned(vertices, steepness):
    v, k = _corners(vertices, steepness)
    W, b = _edges(v)
    if _area(v) < 0:
        W = -W
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong(r"your steepness multiplies weights but not the biases that")
def triangle_net__b2_without_k(vertices, steepness):
    v, k = _corners(vertices, steepness)
    W, b = _edges(v)
    if _area(v) < 0:
        W, b = -W, -b
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5]))]


@wrong(r"your last unit demands 2\.5 for every polygon\. With more")
def polygon_net__threshold_of_triangle(vertices, steepness):
    W, b, k, m = _polygon_units(vertices, steepness)
    return [(k * W, k * b), (np.full((m, 1), k), np.array([-2.5 * k]))]


@wrong(r"you look at the bend at each corner alone\. A star with five")
def polygon_net__star_passes(vertices, steepness):
    v, k = real_array(vertices), require_number(steepness, above=0)
    if v.ndim != 2 or v.shape[1] != 2 or len(v) < 3:
        raise ValueError("vertices must be (m, 2)")
    d = np.roll(v, -1, axis=0) - v
    n = np.roll(d, -1, axis=0)
    turns = d[:, 0] * n[:, 1] - d[:, 1] * n[:, 0]
    if not (np.all(turns > 1e-12) or np.all(turns < -1e-12)):
        raise ValueError("not convex")
    W, b = _edges(v)
    side = np.sign(turns[0])
    return [
        (side * k * W, side * k * b),
        (np.full((len(v), 1), k), np.array([-(len(v) - 0.5) * k])),
    ]


@wrong(r"your units are the right ones, in another order")
def polygon_net__edge_that_ends_here(vertices, steepness):
    W, b, k, m = _polygon_units(vertices, steepness)
    W, b = np.roll(W, 1, axis=1), np.roll(b, 1)
    return [(k * W, k * b), (np.full((m, 1), k), np.array([-(m - 0.5) * k]))]


@wrong(r"your sigma is bounded and continuous, but for this sigma")
def uat_counterexample__sine(z, x):
    z, x = real_array(z), real_array(x)
    return np.sin(z), 3.0 * x, 0.5


@wrong(r"your sigma and your f are right, but some constant comes")
def uat_counterexample__eps_too_large(z, x):
    z, x = real_array(z), real_array(x)
    return np.ones_like(z), x.copy(), 1.0


@wrong(r"your sigma is not bounded, so it is no counterexample to a")
def uat_counterexample__straight_line(z, x):
    z, x = real_array(z), real_array(x)
    return z.copy(), np.abs(x - 0.5), 0.2


@right
def eval_hidden__loop_over_units(x, w, b, v, c, activation):
    x, w, b, v = _layer(x, w, b, v)
    y = np.zeros(x.shape, dtype=np.result_type(x, w, b, v))
    for wh, bh, vh in zip(w, b, v, strict=False):
        y = y + vh * activation(x * wh + bh)
    return y + c


@right
def bump__with_tanh(x, a, b, *, height, steepness):
    x, a, b, h, k = _bump_arguments(x, a, b, height, steepness)
    return h / 2 * (np.tanh(k * (x - a) / 2) - np.tanh(k * (x - b) / 2))


@right
def l1_error__python_loop(f, g, low, high, n):
    x, low, high, n = _grid(low, high, n)
    d = [abs(float(p) - float(q)) for p, q in zip(f(x), g(x), strict=False)]
    gap, total = (high - low) / (n - 1), 0.0
    for i in range(n - 1):
        total += gap * (d[i] + d[i + 1]) / 2
    return total


@right
def relu_interpolant__unit_by_unit(knots, values):
    t, y = real_pair(knots, values)
    if t.ndim != 1 or t.size < 2 or not np.all(t[1:] > t[:-1]):
        raise ValueError("knots must be (m,) and increase")
    v, so_far = [], 0.0
    for j in range(len(t) - 1):
        slope = (y[j + 1] - y[j]) / (t[j + 1] - t[j])
        v.append(slope - so_far)
        so_far = slope
    return np.ones(len(v)), -t[:-1], np.array(v), float(y[0])
