"""Answers typed from the notebook's text: half planes, polygons, the counterexample."""

import numpy as np

from dlkit.arguments import real_array, real_pair, require_number
from tests.course.plausible import right, wrong


def unit(p, q):
    step = np.subtract(q, p)
    w = np.array([-step[1], step[0]]) / np.hypot(*step)
    return w, -float(w @ p)


def sides(corners):
    units = [unit(p, q) for p, q in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    return np.array([w for w, _ in units]).T, np.array([b for _, b in units])


@wrong("positive on the right")
def half_plane__right(p, q):
    p, q = real_pair(p, q)
    if p.shape != (2,) or not np.all(np.isfinite([p, q])) or np.all(p == q):
        raise ValueError("points")
    d = q - p
    w = np.array([d[1], -d[0]]) / np.linalg.norm(d)
    return w, -float(w @ p)


@wrong("must be refused with a ValueError")
def half_plane__no_guard(p, q):
    p, q = real_array(p), real_array(q)
    with np.errstate(all="ignore"):
        return unit(p, q)


@wrong("from a point at infinity a line has no direction")
def half_plane__infinity_accepted(p, q):
    p, q = real_pair(p, q)
    if p.shape != (2,) or np.all(p == q):
        raise ValueError("points")
    with np.errstate(all="ignore"):
        return unit(p, q)


@wrong("grow with the distance of the two points")
def half_plane__not_normalised(p, q):
    p, q = real_pair(p, q)
    if p.shape != (2,) or not np.all(np.isfinite([p, q])) or np.all(p == q):
        raise ValueError("points")
    d = q - p
    w = np.array([-d[1], d[0]])
    return w, -float(w @ p)


@wrong("one number is needed")
def half_plane__bias_as_array(p, q):
    p, q = real_pair(p, q)
    if p.shape != (2,) or not np.all(np.isfinite([p, q])) or np.all(p == q):
        raise ValueError("points")
    w, b = unit(p, q)
    return w, np.array([b])


@wrong("When they run clockwise")
def triangle_net__no_direction(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.shape != (3, 2) or abs(np.linalg.det(np.diff(corners, axis=0))) < 1e-12:
        raise ValueError("corners")
    W, b = sides(corners)
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong("you reverse the corners")
def triangle_net__reversed(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.shape != (3, 2) or abs(np.linalg.det(np.diff(corners, axis=0))) < 1e-12:
        raise ValueError("corners")
    if np.linalg.det(np.diff(corners, axis=0)) < 0:
        corners = corners[::-1]
    W, b = sides(corners)
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong("multiplies weights but not the biases")
def triangle_net__threshold_not_scaled(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.shape != (3, 2) or abs(np.linalg.det(np.diff(corners, axis=0))) < 1e-12:
        raise ValueError("corners")
    W, b = sides(corners)
    s = np.sign(corners[2] @ W[:, 0] + b[0])
    return [(k * s * W, k * s * b), (np.full((3, 1), k), np.array([-2.5]))]


@wrong("but not of both")
def triangle_net__weights_not_turned(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.shape != (3, 2) or abs(np.linalg.det(np.diff(corners, axis=0))) < 1e-12:
        raise ValueError("corners")
    W, b = sides(corners)
    s = np.sign(corners[2] @ W[:, 0] + b[0])
    return [(k * s * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong("three corners on a line")
def triangle_net__flat(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.shape != (3, 2):
        raise ValueError("corners")
    W, b = sides(corners)
    if np.sum(corners @ W + b) < 0:
        W, b = -W, -b
    return [(k * W, k * b), (np.full((3, 1), k), np.array([-2.5 * k]))]


@wrong("demands 2.5 for every polygon")
def polygon_net__two_and_a_half(vertices, steepness):
    corners, k = convex(vertices), require_number(steepness, above=0)
    W, b = sides(corners)
    s = np.sign(np.sum(corners @ W + b))
    return [(k * s * W, k * s * b), (np.full((len(corners), 1), k), np.array([-2.5 * k]))]


@wrong("must be refused with a ValueError|not convex")
def polygon_net__any(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError("corners")
    W, b = sides(corners)
    s = np.sign(np.sum(corners @ W + b))
    m = len(corners)
    return [(k * s * W, k * s * b), (np.full((m, 1), k), np.array([-k * (m - 0.5)]))]


@wrong("a corner without a bend must be refused")
def polygon_net__not_strict(vertices, steepness):
    corners, k = real_array(vertices), require_number(steepness, above=0)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError("corners")
    W, b = sides(corners)
    s = np.sign(np.sum(corners @ W + b))
    m = len(corners)
    for e in range(m):
        others = np.delete(corners, [e, (e + 1) % m], axis=0)
        if not np.all(s * (others @ W[:, e] + b[e]) >= 0):
            raise ValueError("not convex")
    return [(k * s * W, k * s * b), (np.full((m, 1), k), np.array([-k * (m - 0.5)]))]


@wrong("half-way between the number of edges")
def polygon_net__all_of_them(vertices, steepness):
    corners, k = convex(vertices), require_number(steepness, above=0)
    W, b = sides(corners)
    s = np.sign(np.sum(corners @ W + b))
    m = len(corners)
    return [(k * s * W, k * s * b), (np.full((m, 1), k), np.array([-k * m]))]


def convex(vertices):
    corners = real_array(vertices)
    if corners.ndim != 2 or corners.shape[1] != 2 or len(corners) < 3:
        raise ValueError("corners")
    W, b = sides(corners)
    distances = (corners @ W + b) * np.sign(np.sum(corners @ W + b))
    if np.sum(distances > 1e-9) != len(corners) * (len(corners) - 2):
        raise ValueError("convex")
    return corners


@right
def polygon_net__counted(vertices, steepness):
    corners, k = convex(vertices), require_number(steepness, above=0)
    W, b = sides(corners)
    s = np.sign(np.sum(corners @ W + b))
    m = len(corners)
    return [(k * s * W, k * s * b), (np.full((m, 1), k), np.array([-k * (m - 0.5)]))]


@wrong("for this sigma the theorem is true")
def uat_counterexample__tanh(z, x):
    return np.tanh(z), np.sin(20 * x), 0.5


@wrong("not bounded")
def uat_counterexample__square(z, x):
    return z**2, np.sin(6 * x), 0.1


@wrong("sigma is not continuous")
def uat_counterexample__hyperbola(z, x):
    return 1 / z, x.copy(), 0.25


@wrong("f is not continuous")
def uat_counterexample__step_as_target(z, x):
    return np.zeros_like(z) + 1, np.where(x < 0.5, 0.0, 1.0), 0.4


@wrong("comes nearer to f than your eps|come nearer")
def uat_counterexample__too_sure(z, x):
    return np.ones_like(z), x**2, 0.75


@wrong("eps must be positive")
def uat_counterexample__nothing_claimed(z, x):
    return np.ones_like(z), x**2, 0.0


@wrong(r"sigma\(z\) needs one value for each point")
def uat_counterexample__numbers(z, x):
    return 1.0, x**2, 0.25


@right
def uat_counterexample__parabola(z, x):
    return np.full(len(z), 2.0), x**2, 0.3
