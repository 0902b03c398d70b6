"""Mistakes with flat places: tests that look at something else than all eigenvalues."""

import numpy as np

from course.a08_landscapes.exercises.classify_critical import accepted, classify_critical, kind_by


@classify_critical.wrong(
    "classify_critical",
    "sign of the determinant",
    "the sign of the determinant decides for two rows only. With four rows, two ways down make it "
    "positive again: look at each eigenvalue.",
    decides_by=("corner", "trace"),
)
def by_determinant(H, tolerance=1e-6, *, decides_by):
    H, tolerance = accepted(H, tolerance)
    product = np.linalg.det(H)
    if abs(product) <= tolerance:
        return "degenerate"
    if product < 0 and len(H) > 1:
        return "saddle"
    return "min" if (H[0, 0] if decides_by == "corner" else np.trace(H)) > 0 else "max"


@classify_critical.wrong(
    "classify_critical",
    "diagonal entries taken for the eigenvalues",
    "your function looks at the diagonal of H. Those are the curvatures along the axes of the "
    "parameters; the way down of a saddle may lie between the axes. Use the eigenvalues.",
)
def by_diagonal(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    return kind_by(np.diag(H), tolerance)


@classify_critical.wrong(
    "classify_critical",
    "sizes of the eigenvalues",
    "your function looks at the sizes of the curvatures and not at their signs, so it never finds "
    "a way down. (Singular values are never negative, either.)",
)
def by_sizes(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    return kind_by(np.linalg.svd(H, compute_uv=False), tolerance)


@classify_critical.wrong(
    "classify_critical",
    "tolerance multiplied",
    "your function compares with a multiple of the tolerance, which grows with the matrix. The "
    "tolerance is in the unit of the curvatures already.",
    by=("curvature", "entry", "norm"),
)
def by_relative_tolerance(H, tolerance=1e-6, *, by):
    H, tolerance = accepted(H, tolerance)
    values = np.linalg.eigvalsh(H)
    largest = {"curvature": np.abs(values).max(), "entry": np.abs(H).max()}
    return kind_by(values, tolerance * largest.get(by, np.linalg.norm(H)))


@classify_critical.wrong(
    "classify_critical",
    "leading minors alone",
    "the leading minors tell whether a matrix is positive or negative definite, but where one of "
    "them is 0 they do not tell a saddle from an open case. Look at the eigenvalues.",
)
def by_minors(H, tolerance=1e-6):
    H, tolerance = accepted(H, tolerance)
    minors = np.array([np.linalg.det(H[:k, :k]) for k in range(1, len(H) + 1)])
    if (np.abs(minors) <= tolerance).any():
        return "degenerate"
    if (minors > 0).all():
        return "min"
    return "max" if (minors * (-1.0) ** np.arange(1, len(H) + 1) > 0).all() else "saddle"


@classify_critical.wrong(
    "classify_critical",
    "symmetry asked too strictly",
    "your function refuses a matrix whose halves are as near to each other as the specification "
    "allows. What counts is how the largest difference compares with the largest entry of H; "
    "`np.allclose` and `==` compare each entry by itself.",
    is_close=(np.allclose, np.array_equal),
)
def too_strictly_symmetric(H, tolerance=1e-6, *, is_close):
    H, tolerance = accepted(H, tolerance)
    if not is_close(H, H.T):
        raise ValueError("H is symmetric")
    return kind_by(np.linalg.eigvalsh(H), tolerance)
