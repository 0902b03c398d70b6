"""Curves to be fitted, and surfaces to be descended."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import Array, require_generator, require_number, require_whole_number


def line_with_outliers(
    n: int, *, outliers: int, noise: float, rng: np.random.Generator
) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    r"""Points along a line, the rightmost ones fallen far below it.

    With :math:`x` uniform in [-1, 1] and sorted, :math:`y = 2x + 1` and normal noise, less 6
    for the outliers. At the edge they have the longest lever, so a squared error tilts its line.

    Parameters
    ----------
    n : int    number of points, at least 1
    outliers : int    how many of them have fallen, 0..n
    noise : float    standard deviation of the noise
    rng : numpy.random.Generator

    Returns
    -------
    x, y, is_outlier : (n,), (n,), (n,)    float64, float64, bool

    Raises
    ------
    ValueError    if `n` is below 1, `outliers` outside 0..n or `noise` negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, y, out = line_with_outliers(5, outliers=2, noise=0.0, rng=np.random.default_rng(0))
    >>> (y - (2 * x + 1)).round(6)
    array([ 0.,  0.,  0., -6., -6.])

    Source: the course's own.
    """
    n = require_whole_number(n, "n", "line_with_outliers", at_least=1)
    outliers = require_whole_number(outliers, "outliers", "line_with_outliers", at_least=0)
    if outliers > n:
        raise ValueError(f"line_with_outliers: outliers is {outliers}; at most {n} is needed")
    noise = require_number(noise, "noise", "line_with_outliers", at_least=0)
    x = np.sort(require_generator(rng, "line_with_outliers").uniform(-1, 1, size=n))
    is_outlier = np.arange(n) >= n - outliers
    y = 2 * x + 1 + noise * rng.standard_normal(n) - 6 * is_outlier
    return x, y, is_outlier


def sinusoid(
    n: int, *, periods: float = 1.0, noise: float, rng: np.random.Generator
) -> tuple[Array, Array]:
    r"""Points along a sine.

    With :math:`x` uniform in [-1, 1] and sorted, :math:`y = \sin(\pi \cdot \text{periods} \cdot
    x)` and normal noise.

    Parameters
    ----------
    n : int    number of points, at least 1
    periods : float    how many lie in [-1, 1], above 0
    noise : float    standard deviation of the noise
    rng : numpy.random.Generator

    Returns
    -------
    x, y : (n, 1), (n,)    float64

    Raises
    ------
    ValueError    if `n` is below 1, `periods` not above 0 or `noise` negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, y = sinusoid(3, noise=0.0, rng=np.random.default_rng(0))
    >>> x.shape, np.allclose(y, np.sin(np.pi * x[:, 0]))
    ((3, 1), True)

    Source: the course's own.
    """
    n = require_whole_number(n, "n", "sinusoid", at_least=1)
    periods = require_number(periods, "periods", "sinusoid", above=0)
    noise = require_number(noise, "noise", "sinusoid", at_least=0)
    x = np.sort(require_generator(rng, "sinusoid").uniform(-1, 1, size=n))
    return x[:, None], np.sin(np.pi * periods * x) + noise * rng.standard_normal(n)


def ill_conditioned(dimensions: int, condition: float, *, rng: np.random.Generator) -> Array:
    r"""Return the Hessian of a long narrow valley, turned at random.

    :math:`f(w) = \tfrac{1}{2} w^\top H w` has its gradient :math:`H w` and its minimum at 0. The
    curvatures run from 1 to `condition` in equal ratios. Gradient descent must step by less than
    2 / condition, and then creeps along the direction of curvature 1.

    Parameters
    ----------
    dimensions : int    the number D of variables, at least 2
    condition : float    the largest curvature over the least, at least 1
    rng : numpy.random.Generator

    Returns
    -------
    H : (D, D)    float64, symmetric, all eigenvalues positive

    Raises
    ------
    ValueError    if `dimensions` is below 2 or `condition` below 1
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> H = ill_conditioned(3, 100.0, rng=np.random.default_rng(0))
    >>> np.linalg.eigvalsh(H).round(6)
    array([  1.,  10., 100.])

    Source: the course's own.
    """
    D = require_whole_number(dimensions, "dimensions", "ill_conditioned", at_least=2)
    condition = require_number(condition, "condition", "ill_conditioned", at_least=1)
    axes = np.linalg.qr(require_generator(rng, "ill_conditioned").standard_normal((D, D)))[0]
    H = (axes * np.geomspace(1, condition, D)) @ axes.T
    symmetric: Array = (H + H.T) / 2  # to the last digit
    return symmetric
