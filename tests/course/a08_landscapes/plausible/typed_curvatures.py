"""Plausible answers on curvatures: the Hessian, its kind, and critical points."""

import numpy as np

from dlkit.arguments import real_array, require_number
from dlkit.backprop import numerical_gradient
from dlkit.landscapes import hessian_fd
from tests.course.plausible import right, wrong


def prepared(x, h):
    x = real_array(x).astype(np.float64)
    if x.ndim != 1:
        raise ValueError("one axis")
    return x, require_number(h, above=0) * np.maximum(1, np.abs(x))


@wrong("one side|side of x")
def hessian_fd__forward_differences(f, x, *, h=1e-4):
    x, s = prepared(x, h)
    H = np.zeros((len(x), len(x)))
    f0 = f(x.copy())
    for i in range(len(x)):
        for j in range(len(x)):
            xi, xj, xij = x.copy(), x.copy(), x.copy()
            xi[i] += s[i]
            xj[j] += s[j]
            xij[i] += s[i]
            xij[j] += s[j]
            H[i, j] = (f(xij) - f(xi) - f(xj) + f0) / (s[i] * s[j])
    return H


@wrong("not divided by|divide")
def hessian_fd__forgot_the_four(f, x, *, h=1e-4):
    return 4 * hessian_fd(f, prepared(x, h)[0], h=h)


@wrong("zeros|diagonal")
def hessian_fd__only_the_diagonal(f, x, *, h=1e-4):
    return np.diag(np.diag(hessian_fd(f, prepared(x, h)[0], h=h)))


@wrong("H\\[j, i\\]|one side of its diagonal")
def hessian_fd__only_j_up_to_i(f, x, *, h=1e-4):
    return np.tril(hessian_fd(f, prepared(x, h)[0], h=h))


@wrong("two steps from x|moved twice")
def hessian_fd__three_points_on_the_diagonal(f, x, *, h=1e-4):
    x, s = prepared(x, h)
    H = hessian_fd(f, x, h=h)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += s[i]
        down[i] -= s[i]
        H[i, i] = (f(up) - 2 * f(x.copy()) + f(down)) / s[i] ** 2
    return H


@wrong
def hessian_fd__steps_not_scaled(f, x, *, h=1e-4):
    x, _ = prepared(x, h)
    H = np.zeros((len(x), len(x)))
    for i, a in enumerate(h * np.eye(len(x))):
        for j, b in enumerate(h * np.eye(len(x))):
            H[i, j] = (f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * h * h)
    return H


@right
def hessian_fd__by_list_comprehension(f, x, *, h=1e-4):
    x, s = prepared(x, h)
    E = np.diag(s)
    rows = [
        [
            (f(x + a + b) - f(x + a - b) - f(x - a + b) + f(x - a - b)) / (4 * s[i] * s[j])
            for j, b in enumerate(E)
        ]
        for i, a in enumerate(E)
    ]
    return np.array(rows)


def matrix(H, tolerance):
    H = np.asarray(H, dtype=float)
    if H.ndim != 2 or H.shape[0] != H.shape[1] or not np.isfinite(H).all() or tolerance < 0:
        raise ValueError("H")
    if not np.abs(H - H.T).max() <= 1e-5 * np.abs(H).max():
        raise ValueError("not symmetric")
    return np.linalg.eigvalsh(H)


@wrong("x² \\+ y³")
def classify_critical__not_negative(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    if np.all(values >= -tolerance):
        return "min"
    if np.all(values <= tolerance):
        return "max"
    return "saddle"


@wrong("second derivatives do not decide")
def classify_critical__no_degenerate(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    if np.all(values > tolerance):
        return "min"
    return "max" if np.all(values < -tolerance) else "saddle"


@wrong("ask for it first|One way up")
def classify_critical__any_zero_first(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    if np.any(np.abs(values) <= tolerance):
        return "degenerate"
    if np.all(values > 0):
        return "min"
    return "max" if np.all(values < 0) else "saddle"


@wrong("determinant")
def classify_critical__school_rule(H, tolerance=1e-6):
    matrix(H, tolerance)
    H = np.asarray(H, dtype=float)
    det = np.linalg.det(H)
    if abs(det) <= tolerance:
        return "degenerate"
    if det < 0:
        return "saddle"
    return "min" if H[0, 0] > 0 else "max"


@wrong("the word")
def classify_critical__long_words(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    up, down = np.sum(values > tolerance), np.sum(values < -tolerance)
    if up and down:
        return "saddle"
    if up + down < len(values):
        return "degenerate"
    return "minimum" if up else "maximum"


@right
def classify_critical__by_signs(H, tolerance=1e-6):
    values = matrix(H, tolerance)
    signs = {0 if abs(v) <= tolerance else int(np.sign(v)) for v in values}
    if {1, -1} <= signs:
        return "saddle"
    return {(1,): "min", (-1,): "max"}.get(tuple(signs), "degenerate")


def guarded(gradient_tolerance, tolerance):
    require_number(gradient_tolerance, above=0)
    return require_number(tolerance, above=0)


@wrong("every point gets a row|not small|leave such points out")
def index_vs_loss__gradient_not_looked_at(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    rows = []
    for x in points:
        x = np.array(x, dtype=float)
        values = np.linalg.eigvalsh(hessian_fd(f, x))
        rows.append([f(x), np.sum(values < -tolerance) / len(values)])
    return np.array(rows).reshape(-1, 2)


@wrong("[Dd]ivide by how many|counts the negative")
def index_vs_loss__number(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    rows = []
    for x in points:
        x = np.array(x, dtype=float)
        if np.linalg.norm(numerical_gradient(f, x)) <= gradient_tolerance:
            values = np.linalg.eigvalsh(hessian_fd(f, x))
            rows.append([f(x), np.sum(values < -tolerance)])
    return np.array(rows, dtype=float).reshape(-1, 2)


@wrong("shape \\(0, 2\\)")
def index_vs_loss__plain_array(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    rows = []
    for x in points:
        x = np.array(x, dtype=float)
        if np.linalg.norm(numerical_gradient(f, x)) <= gradient_tolerance:
            values = np.linalg.eigvalsh(hessian_fd(f, x))
            rows.append([f(x), np.mean(values < -tolerance)])
    return np.array(rows)


@wrong
def index_vs_loss__below_zero(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    rows = []
    for x in points:
        x = np.array(x, dtype=float)
        if np.linalg.norm(numerical_gradient(f, x)) <= gradient_tolerance:
            values = np.linalg.eigvalsh(hessian_fd(f, x))
            rows.append([f(x), np.mean(values < 0)])
    return np.array(rows, dtype=float).reshape(-1, 2)


@right
def index_vs_loss__filled_array(points, f, *, gradient_tolerance=1e-4, tolerance=1e-4):
    guarded(gradient_tolerance, tolerance)
    points = [np.array(x, dtype=float) for x in points]
    kept = [x for x in points if np.linalg.norm(numerical_gradient(f, x)) <= gradient_tolerance]
    result = np.zeros((len(kept), 2))
    for k, x in enumerate(kept):
        result[k] = f(x.copy()), np.mean(np.linalg.eigvalsh(hessian_fd(f, x)) < -tolerance)
    return result
