"""More plausible answers on curvatures: precision, tolerances, symmetry and norms."""

import numpy as np

from dlkit.arguments import real_array, require_number
from dlkit.backprop import numerical_gradient
from dlkit.landscapes import hessian_fd
from tests.course.a08_landscapes.plausible.typed_curvatures import guarded, matrix, prepared
from tests.course.plausible import right, wrong


def central(f, x, moves, i, j):
    a, b = moves[i], moves[j]
    return f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)


@wrong("whatever the steps|really made|divide by the square of h")
def hessian_fd__divided_by_h(f, x, *, h=1e-4):
    x, s = prepared(x, h)
    moves, H = np.diag(s), np.empty((len(x), len(x)))
    for i, j in np.ndindex(H.shape):
        H[i, j] = central(f, x, moves, i, j) / (4 * h * h)
    return H


@wrong("float64` first")
def hessian_fd__float32_stays(f, x, *, h=1e-4):
    x = real_array(x)
    if x.ndim != 1:
        raise ValueError("one axis")
    s = (require_number(h, above=0) * np.maximum(1, np.abs(x))).astype(x.dtype)
    moves, H = np.diag(s), np.zeros((len(x), len(x)))
    for i, j in np.ndindex(H.shape):
        H[i, j] = central(f, x, moves, i, j) / (4 * s[i] * s[j])
    return H


@wrong("moves are made in x itself|hand a fresh array to every call")
def hessian_fd__moves_x_itself(f, x, *, h=1e-4):
    _, s = prepared(x, h)
    x = np.asarray(x, dtype=np.float64)
    H = np.zeros((len(x), len(x)))
    for i, j in np.ndindex(H.shape):
        for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            x[i] += a * s[i]
            x[j] += b * s[j]
            H[i, j] += a * b * f(x) / (4 * s[i] * s[j])
            x[i] -= a * s[i]
            x[j] -= b * s[j]
    return H


@right
def hessian_fd__loop_over_signs(f, x, *, h=1e-4):
    point, s = prepared(x, h)
    H = np.zeros((point.size, point.size))
    for i in range(point.size):
        for j in range(i, point.size):
            for a, b in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
                corner = point.copy()
                corner[i] += a * s[i]
                corner[j] += b * s[j]
                H[i, j] += a * b * float(f(corner))
            H[i, j] /= 4 * s[i] * s[j]
            H[j, i] = H[i, j]
    return H


def kind(values, tolerance):
    up, down = np.any(values > tolerance), np.any(values < -tolerance)
    if up and down:
        return "saddle"
    if np.any(np.abs(values) <= tolerance):
        return "degenerate"
    return "min" if up else "max"


@wrong("looks at the diagonal")
def classify_critical__diagonal(H, tolerance=1e-6):
    matrix(H, tolerance)
    return kind(np.diag(np.asarray(H, dtype=float)), tolerance)


@wrong("differ by 0.9e-5 of the largest entry")
def classify_critical__allclose(H, tolerance=1e-6):
    H = real_array(H)
    require_number(tolerance, at_least=0)
    if H.ndim != 2 or H.shape[0] != H.shape[1] or not np.isfinite(H).all():
        raise ValueError("H must be square and finite")
    if not np.allclose(H, H.T, rtol=1e-5):
        raise ValueError("H must be symmetric")
    return kind(np.linalg.eigvalsh(H), tolerance)


@wrong("multiple of the tolerance")
def classify_critical__relative_tolerance(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    return kind(values, tolerance * np.abs(values).max())


@right
def classify_critical__counts(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    ups, downs = int((values > tolerance).sum()), int((values < -tolerance).sum())
    if ups > 0 and downs > 0:
        return "saddle"
    return {(len(values), 0): "min", (0, len(values)): "max"}.get((ups, downs), "degenerate")


@wrong("every slope by itself")
def index_vs_loss__largest_entry(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    rows = []
    for x in points:
        x = np.array(x, dtype=np.float64)
        if np.abs(numerical_gradient(f, x.copy())).max() <= gradient_tolerance:
            values = np.linalg.eigvalsh(hessian_fd(f, x))
            rows.append((f(x.copy()), np.mean(values < -tolerance)))
    return np.array(rows).reshape(-1, 2)
