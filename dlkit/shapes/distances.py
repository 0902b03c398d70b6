"""Distances between all points of two sets, without a loop over pairs."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, fitting_arrays


def pairwise_sq_dist(a: npt.ArrayLike, b: npt.ArrayLike) -> Array:
    r"""Squared Euclidean distances between the rows of two arrays.

    .. math:: d_{nm} = \sum_d (a_{nd} - b_{md})^2
              = \lVert a_n \rVert^2 - 2 a_n^\top b_m + \lVert b_m \rVert^2

    The right side needs one matrix product and never an array of N M D numbers.

    Parameters
    ----------
    a : (N, D)    N may be 0
    b : (M, D)    M may be 0

    Returns
    -------
    (N, M)    in the squared unit of the features; never below 0

    Raises
    ------
    ShapeError    if an argument has not two axes or the numbers of features differ
    TypeError     if an argument does not hold real numbers

    Conventions: squared, without the root. The distance of two equal rows may be off 0 by
    rounding, but it is never negative.

    Examples
    --------
    >>> pairwise_sq_dist([[0.0, 0.0], [3.0, 4.0]], [[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    array([[ 0.,  9., 16.],
           [25., 16.,  9.]])

    Source: Golub, Van Loan, Matrix Computations, 4th edition, Johns Hopkins, 2013, section 2.2.
    """
    a, b = fitting_arrays("pairwise_sq_dist", a=(a, "N D"), b=(b, "M D"))
    with np.errstate(under="ignore", invalid="ignore"):
        # Far from the origin the squares are large and their difference loses digits.
        centre = b.sum(axis=0) / max(1, len(b))
        centre[~np.isfinite(centre)] = 0  # a nan in one row of b must not reach the others
        p, q = a - centre, b - centre
        squares = np.sum(p * p, axis=1)[:, None] + np.sum(q * q, axis=1)  # (N, 1) + (M,)
        distances: Array = np.maximum(squares - 2 * (p @ q.T), 0)
        return distances
