"""Plausible answers whose arrays are used again, keep a dtype, or are turned around."""

import numpy as np

from dlkit.arguments import real_array, require_number
from tests.course.a08_landscapes.plausible.typed_curvatures import prepared
from tests.course.a08_landscapes.plausible.typed_dimensions import guarded
from tests.course.a08_landscapes.plausible.typed_more_curvatures import kind
from tests.course.plausible import right, wrong

SIGNS = ((1, 1), (1, -1), (-1, 1), (-1, -1))


@wrong("hand a fresh array to every call")
def hessian_fd__one_working_array(f, x, *, h=1e-4):
    x, s = prepared(x, h)
    p, H = x.copy(), np.zeros((len(x), len(x)))
    for i in range(len(x)):
        for j in range(i, len(x)):
            for a, b in SIGNS:
                p[i] += a * s[i]
                p[j] += b * s[j]
                H[i, j] += a * b * f(p) / (4 * s[i] * s[j])
                p[i], p[j] = x[i], x[j]
            H[j, i] = H[i, j]
    return H


@wrong("hand a fresh array to every call")
def hessian_fd__one_working_array_back_and_forth(f, x, *, h=1e-4):
    p, s = prepared(x, h)
    p, H = p.copy(), np.zeros((len(p), len(p)))
    for i, j in np.ndindex(H.shape):
        corners = []
        for a, b in SIGNS:
            p[i] += a * s[i]
            p[j] += b * s[j]
            corners.append(a * b * f(p))
            p[i] -= a * s[i]
            p[j] -= b * s[j]
        H[i, j] = sum(corners) / (4 * s[i] * s[j])
    return H


@wrong("corners keep the dtype of x")
def hessian_fd__whole_numbers_stay(f, x, *, h=1e-4):
    x = np.array(x)
    if x.ndim != 1 or h <= 0:
        raise ValueError("one axis and a positive step are needed")
    s = h * np.maximum(1, np.abs(x))

    def at(i, a, j, b):
        p = x.copy()
        p[i] = p[i] + a * s[i]
        p[j] = p[j] + b * s[j]
        return f(p)

    H = np.zeros((len(x), len(x)))
    for i, j in np.ndindex(H.shape):
        H[i, j] = sum(a * b * at(i, a, j, b) for a, b in SIGNS) / (4 * s[i] * s[j])
    return H


@wrong("lie to one side of x only")
def hessian_fd__forward_with_one_step(f, x, *, h=1e-4):
    x = np.array(x, dtype=float)
    require_number(h, above=0)
    E, H = h * np.eye(len(x)), np.zeros((len(x), len(x)))
    for i, j in np.ndindex(H.shape):
        H[i, j] = (f(x + E[i] + E[j]) - f(x + E[i]) - f(x + E[j]) + f(x)) / h**2
    return H


@wrong("whose halves are as near to each other as the specification allows")
def classify_critical__exactly_symmetric(H, tolerance=1e-6):
    H = real_array(H)
    if H.ndim != 2 or H.shape[0] != H.shape[1] or not np.isfinite(H).all():
        raise ValueError("a finite square matrix is needed")
    if (H != H.T).any():
        raise ValueError("H must be symmetric")
    return kind(np.linalg.eigvalsh(H), require_number(tolerance, at_least=0))


@wrong("`.T` turns all three axes")
def p_local_min__transpose_of_a_stack(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    A = rng.normal(size=(n, D, D))
    H = (A + A.T) / 2 + shift * np.eye(D)
    return float(np.mean(np.all(np.linalg.eigvalsh(H) > 0, axis=1)))


@wrong("your matrices are not symmetric")
def p_local_min__as_drawn(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    values = np.linalg.eigvalsh(rng.normal(size=(n, D, D)) + shift * np.eye(D))
    return float(np.mean(np.all(values > 0, axis=1)))


@right
def p_local_min__one_by_one(dimensions, n, *, rng, shift=0.0):
    D, n, rng = guarded(dimensions, n, rng)
    require_number(shift, above=-np.inf)
    minima = 0
    for _ in range(n):
        A = rng.normal(size=(D, D))
        minima += np.linalg.eigvalsh((A + A.T) / 2 + shift * np.eye(D))[0] > 0
    return minima / n
