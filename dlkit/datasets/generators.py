"""Data drawn at random, to see a method work or fail on a plane."""

import numpy as np
import numpy.typing as npt

from dlkit._requirements import Array, generator, number, real, whole_number
from dlkit.errors import ShapeError


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


def triangle(
    n: int,
    corners: npt.ArrayLike = ((-0.8, -0.6), (0.7, -0.5), (-0.1, 0.7)),
    *,
    rng: np.random.Generator,
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Points of a square, in two classes: inside a triangle, and outside.

    The points are uniform over :math:`[-1, 1]^2`. The corners that are given lie such that 23.5
    percent are inside; whoever always answers "outside" is right for the others.

    Parameters
    ----------
    n : int    number of points, at least 1
    corners : (3, 2)    of the triangle, in either direction
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, 1 inside and on the edge, 0 outside

    Raises
    ------
    ShapeError    if `corners` has not the shape (3, 2)
    ValueError    if `n` is below 1
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> x, labels = triangle(1000, rng=np.random.default_rng(0))
    >>> x.shape, labels.mean().round(1)
    ((1000, 2), np.float64(0.2))

    Source: the course's own.
    """
    start = real("triangle", "corners", corners)
    if start.shape != (3, 2):
        raise ShapeError(f"triangle: corners has shape {start.shape}; the shape must be (3, 2)")
    n = whole_number("triangle", "n", n, least=1)
    x = generator("triangle", rng).uniform(-1, 1, size=(n, 2))
    along, offset = np.roll(start, -1, axis=0) - start, x[:, None] - start  # (3, 2), (n, 3, 2)
    # The sign of a cross product says on which side of its edge a point lies.
    sides = along[:, 0] * offset[..., 1] - along[:, 1] * offset[..., 0]  # (n, 3)
    return x, (np.all(sides >= 0, axis=1) | np.all(sides <= 0, axis=1)).astype(np.int64)


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
