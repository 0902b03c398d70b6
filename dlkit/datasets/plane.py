"""Points of a plane in classes: clouds, a triangle, the four quarters of a square."""

import numpy as np
import numpy.typing as npt

from dlkit.arguments import (
    Array,
    ShapeError,
    real_array,
    require_generator,
    require_number,
    require_whole_number,
)


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
    classes = require_whole_number(classes, "classes", "blobs", at_least=1)
    labels = np.arange(require_whole_number(n, "n", "blobs", at_least=1)) % classes
    angle = 2 * np.pi * labels / classes
    centre = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
    scatter = require_generator(rng, "blobs").standard_normal((n, 2))
    return centre + require_number(spread, "spread", "blobs", at_least=0) * scatter, labels


def triangle(
    n: int,
    corners: npt.ArrayLike = ((-0.8, -0.6), (0.7, -0.5), (-0.1, 0.7)),
    *,
    rng: np.random.Generator,
) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Points of a square, in two classes: inside a triangle, and outside.

    The points are uniform over :math:`[-1, 1]^2`. The corners that are given lie such that 23.5
    percent are inside; always answering "outside" is right for the others.

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
    start = real_array(corners, "corners", "triangle")
    if start.shape != (3, 2):
        raise ShapeError(f"triangle: corners has shape {start.shape}; the shape must be (3, 2)")
    n = require_whole_number(n, "n", "triangle", at_least=1)
    x = require_generator(rng, "triangle").uniform(-1, 1, size=(n, 2))
    along, offset = np.roll(start, -1, axis=0) - start, x[:, None] - start  # (3, 2), (n, 3, 2)
    # The sign of a cross product says on which side of its edge a point lies.
    sides = along[:, 0] * offset[..., 1] - along[:, 1] * offset[..., 0]  # (n, 3)
    return x, (np.all(sides >= 0, axis=1) | np.all(sides <= 0, axis=1)).astype(np.int64)


def xor(n: int, *, noise: float, rng: np.random.Generator) -> tuple[Array, npt.NDArray[np.int64]]:
    r"""Four clouds in the corners of a square, opposite corners of one class.

    The corners are :math:`(\pm 1, \pm 1)`, with normal noise around them. The class is 1 where
    exactly one coordinate of the corner is positive: no straight line has more than three of
    the four clouds right.

    Parameters
    ----------
    n : int    number of points, at least 1
    noise : float    standard deviation of the noise; 0.3 keeps the clouds apart
    rng : numpy.random.Generator

    Returns
    -------
    x, labels : (n, 2), (n,)    float64; int64, the corners (-1, -1), (-1, 1), (1, -1), (1, 1) in
        turn and so 0, 1, 1, 0

    Raises
    ------
    ValueError    if `n` is below 1 or `noise` is negative
    TypeError     if an argument is of the wrong kind

    Examples
    --------
    >>> xor(4, noise=0.0, rng=np.random.default_rng(0))[1]
    array([0, 1, 1, 0])

    Source: Minsky, Papert, Perceptrons, MIT Press, 1969.
    """
    corner = np.arange(require_whole_number(n, "n", "xor", at_least=1)) % 4
    bits = np.column_stack([corner // 2, corner % 2])  # (n, 2)
    scatter = require_generator(rng, "xor").standard_normal((n, 2))
    x = 2.0 * bits - 1 + require_number(noise, "noise", "xor", at_least=0) * scatter
    return x, bits.sum(axis=1) % 2
