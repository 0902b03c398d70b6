"""What several exercises share: drawn corners, and the guards of their solutions."""

import numpy as np

from autograder.specification.promises import takes

POINTS = takes("N", "N M")
CORNERS_DTYPES = ("float64", "int64")  # networks built from corners are float64


def regular(rng: np.random.Generator, m: int, *, clockwise: bool = False) -> np.ndarray:
    """Draw a convex polygon around a place that is not the origin, its corners in order."""
    angle = rng.uniform(0, 2 * np.pi) + 2 * np.pi * (np.arange(m) + rng.uniform(0, 0.3, m)) / m
    centre = rng.uniform(2, 4, 2) * (1, -1)
    corners = centre + np.column_stack([np.cos(angle), 1.5 * np.sin(angle)])
    return corners[::-1].copy() if clockwise else corners


def real(values):
    """Return an array of floats, float32 left as it is; what holds no real numbers is refused."""
    array = np.asarray(values)
    if array.dtype.kind not in "iuf":
        raise TypeError("real numbers are needed")
    return array.astype(np.result_type(array, np.float32))


def positive(value, name="steepness"):
    """Return a finite positive number, with the guard that right and wrong solutions share."""
    if np.ndim(value):
        raise TypeError(f"{name} is one number")
    if not 0 < value < np.inf:
        raise ValueError(f"{name} is positive and finite")
    return float(value)


def sigmoid(z):
    """The sigmoid, right for the solutions whose point lies elsewhere."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def relu(z):
    """ReLU, right as well."""
    return np.maximum(z, 0)


def left_of(p, q):
    """The unit that is positive to the left of the line from p to q."""
    p, q = real(p), real(q)
    if p.shape != (2,) or q.shape != (2,) or not 0 < np.linalg.norm(q - p) < np.inf:
        raise ValueError("two different points of the plane are needed")
    along = q - p
    w = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    return w, -float(w @ p)


def edges_of(corners):
    """The units of all edges from corner to corner, positive to the left: (2, m) and (m,)."""
    units = [left_of(p, q) for p, q in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    return np.array([w for w, _ in units]).T, np.array([b for _, b in units])


def polygon(vertices, m=None):
    """Return the corners, W and b with the inside positive, with the guards of solutions."""
    corners = real(vertices)
    if (
        corners.ndim != 2
        or corners.shape[1] != 2
        or len(corners) < 3
        or m not in (None, len(corners))
    ):
        raise ValueError("a polygon has the shape (m, 2), m from 3 on")
    W, b = edges_of(corners)
    sides = corners @ W + b
    direction = 1.0 if sides.sum() > 0 else -1.0
    m, others = len(corners), direction * sides
    own = np.eye(m, dtype=bool) | np.roll(np.eye(m, dtype=bool), 1, axis=0)
    if not np.all(others[~own] > 1e-12):
        raise ValueError("not convex, or a corner without a bend")
    return corners, direction * W, direction * b


def network(W, b, k, threshold):
    """The two layers of a polygon: its edges, and how many of them are demanded."""
    m = len(b)
    return [(k * W, k * b), (np.full((m, 1), k), np.array([-k * threshold]))]
