"""Data drawn at random, to see a method work or fail on a plane."""

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array, generator, number, whole_number


def moons(n: int, *, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Two half circles that interlock: no straight line divides them.

    With :math:`t` uniform in :math:`[0, \pi]`, class 0 lies on :math:`(\cos t, \sin t)` and
    class 1 on :math:`(1 - \cos t, \tfrac{1}{2} - \sin t)`, both with normal noise.

    Parameters
    ----------
    n : int    number of points, at least 1
    noise : float    standard deviation of the noise; 0.1 keeps the moons apart
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, 0 and 1 in turn

    Raises
    ------
    ValueError    if `n` is below 1 or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = moons(4, noise=0.1, rng=np.random.default_rng(0))
    >>> x.shape, labels
    ((4, 2), array([0, 1, 0, 1]))

    Source: Pedregosa et al., Scikit-learn: Machine Learning in Python, Journal of Machine
    Learning Research 12, 2011 (make_moons).
    """
    labels = np.arange(whole_number("moons", "n", n, least=1)) % 2
    t = generator("moons", rng).uniform(0, np.pi, size=n)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1 - np.cos(t), 0.5 - np.sin(t)])
    x = np.where(labels[:, None] == 0, upper, lower)
    return x + number("moons", "noise", noise, least=0) * rng.standard_normal((n, 2)), labels


def blobs(
    n: int, classes: int, *, spread: float, rng: np.random.Generator
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Round clouds of points, one per class, their centres evenly on a circle.

    Class c is normal around :math:`2 (\cos \varphi_c, \sin \varphi_c)` with
    :math:`\varphi_c = 2 \pi c / C`.

    Parameters
    ----------
    n : int    number of points, at least 1
    classes : int    the number C of clouds, at least 1
    spread : float    standard deviation of a cloud; 0.5 keeps three clouds apart
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, the classes in turn

    Raises
    ------
    ValueError    if `n` or `classes` is below 1 or `spread` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = blobs(5, 3, spread=0.5, rng=np.random.default_rng(0))
    >>> x.shape, labels
    ((5, 2), array([0, 1, 2, 0, 1]))

    Source: the course's own.
    """
    classes = whole_number("blobs", "classes", classes, least=1)
    labels = np.arange(whole_number("blobs", "n", n, least=1)) % classes
    angle = 2 * np.pi * labels / classes
    centre = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
    scatter = generator("blobs", rng).standard_normal((n, 2))
    return centre + number("blobs", "spread", spread, least=0) * scatter, labels


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
    n = whole_number("line_with_outliers", "n", n, least=1)
    outliers = whole_number("line_with_outliers", "outliers", outliers, least=0)
    if outliers > n:
        raise ValueError(f"line_with_outliers: outliers is {outliers}; at most {n} is needed")
    noise = number("line_with_outliers", "noise", noise, least=0)
    x = np.sort(generator("line_with_outliers", rng).uniform(-1, 1, size=n))
    is_outlier = np.arange(n) >= n - outliers
    y = 2 * x + 1 + noise * rng.standard_normal(n) - 6 * is_outlier
    return x, y, is_outlier
