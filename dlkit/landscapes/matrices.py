"""Random curvatures: with how many dimensions a minimum becomes a stroke of luck."""

import numpy as np

from dlkit.arguments import Array, require_generator, require_number, require_whole_number

BATCH = 100_000  # matrices at a time, to keep the memory small


def goe(n: int, dimensions: int, *, rng: np.random.Generator) -> Array:
    r"""Random symmetric matrices that prefer no direction.

    .. math:: H = \tfrac{1}{2} (A + A^\top), \qquad A_{ij} \sim \mathcal{N}(0, 1)

    The Gaussian orthogonal ensemble. For many dimensions D its eigenvalues fill the interval
    :math:`[-\sqrt{2D}, \sqrt{2D}]` as a half circle.

    Parameters
    ----------
    n : int    how many matrices, 0 or more
    dimensions : int    D, at least 1
    rng : numpy.random.Generator

    Returns
    -------
    (n, D, D)    float64

    Raises
    ------
    ValueError    if `n` is negative or `dimensions` below 1
    TypeError     if an argument is of the wrong kind

    Conventions: variance 1 on the diagonal and 1/2 beside it.

    Examples
    --------
    >>> H = goe(2, 3, rng=np.random.default_rng(0))
    >>> H.shape, np.array_equal(H, H.swapaxes(1, 2))
    ((2, 3, 3), True)

    Source: Mehta, Random Matrices, 3rd edition, Elsevier, 2004, chapter 2.
    """
    n = require_whole_number(n, "n", "goe", at_least=0)
    D = require_whole_number(dimensions, "dimensions", "goe", at_least=1)
    A = require_generator(rng, "goe").standard_normal((n, D, D))
    return (A + A.swapaxes(1, 2)) / 2


def p_local_min(dimensions: int, n: int, *, rng: np.random.Generator, shift: float = 0.0) -> float:
    r"""Share of random symmetric matrices that are the Hessian of a minimum.

    .. math:: P(\lambda_1, \dots, \lambda_D > 0), \qquad
              \lambda_i \text{ the eigenvalues of } H + \text{shift} \cdot I

    If the signs were independent it would be :math:`2^{-D}`. They are not: eigenvalues repel each
    other, so that it is 0.1464 for D = 2, and far less for more.

    Parameters
    ----------
    dimensions : int    D, at least 1
    n : int    how many matrices to draw, at least 1
    rng : numpy.random.Generator
    shift : float    added to each eigenvalue; a low critical point of a random landscape has a
        positive shift, and beyond :math:`\sqrt{2D}` nearly all are minima

    Returns
    -------
    float (no arrays)    in [0, 1]

    Raises
    ------
    ValueError    if `dimensions` or `n` is below 1, or `shift` is not finite
    TypeError     if an argument is of the wrong kind

    Conventions: the matrices are those of `goe`; exact for D = 1, 2, 3 are 1/2, (2 - √2)/4 and
    (π - 2√2)/(4π).

    Examples
    --------
    >>> round(p_local_min(2, 100_000, rng=np.random.default_rng(0)), 2)
    0.15

    Source: Dean, Majumdar, Large Deviations of Extreme Eigenvalues of Random Matrices, Physical
    Review Letters 97, 2006, 160201.
    """
    D = require_whole_number(dimensions, "dimensions", "p_local_min", at_least=1)
    n = require_whole_number(n, "n", "p_local_min", at_least=1)
    shift, rng = (
        require_number(shift, "shift", "p_local_min", above=-np.inf),
        require_generator(rng, "p_local_min"),
    )
    sizes = [BATCH] * (n // BATCH) + [n % BATCH]
    offset = shift * np.eye(D)
    return sum(_count_positive_definite(goe(size, D, rng=rng) + offset) for size in sizes) / n


def _count_positive_definite(H: Array) -> int:
    """Count the matrices whose pivots are all positive, which is faster than their eigenvalues."""
    for k in range(H.shape[1]):
        H = H[H[:, k, k] > 0]
        column = H[:, k + 1 :, k]
        scaled = column / H[:, k, k, None]
        H[:, k + 1 :, k + 1 :] -= column[:, :, None] * scaled[:, None, :]  # (n, D - k, D - k)
    return len(H)
