"""Mistakes with random curvatures: matrices that are not half of A plus its transpose."""

import numpy as np

from course.a08_landscapes.exercises.p_local_min import (
    accepted,
    p_local_min,
    share_of,
    symmetric_matrices,
)


@p_local_min.wrong(
    "p_local_min",
    "the half forgotten",
    "your matrices are A plus its transpose, and not half of that. All their eigenvalues are twice "
    "as large, so the shift counts only half as much.",
)
def without_half(dimensions, n, *, rng, shift=0.0):
    D, n, rng = accepted(dimensions, n, rng, shift)
    return share_of(np.linalg.eigvalsh(2 * symmetric_matrices(D, n, rng) + shift * np.eye(D)))


@p_local_min.wrong(
    "p_local_min",
    "transposes mixed up",
    "each matrix is added to entries of other matrices, so the sum is not symmetric. `.T` of a "
    "stack turns all three axes around, and `reshape` does not turn them back.",
    shift_at=(np.eye, lambda D: 1.0),
)
def mixed_transposes(dimensions, n, *, rng, shift=0.0, shift_at):
    D, n, rng = accepted(dimensions, n, rng, shift)
    A = rng.standard_normal((n, D, D))
    return share_of(np.linalg.eigvalsh((A + A.T.reshape(A.shape)) / 2 + shift * shift_at(D)))


@p_local_min.wrong(
    "p_local_min",
    "all axes of a stack turned around",
    "your arrays fit together for a single matrix only. In a stack, `.T` turns all three axes "
    "around: exchange the last two. And what is added to every matrix needs the shape (D, D).",
    axes=((2, 1, 0), (1, 2, 0), (1, 0, 2)),
)
def turned_stacks(dimensions, n, *, rng, shift=0.0, axes):
    D, n, rng = accepted(dimensions, n, rng, shift)
    A = rng.standard_normal((n, D, D))
    return share_of(np.linalg.eigvalsh((A + A.transpose(axes)) / 2 + shift * np.eye(D)))
